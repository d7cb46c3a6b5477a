"""``bot talk``: a conversation in the terminal, or from a script, by the real service path."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from bot.bootstrap import Runtime
from bot.cli.nlu import command_understander
from bot.cli.script import Step, read_script
from bot.clock import SettableClock, SystemClock
from bot.config import Settings, load_settings
from bot.errors import BadInputError
from bot.logs import set_up_logs
from bot.messaging.address import WHATSAPP_PREFIX
from bot.messaging.alerts import NoDoor
from bot.messaging.door import Inbound
from bot.messaging.simulated import FIRST_NUMBER
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services.bell import SilentBell
from bot.services.rehearse import exchange
from bot.services.staff_officers import set_up_officer
from bot.store.officers import Reachable
from bot.store.schema import upgrade
from bot.store.talks import Answered
from bot.understanding.model import Understander
from bot.vocabulary import Channel

_LANGUAGE_NAMES = {"id": "Indonesia", "aoz": "bahasa Timor (Uab Meto)", "en": "English"}


def talk(
    channel: Annotated[Channel, typer.Option(help="how the messages travel")] = Channel.SMS,
    sender: Annotated[str, typer.Option("--from", help="the address that writes")] = FIRST_NUMBER,
    script: Annotated[Path | None, typer.Option(help="JSON lines with what the person writes")] = None,
    as_lines: Annotated[bool, typer.Option("--json", help="print JSON lines only")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="use the installation's database")] = False,
    no_nlu: Annotated[bool, typer.Option("--no-nlu", help="keywords only")] = False,
    with_officer: Annotated[
        bool, typer.Option("--with-officer", help="pretend that an officer reads reports (throw-away database only)")
    ] = False,
) -> None:
    """Talk with the bot; nothing is sent to anybody."""
    set_up_logs()
    settings = load_settings()
    if keep and with_officer:
        raise BadInputError("--with-officer sets up nobody who is real: use `bot staff add` with --keep")
    steps = read_script(script) if script else _typed()
    with (
        _database(settings, keep=keep) as used,
        command_understander(settings, without_nlu=no_nlu) as understander,
    ):
        talker = _Talker(_runtime(used, understander, with_officer=with_officer), channel, sender)
        for step in steps:
            answered = talker.say(step)
            if script and not as_lines:
                typer.echo(f"> {step.user}")  # nobody typed it here
            typer.echo(json.dumps(_as_json(step.user, answered)) if as_lines else _shown(answered))


@dataclass
class _Talker:
    runtime: Runtime
    channel: Channel
    sender: str

    def say(self, step: Step) -> Answered:
        """Say one thing and return what became of it."""
        runtime = self.runtime
        clock = runtime.clock
        if isinstance(clock, SettableClock):
            clock.at = max(clock.at, SystemClock().now()) + timedelta(hours=step.after_hours)
        address = (step.sender or self.sender).removeprefix(WHATSAPP_PREFIX)
        inbound = Inbound(
            provider="talk",
            provider_id=f"TALK{uuid4().hex}",
            channel=self.channel,
            address=f"{WHATSAPP_PREFIX}{address}" if self.channel is Channel.WHATSAPP else address,
            service_address=FIRST_NUMBER,
            text=step.user,
            attachments=step.attachments,
        )
        return exchange(runtime.store, runtime.spool, clock, runtime.turn_taker, runtime.sender, inbound)


def _runtime(settings: Settings, understander: Understander, *, with_officer: bool) -> Runtime:
    runtime = Runtime(
        settings,
        clock=SettableClock(SystemClock().now()),
        given_bell=SilentBell(),
        given_understander=understander,
        given_doors={"email": NoDoor()} if with_officer else None,
    )
    upgrade(runtime.store.engine)
    if with_officer:
        officer = Officer(uuid4(), "Petugas Contoh", OfficerRole.COORDINATOR, PassTo.COORDINATOR)
        set_up_officer(runtime.store, runtime.clock, Reachable(officer, "petugas@example.org"), "bot talk")
    return runtime


@contextmanager
def _database(settings: Settings, *, keep: bool) -> Iterator[Settings]:
    if keep:
        yield settings
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="talk-", dir=settings.data_dir) as folder:
        yield settings.model_copy(update={"data_dir": Path(folder), "database_url": ""})


def _typed() -> Iterator[Step]:
    """Read what a person types until the end of input."""
    typer.echo("Tulis pesan seperti lewat SMS; Ctrl-D mengakhiri. / Write as by SMS; Ctrl-D ends.")
    while True:
        if sys.stdin.isatty():
            sys.stdout.write("> ")
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        yield Step(line.removesuffix("\n"))


def _as_json(text: str, answered: Answered) -> dict[str, Any]:
    outcome = answered.outcome
    return {
        "user": text,
        "language": outcome["language"],
        "intent": outcome["intent"],
        "confidence": outcome["confidence"],
        "replies": [
            {
                "text": reply.text,
                "language": reply.language,
                "segments": reply.segments,
                "choices": list(reply.choices),
            }
            for reply in answered.replies
        ],
        "effects": outcome["effects"],
    }


def _shown(answered: Answered) -> str:
    outcome = answered.outcome
    head = f"  [{outcome['intent']} {outcome['confidence']:.2f} {outcome['language']} {outcome['source']}]"
    lines = [head]
    for reply in answered.replies:
        language = _LANGUAGE_NAMES.get(reply.language, reply.language)
        indented = reply.text.replace("\n", "\n    ")
        lines.append(f"  < {indented}\n    ({language}, {reply.segments} segmen)")
    lines += [f"  ! {effect['type']}" for effect in outcome["effects"]]
    return "\n".join(lines)
