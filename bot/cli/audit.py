"""Commands of the auditor: is the audit log whole, and who did or saw what."""

import getpass
from datetime import datetime
from typing import Annotated

import typer

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.config import load_settings
from bot.errors import CorruptDataError
from bot.services import read_audit
from bot.services.audit_walk import Finding, Wrong
from bot.services.read_audit import AuditSearch, ShownAct, Verdict
from bot.store.audit_head import Head

app = typer.Typer(no_args_is_help=True)

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="a day, WITA")]


@app.callback()
def audit() -> None:
    """Verify and search the audit log: who did what, and who looked at what (docs/audit.md)."""


@app.command("verify")
def verify(
    expect: Annotated[
        str, typer.Option(metavar="HEAD", help="a head that was written down: it must still be there")
    ] = "",
) -> None:
    """Verify the whole chain and print its head, to be written down or mailed; exit 1 when it is broken."""
    noted = Head.read(expect) if expect else None
    verdict = read_audit.verify(_runtime().store, noted)
    if verdict.first is not None:
        raise CorruptDataError(_broken(verdict, verdict.first))
    typer.echo(f"the audit log is whole: {verdict.rows} rows{_older(verdict)}")
    if noted is not None:
        typer.echo(f"it holds what was written down: {noted}")
    typer.echo(f"head: {verdict.head or 'none yet'}")


@app.command("search")
def search(
    by: Annotated[str, typer.Option("--by", default_factory=getpass.getuser, help="who looks; it is noted")],
    actor: Annotated[str, typer.Option(help="an officer's name, or service, retention, person, …")] = "",
    action: Annotated[str, typer.Option(help="such as opened_case")] = "",
    subject: Annotated[str, typer.Option(help="how it begins, such as recruiter/")] = "",
    case: Annotated[str, typer.Option(help="a case code")] = "",
    since: Day = None,
    until: Day = None,
    before: Annotated[int | None, typer.Option(min=1, help="only rows below this one: the next page")] = None,
    limit: Annotated[int, typer.Option(min=1, max=read_audit.MOST_ROWS, help="rows of a page")] = 50,
) -> None:
    """Search the audit log, newest first; reasons are opened, and that you looked is noted."""
    first, last = (day.date() if day else None for day in (since, until))
    wanted = AuditSearch(actor, action, subject, case, first, last, before)
    runtime = _runtime()
    found = read_audit.search(runtime.store, runtime.clock, wanted, by, limit)
    for act in found:
        typer.echo(_line(act))
    if not found:
        typer.echo("nothing is found")
    elif len(found) == limit:
        typer.echo(f"older ones: --before {found[-1].row}")


def _broken(verdict: Verdict, first: Finding) -> str:
    if first.wrong is Wrong.UNKNOWN_KEY:
        rows = sum(verdict.unknown_keys.values())
        return f"the audit log cannot be verified as a whole ({rows} rows): {first.text}; nothing else is wrong"
    return f"the audit log is broken: {first.text}; {verdict.rows} rows before are as they were written"


def _older(verdict: Verdict) -> str:
    return f", {verdict.adopted} of them from before the chain" if verdict.adopted else ""


def _line(act: ShownAct) -> str:
    what = " ".join(filter(None, (act.action, act.subject, act.code, act.detail)))
    reason = f'  "{act.reason}"' if act.reason else ""
    return f"{act.row}  {act.at.astimezone(WITA):%d-%m-%Y %H.%M.%S} {act.actor}: {what}{reason}"


def _runtime() -> Runtime:
    return Runtime(load_settings())
