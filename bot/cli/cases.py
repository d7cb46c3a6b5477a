"""Commands by which officers work cases where there is no console yet."""

from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.orm import Session

from bot.bootstrap import Runtime
from bot.cli.case_list import line_of, show_list
from bot.cli.case_questions import ask, show_questions
from bot.cli.evidence import evidence
from bot.clock import WITA
from bot.config import load_settings
from bot.recruiters.agencies import AgencyMatch, AgencyQuestion
from bot.reports.case_work import LONGEST_OFFICE, Outcome, Shared
from bot.reports.cases import Consent, Level, PassTo, Triage
from bot.reports.triage import reasons_for_officers
from bot.services import close_case, handle_case
from bot.services.assign_case import release
from bot.services.change_level import change_level
from bot.services.hand_over import Receiver, hand_over
from bot.services.recuse import readmit, recuse
from bot.services.see_probes import see_probes
from bot.store.cases import additions_of, consent_of, events_of, facts_of
from bot.store.tables.cases import Case

app = typer.Typer(no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="the case code, such as NTT-7K3QX")]
Officer = Annotated[str, typer.Option("--officer", help="who works on it, as in `bot staff list`")]
Reason = Annotated[str, typer.Option("--reason", help="stays in the case's history")]

app.command("list")(show_list)
app.command("evidence")(evidence)
app.command("ask")(ask)


@app.callback()
def cases() -> None:
    """Work cases: list, read, take, hand on, close. Everybody sees only what is open to them."""


@app.command("show")
def show(
    code: Code,
    officer: Officer,
    reason: Annotated[str, typer.Option("--reason", help="why; kept sealed in the audit log for ever: no names")] = "",
) -> None:
    """Show all that a case holds; that it was opened stays in its history and in the audit log."""
    runtime = _runtime()
    handle_case.look_at(
        runtime.store,
        runtime.clock,
        code,
        officer,
        lambda session, case: _show(runtime, session, case),
        reason=reason,
    )


@app.command("take")
def take(code: Code, officer: Officer) -> None:
    """Take a case, so that nobody else is told of it."""
    runtime = _runtime()
    handle_case.take(runtime.store, runtime.clock, code, officer)
    typer.echo(f"{code} is yours")


@app.command("pass-on")
def pass_on(
    code: Code,
    officer: Officer,
    reason: Reason,
    to: Annotated[str, typer.Option("--to", help="police, ngo, bp3mi, coordinator, or the name of an office")] = "",
    shared: Annotated[list[Shared] | None, typer.Option("--shared", help="what was given; may be repeated")] = None,
) -> None:
    """Note that a case went on to another office, and what of it was shared. Without --to the reason says to whom."""
    runtime = _runtime()
    receiver = Receiver(PassTo(to)) if to in set(PassTo) else Receiver(office=to or reason[:LONGEST_OFFICE])
    given = frozenset(shared or [Shared.STORY])
    hand_over(runtime.acting, runtime.wording.catalog, code, officer, receiver, given, reason)
    typer.echo(f"{code} was handed on")


@app.command("close")
def close(
    code: Code,
    officer: Officer,
    reason: Reason,
    outcome: Annotated[Outcome, typer.Option("--outcome", help="how it ended")] = Outcome.OTHER,
    same_as: Annotated[str, typer.Option("--same-as", help="the case it is the same as, for duplicate")] = "",
) -> None:
    """Close a case; its author learns that it is closed, never how it ended."""
    runtime = _runtime()
    close_case.close(runtime.acting, code, officer, outcome, reason, same_as=same_as)
    typer.echo(f"{code} is closed")


@app.command("reopen")
def reopen(code: Code, officer: Officer, reason: Reason) -> None:
    """Open a case again that was closed by mistake."""
    close_case.reopen(_runtime().acting, code, officer, reason)
    typer.echo(f"{code} is open again")


@app.command("level")
def level(
    code: Code, level: Annotated[Level, typer.Argument(help="the new level")], officer: Officer, reason: Reason
) -> None:
    """Say that a case is more, or less, pressing than it is graded."""
    change_level(_runtime().acting, code, officer, level, reason)
    typer.echo(f"{code} is {level} now")


@app.command("release")
def release_case(code: Code, officer: Officer, reason: Reason) -> None:
    """Give a case back: it is told from the beginning."""
    release(_runtime().acting, code, officer, reason)
    typer.echo(f"{code} is for whoever takes it")


