"""Commands about the lists of labour placement companies (P3MI): import, look up, history, undo."""

import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.config import load_settings
from bot.errors import BadInputError
from bot.recruiters.agencies import AgencyList, AgencyMatch, AgencyQuestion, AgencyRecord
from bot.recruiters.agency_changes import Change
from bot.recruiters.agency_rows import e164
from bot.recruiters.company_names import spelling_key
from bot.services.import_agencies import AgencyImport, apply_import, prepare_import, undo_import
from bot.store.agencies import all_lists, history_of
from bot.store.schema import upgrade

SHOWN = 20
"""Changes of a kind that are shown; the counts tell the rest."""

app = typer.Typer(no_args_is_help=True)

Kind = Annotated[AgencyList, typer.Option("--kind", help="register: the official list; notices: sanctions in the news")]
By = Annotated[str, typer.Option("--by", default_factory=getpass.getuser, help="who does it; shown in the history")]


@app.callback()
def agencies() -> None:
    """Keep the lists of placement companies that people can ask about."""


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX with heads; Nama and Nomor izin at least")],
    as_of: Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="the day the data are of")],
    source: Annotated[str, typer.Option("--source", help="where the list is from")],
    by: By,
    kind: Kind = AgencyList.REGISTER,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show the changes only")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="apply without asking")] = False,
    shrink: Annotated[bool, typer.Option("--shrink", help="also if more than half would be gone")] = False,
) -> None:
    """Show what a list would change, then apply it as a whole. A bad row is named by its line and changes nothing."""
    runtime = _runtime()
    prepared = prepare_import(runtime.store, runtime.clock, file, kind, as_of.date(), source)
    _show(prepared)
    if dry_run:
        return
    if not yes and not typer.confirm("Apply?"):
        typer.echo("nothing was changed")
        raise typer.Exit(1)
    apply_import(runtime.store, runtime.clock, prepared, by, shrink=shrink)
    typer.echo(f"the {kind} list is now of {prepared.as_of}: {len(prepared.agencies)} agencies")


@app.command("undo")
def undo(by: By, kind: Kind = AgencyList.REGISTER) -> None:
    """Take the last import of a kind back."""
    runtime = _runtime()
    typer.echo(f"undone: {undo_import(runtime.store, runtime.clock, kind, by)} changes")


@app.command("lists")
def lists() -> None:
    """Show every import: of which day, from where, by whom."""
    with _runtime().store.reading() as session:
        rows = all_lists(session)
        for row in rows:
            taken_back = "  (undone)" if row.undone_at else ""
            at = row.at.astimezone(WITA).strftime("%Y-%m-%d %H:%M")
            typer.echo(
                f"{row.seq} {row.kind} of {row.as_of}, {row.source}; {row.file_name}, {at} {row.author}{taken_back}"
            )
    if not rows:
        typer.echo("nothing was imported; people are told the notices that came with this release")


@app.command("find")
def find(name: Annotated[str, typer.Argument(help="a name, licence number or phone as somebody may write it")]) -> None:
    """Look a company up as the bot does."""
    index, phone = _runtime().agency_book.index(), e164(name)
    by_number = index.find(AgencyQuestion(phone=phone or "", licence_no=name))
    matches = by_number or index.find(AgencyQuestion(name=name))
    for match in matches:
        typer.echo(_shown(match))
    if not matches:
        typer.echo("no such agency in the lists; that proves nothing about it")


@app.command("history")
def history(name: Annotated[str, typer.Argument(help="the company's name")]) -> None:
    """Show what the imports changed of one company."""
    key = spelling_key(name)
    if not key:
        raise BadInputError("name the company")
    with _runtime().store.reading() as session:
        found = history_of(session, key)
        for row, change in found:
            typer.echo(f"{row.kind} of {row.as_of}{' (undone)' if row.undone_at else ''}: {change}")
    if not found:
        typer.echo("no import changed a company of this name")


def _runtime() -> Runtime:
    runtime = Runtime(load_settings())
    upgrade(runtime.store.engine)
    return runtime


def _show(prepared: AgencyImport) -> None:
    if prepared.ignored:
        typer.echo(f"columns not used: {', '.join(prepared.ignored)}")
    for kind in Change:
        count = prepared.count(kind)
        typer.echo(f"{kind}: {count}")
        shown = [change for change in prepared.changes if change.change is kind][:SHOWN]
        for change in shown:
            typer.echo(f"  {change}")
        if count > len(shown):
            typer.echo(f"  ... and {count - len(shown)} more")


def _shown(match: AgencyMatch) -> str:
    lines = [f"{match.name}{'' if match.exact else '  (perhaps)'}"]
    lines += [f"  {record.listed_in}: {_facts(record)}" for record in (match.register, match.notice) if record]
    return "\n".join(lines)


def _facts(record: AgencyRecord) -> str:
    facts = [record.status.value, record.status_date, record.licence_no]
    facts += [
        f"valid until {record.valid_until}" if record.valid_until else "",
        f"data of {record.as_of}" * bool(record.as_of),
    ]
    facts += [f"gone from the data of {record.gone_as_of}" if record.gone_as_of else "", record.source]
    return ", ".join(fact for fact in facts if fact)
