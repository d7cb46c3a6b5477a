"""Commands about what people read: check it, change it by files, withdraw it."""

import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.answers.catalog import load_catalog
from bot.answers.check import check
from bot.answers.content_table import content_table
from bot.answers.findings import Severity
from bot.answers.model import WithdrawalKind
from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.config import RESPONSES, load_settings
from bot.errors import BadInputError
from bot.services.answer_history import Waiting, answer_history, what_waits
from bot.services.draft_answers import Drafted, draft_answers
from bot.services.editing import Editing
from bot.services.export_answers import content_files, export_answers
from bot.services.publish_answer import publish_answer, submit_answer
from bot.services.roll_back_answer import roll_back_answer
from bot.services.withdraw import restore as restore_withdrawn
from bot.services.withdraw import withdraw as withdraw_now
from bot.vocabulary import Language, is_topic

app = typer.Typer(no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="KEY", help="the answer's key, such as ask_cost")]
By = Annotated[str, typer.Option("--by", default_factory=getpass.getuser, help="who does it; shown in the history")]
Why = Annotated[str, typer.Option("--reason", min=1, help="why; shown in the history")]
In = Annotated[Language, typer.Option("--language", help="id is the reference")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="laid out like responses/")]
Hotline = Annotated[bool, typer.Option("--hotline", help="KEY is a hotline's name in hotlines.toml")]


@app.callback()
def answers() -> None:
    """Check, change and withdraw what people read."""


@app.command("check")
def check_answers() -> None:
    """Check every rule of the shipped content; exit 1 when one is broken."""
    findings = check(RESPONSES, datetime.now(WITA).date())
    for finding in findings:
        typer.echo(str(finding))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    typer.echo(f"{errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise typer.Exit(1)


@app.command("table")
def table() -> None:
    """Print every shipped answer with its sources and dates, as docs/content.md."""
    sys.stdout.write(content_table(load_catalog(RESPONSES)))


@app.command("list")
def list_waiting() -> None:
    """Show drafts, translations to renew, reviews that are due and what is withdrawn."""
    editing = _editing()
    waiting: Waiting = what_waits(editing)
    heads = {"open": "drafts", "stale": "translations to renew", "overdue": "reviews due", "withdrawn": "withdrawn"}
    for name, head in heads.items():
        lines: tuple[str, ...] = getattr(waiting, name)
        typer.echo(f"{head}: {len(lines) or 'none'}")
        for line in lines:
            typer.echo(f"  {line}")


@app.command("history")
def history(key: Key, language: In = Language.ID) -> None:
    """Show every version of an answer with its changes word by word, and who did what."""
    editing = _editing()
    versions, acts = answer_history(editing.store, key, language, editing.shipped)
    for version in versions:
        typer.echo(f"{version.number} {version.state} {_local(version.at)} {version.author} {version.reason}".rstrip())
        for form, change in version.changes.items():
            typer.echo(f"  {form}: {change}")
    for act in acts:
        typer.echo(f"{_local(act.at)} {act.actor} {act.action} {act.subject} {act.detail}".rstrip())
    if not versions and not acts:
        typer.echo(f"nothing is noted of {key} in {language} (run: bot migrate)")


@app.command("draft")
def draft(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="a .toml of answers, hotlines.toml, aoz.po or en.po", exists=True)
    ],
    reason: Why,
    by: By,
) -> None:
    """Draft every text of the file that differs from what is served; nobody reads a draft yet."""
    editing = _editing()
    drafted = draft_answers(editing, (file,), by, reason)
    _say_drafted(drafted)


@app.command("import")
def import_folder(folder: Folder, reason: Why, by: By) -> None:
    """Draft every text of a content folder that differs from what is served; a bad file changes nothing."""
    files = content_files(folder)
    if not files:
        raise BadInputError(f"{folder.name} holds no answers/*.toml and no catalogs/*.po")
    _say_drafted(draft_answers(_editing(), files, by, reason))