@app.command("recuse")
def recuse_case(
    code: Code,
    officer: Officer,
    reason: Reason,
    whom: Annotated[str, typer.Option("--whom", help="another officer; a coordinator or deputy says so")] = "",
) -> None:
    """Close a case to its officer, who knows somebody in it: it is not open, not listed, not told to them any more."""
    runtime = _runtime()
    recuse(runtime.acting, code, officer, reason, whom=_id_of(runtime, whom) if whom else None)
    typer.echo(f"{code} is closed to {whom or officer}")


@app.command("readmit")
def readmit_case(
    code: Code,
    officer: Officer,
    reason: Reason,
    whom: Annotated[str, typer.Option("--whom", help="the officer it is closed to")],
) -> None:
    """Open a case again to an officer it was closed to; by a coordinator or deputy."""
    runtime = _runtime()
    readmit(runtime.acting, code, officer, _id_of(runtime, whom), reason)
    typer.echo(f"{code} is open to {whom} again")


@app.command("credible")
def credible(
    code: Code,
    officer: Officer,
    reason: Reason,
    believed: Annotated[bool, typer.Option("--yes/--no", help="whether the report is to be believed")] = True,
) -> None:
    """Say whether a report is to be believed; one that is not counts nowhere."""
    runtime = _runtime()
    handle_case.judge(runtime.store, runtime.clock, code, officer, reason, credible=believed)
    typer.echo(f"{code}: noted")


@app.command("probes")
def show_probes(officer: Officer) -> None:
    """Show who-reported questions that came in, the newest first: somebody may be looking for a reporter."""
    runtime = _runtime()
    found = see_probes(runtime.store, runtime.clock, officer)
    for at, asked in found:
        typer.echo(f"{at.astimezone(WITA):%d-%m-%Y %H.%M} {asked}")
    if not found:
        typer.echo("nobody asked who reported")


@app.command("accept")
def accept(code: Code, officer: Officer) -> None:
    """Accept what was added to a case from other phones."""
    runtime = _runtime()
    typer.echo(f"{handle_case.accept(runtime.store, runtime.clock, code, officer)} additions accepted")


def _show(runtime: Runtime, session: Session, case: Case) -> None:
    vault = runtime.vault
    facts, consent = facts_of(vault, case), consent_of(vault, case)
    typer.echo(line_of(case))
    for reason in reasons_for_officers(Triage(Level(case.level), tuple(case.reasons), case.act_by)):
        typer.echo(f"  - {reason}")
    lists = ("names", "phones", "companies", "origins", "destinations", "seen_at", "money", "flags")
    for name in lists:
        if getattr(facts, name):
            typer.echo(f"{name}: {', '.join(getattr(facts, name))}")
    for departure in facts.departures:
        typer.echo(f"departure: {departure.said} (said on {departure.on:%d-%m-%Y})")
    for name in facts.companies:
        typer.echo(f"  in the lists: {_listed(runtime, name)}")
    typer.echo(f"people: {facts.people or '-'}; under 18: {facts.under_18}; papers taken: {facts.papers_taken}")
    typer.echo(f"author: {_author(handle_case.reply_address(session, vault, case), consent)}")
    typer.echo(f"phone: {consent.phone or 'not told'}; must not reach: {consent.avoid or '-'}")
    typer.echo("\n".join(f"> {part}" for part in facts.story))
    for addition, text in additions_of(session, vault, case.id):
        typer.echo(f"+ {text}{'' if addition.accepted_at else '  (another phone, not accepted)'}")
    show_questions(session, case)
    for event in events_of(session, case.id):
        typer.echo(f"{event.at.astimezone(WITA):%d-%m %H.%M} {event.actor}: {event.event} {event.detail}")


def _id_of(runtime: Runtime, name: str) -> UUID:
    with runtime.store.reading() as session:
        return handle_case.active_officer(session, name).id


def _author(address: str | None, consent: Consent) -> str:
    """Say where and when the author may be reached; nobody knows who picks up, so the first words are neutral."""
    if address is None:
        return "must not be called or written to"
    when = consent.hours or "no time named: in daylight"
    return f"may be called or written to at {address} ({when}); somebody else may pick up: say nothing of a report"


def _listed(runtime: Runtime, name: str) -> str:
    """Say what the lists of placement companies know of a company; a name that is only like one is said to be."""
    found = runtime.agency_book.index().find(AgencyQuestion(name))
    return "; ".join(map(_match, found)) or "no company of this name"


def _match(one: AgencyMatch) -> str:
    known = [f"{record.listed_in}: {record.status}" for record in (one.register, one.notice) if record]
    return f"{one.shown} ({', '.join(known)}{'' if one.exact else '; only like it'})"


def _runtime() -> Runtime:
    return Runtime(load_settings())
