"""Commands that keep an installation healthy."""

import secrets
import shlex
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode

import typer
from twilio.request_validator import RequestValidator

from bot.bootstrap import Runtime
from bot.cli.staff import who_reads
from bot.clock import WITA
from bot.config import load_settings
from bot.errors import BadInputError, UnavailableError
from bot.logs import set_up_logs
from bot.messaging.address import WHATSAPP_PREFIX
from bot.messaging.simulated import FIRST_NUMBER, is_simulated
from bot.messaging.twilio_signature import signed_url
from bot.reports.working_time import known_until
from bot.services.agency_book import REGISTER_KEPT, register_state
from bot.services.chain_audit import chain_older
from bot.services.check_health import ALIVE_SECONDS, database_ready, read_backlog, read_evidence, worker_silence
from bot.services.handle_case import late_cases
from bot.services.keep_evidence import purge_evidence
from bot.services.key_check import keep_key_check
from bot.services.purge import RETENTION, purge_older, purge_reports, purge_sentences, purge_spool
from bot.services.read_audit import head_state
from bot.services.retry_failed import retry_failed as put_back_failed
from bot.services.seed import seed
from bot.store.schema import upgrade
from bot.training.sentence import RETENTION as SENTENCE_RETENTION
from bot.vocabulary import Channel

_HOLIDAYS_KNOWN_FOR = timedelta(days=60)


def migrate() -> None:
    """Bring the database to today's tables and note the shipped answers in its history."""
    set_up_logs()
    runtime = Runtime(load_settings())
    upgrade(runtime.store.engine)
    keep_key_check(runtime.store, runtime.clock)
    chain_older(runtime.store, runtime.clock)
    new = seed(runtime.store, runtime.clock, runtime.wording.catalog)
    typer.echo(f"database ready ({runtime.store.engine.dialect.name}); {new} shipped answer texts noted")


def doctor() -> None:
    """Say what works and what does not, one line each; exit 1 when something needs a person."""
    runtime = Runtime(load_settings())
    checks = {
        "database": _database,
        "worker": _worker,
        "nlu": _nlu,
        "backlog": _backlog,
        "gateway": _gateway,
        "companies": _companies,
        "reports": _reports,
        "evidence": _evidence,
        "holidays": _holidays,
        "audit": _audit,
    }
    faults = 0
    for name, check in checks.items():
        try:
            typer.echo(f"ok    {name}: {check(runtime)}")
        except UnavailableError as fault:
            faults += 1
            typer.echo(f"FAULT {name}: {fault}")
    if faults:
        raise typer.Exit(1)


def _database(runtime: Runtime) -> str:
    database_ready(runtime.store)
    return f"{runtime.store.engine.dialect.name} answers, tables are current"


def _worker(runtime: Runtime) -> str:
    silence = worker_silence(runtime.settings.data_dir)
    if silence is None:
        raise UnavailableError("has never run here; start the service with `make run`")
    if silence > ALIVE_SECONDS:
        raise UnavailableError(f"silent for {timedelta(seconds=int(silence))}; nobody is answered")
    return "swept within the last 30 seconds"


def _nlu(runtime: Runtime) -> str:
    if not runtime.nlu_healthy():
        raise UnavailableError("does not answer; people get keyword answers meanwhile")
    return "answers"


def _backlog(runtime: Runtime) -> str:
    counts = read_backlog(runtime.store, runtime.clock)
    text = ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "nothing waits"
    if counts.get("outbound_failed"):
        raise UnavailableError(f"{text}; replies of the last 24 hours did not get out, see the worker's log")
    if counts.get("inbound_failed"):
        raise UnavailableError(f"{text}; see the worker's log for the reason, then `bot retry-failed`")
    if runtime.spool.waiting():
        raise UnavailableError(f"{text}; messages wait in the spool, see the worker's log")
    return text


def _gateway(runtime: Runtime) -> str:
    if runtime.settings.sends_by_twilio:
        return "Twilio"
    return "recorder (no Twilio credentials): replies are kept and shown in the simulator, not sent"