@app.command("export")
def export(folder: Folder) -> None:
    """Write everything that is published as a new content folder: TOML, and catalogs for Poedit or Weblate."""
    count = export_answers(_editing(), folder)
    typer.echo(f"{count} files written to {folder}; bring changes back with: bot answers import {folder} --reason WHY")


@app.command("submit")
def submit(key: Key, by: By, language: In = Language.ID) -> None:
    """Hand a draft in for review; every rule is checked."""
    editing = _editing()
    number = submit_answer(editing, key, language, by)
    typer.echo(
        f"{key}/{language}/{number} is in review; a second person runs: bot answers publish {key} --language {language}"
    )


@app.command("publish")
def publish(
    key: Key,
    by: By,
    language: In = Language.ID,
    alone: Annotated[bool, typer.Option("--alone", help="nobody else can: a day after handing it in")] = False,
    speaker: Annotated[str, typer.Option("--speaker", help="who approved a Dawan text")] = "",
) -> None:
    """Publish a revision another person wrote; the next reply says it."""
    editing = _editing()
    number = publish_answer(editing, key, language, by, alone=alone, speaker=speaker)
    typer.echo(f"{key}/{language}/{number} is published")
    stale = [line for line in what_waits(editing).stale if f" {key}." in line]
    if stale:
        typer.echo(f"not sent until renewed: {', '.join(stale)}")
    variants = editing.shipped.variants(key)
    if variants and language is Language.ID:
        typer.echo(f"see whether its variants must change too: {', '.join(variants)}")


@app.command("withdraw")
def withdraw(key: Key, reason: Why, by: By, hotline: Hotline = False) -> None:
    """Keep an answer or a phone number from being sent, at once."""
    editing = _editing()
    kind = WithdrawalKind.HOTLINE if hotline else WithdrawalKind.ANSWER
    withdraw_now(editing, kind, key, by, reason)
    instead = "the office's name without its number" if hotline else "the safe general text"
    if is_topic(key):
        instead = "what they get for a message that is not understood"
    option = " --hotline" if hotline else ""
    variants = () if hotline else editing.shipped.variants(key)
    along = f" with {', '.join(variants)}" if variants else ""
    typer.echo(f"{kind} {key} is withdrawn{along}; people get {instead} until: bot answers restore {key}{option}")


@app.command("restore")
def restore(key: Key, reason: Why, by: By, hotline: Hotline = False) -> None:
    """Send a withdrawn answer or phone number again."""
    editing = _editing()
    kind = WithdrawalKind.HOTLINE if hotline else WithdrawalKind.ANSWER
    restore_withdrawn(editing, kind, key, by, reason)
    typer.echo(f"{kind} {key} is sent again")


@app.command("rollback")
def rollback(
    key: Key,
    to: Annotated[int, typer.Option("--to", help="the version's number in: bot answers history")],
    reason: Why,
    by: By,
    language: In = Language.ID,
) -> None:
    """Serve an earlier version again, at once."""
    editing = _editing()
    number = roll_back_answer(editing, key, language, to, by, reason)
    typer.echo(f"{key}/{language}/{number} is served")


def _say_drafted(drafted: Drafted) -> None:
    for key, language, number in drafted.drafts:
        typer.echo(f"drafted {key}/{language}/{number}; hand it in: bot answers submit {key} --language {language}")
    for name, number in drafted.hotlines:
        typer.echo(f"drafted hotline/{name}/{number}; a second admin publishes it in the console")
    count = len(drafted.drafts) + len(drafted.hotlines)
    typer.echo(f"{count} drafts; {drafted.unchanged} answers are served like this already")


def _editing() -> Editing:
    runtime = Runtime(load_settings())
    return Editing(runtime.store, runtime.clock, runtime.wording.catalog, RESPONSES)


def _local(at: datetime) -> str:
    return f"{at.astimezone(WITA):%Y-%m-%d %H:%M}"