def _companies(runtime: Runtime) -> str:
    as_of, known = register_state(runtime.store)
    if as_of is None:
        return f"no official register was imported; {known} companies are known from news only"
    if as_of < runtime.clock.now().astimezone(WITA).date() - REGISTER_KEPT:
        raise UnavailableError(f"the register is of {as_of}; import a newer one with `bot agencies import`")
    return f"register of {as_of}; {known} companies known"


def _reports(runtime: Runtime) -> str:
    state = who_reads(runtime)
    late = late_cases(runtime.store, runtime.clock)
    if late:
        raise UnavailableError(f"{late} cases are late and nobody took them; see `bot cases list`; {state}")
    return state


def _evidence(runtime: Runtime) -> str:
    waiting, late = read_evidence(runtime.store, runtime.clock)
    if late:
        raise UnavailableError(f"{late} photos or files could not be fetched for an hour; see the worker's log")
    return f"{waiting} photos or files wait to be fetched" if waiting else "nothing waits"


def _holidays(runtime: Runtime) -> str:
    until, today = known_until(), runtime.clock.now().astimezone(WITA).date()
    if until < today + _HOLIDAYS_KNOWN_FOR:
        raise UnavailableError(f"the holidays are known until {until} only; deadlines after that ignore them")
    return f"known until {until}"


def _audit(runtime: Runtime) -> str:
    head, trouble = head_state(runtime.store)
    if trouble:
        raise UnavailableError(trouble)
    return f"head {head}" if head else "nothing was noted yet"


def purge(
    days: Annotated[int, typer.Option(min=1, help="keep texts of this many days")] = RETENTION.days,
    sentence_days: Annotated[
        int, typer.Option(min=1, max=SENTENCE_RETENTION.days, help="keep sentences for labelling this many days")
    ] = SENTENCE_RETENTION.days,
) -> None:
    """Erase message texts older than the retention time, contacts silent since then, and old training sentences."""
    runtime = Runtime(load_settings())
    count = purge_older(runtime.store, runtime.clock, timedelta(days=days))
    files = purge_spool(runtime.spool, runtime.clock, timedelta(days=days))
    purge_evidence(runtime.store, runtime.clock, runtime.evidence_files)
    sentences = purge_sentences(runtime.store, runtime.clock, timedelta(days=sentence_days))
    reports = purge_reports(runtime.store, runtime.clock)
    kept = f"{reports} reports and cases erased, {sentences} sentences kept for labelling deleted"
    typer.echo(f"{count} messages and contacts erased, {files} leftover spool files deleted, {kept}")


def retry_failed() -> None:
    """Take the turns of messages that were set aside once more; the running worker answers them."""
    runtime = Runtime(load_settings())
    typer.echo(f"{put_back_failed(runtime.store, runtime.clock)} messages put back in line")


def webhook_example(
    text: Annotated[str, typer.Argument(help="what the person writes")] = "berapa biaya kerja ke Malaysia?",
    sender: Annotated[str, typer.Option("--from", help="a simulated number")] = FIRST_NUMBER,
    channel: Annotated[Channel, typer.Option(help="how the message travels")] = Channel.SMS,
) -> None:
    """Print a curl command that posts a signed webhook; its answer appears in the simulator."""
    if not is_simulated(sender):
        raise BadInputError(f"--from takes a simulated number such as {FIRST_NUMBER}")
    settings = load_settings()
    if not settings.twilio_tokens:
        raise BadInputError("TWILIO_AUTH_TOKEN is not set; the first `make run` writes a test token to .env")
    prefix = WHATSAPP_PREFIX if channel is Channel.WHATSAPP else ""
    form = {
        "MessageSid": f"SM{secrets.token_hex(16)}",
        "AccountSid": settings.twilio_account_sid or "AC" + "0" * 32,
        "From": prefix + sender,
        "To": prefix + "+6281100000000",
        "Body": text,
        "NumMedia": "0",
    }
    url = signed_url(settings.public_base, "/twilio/message")
    signature = RequestValidator(settings.twilio_tokens[0]).compute_signature(url, form)  # type: ignore[no-untyped-call]
    target = f"http://127.0.0.1:{settings.port}/twilio/message"
    typer.echo(f"curl -sS -H 'X-Twilio-Signature: {signature}' -d {shlex.quote(urlencode(form))} {target}")
