"""The overview: every table of a period, for those who may read it. Counts of people never tell of 1 to 4."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.clock import Clock
from bot.reports.figure_period import Added, Period
from bot.services.overview_messages import message_tables, share, understood_share
from bot.services.overview_people import cluster_table, met_share, people_table, report_tables
from bot.services.overview_tables import FigureTable, TableName, size_of, sum_of
from bot.staff.permissions import Actor, Permission
from bot.store.daily_counts import first_day
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.sending_counts import SendStep, Wait

EXPORTED = "exported_figures"


@dataclass(frozen=True)
class Headlines:
    """The main figures. Shares are whole per cents, None of nothing, or where a number it needs is hidden."""

    messages: int
    understood: int | None
    quick: int | None
    failed: int | None
    people: Added
    reports: Added
    in_time: int | None


@dataclass(frozen=True)
class Overview:
    """All tables of a period. ``counted_since``: the first day of which messages are counted, None for none yet."""

    period: Period
    tables: Mapping[TableName, FigureTable]
    headlines: Headlines
    counted_since: date | None


def read_overview(store: Store, clock: Clock, actor: Actor, period: Period) -> Overview:
    """Return the overview of a period. Raises ForbiddenError."""
    actor.must(Permission.READ_OVERVIEW)
    with store.reading() as session:
        tables = [
            *message_tables(session, period),
            people_table(session, period),
            *report_tables(session, store.vault, period, clock.now()),
            cluster_table(session, period),
        ]
        since = first_day(session)
    by_name = {table.name: table for table in tables}
    ordered = {name: by_name[name] for name in TableName}
    return Overview(period, ordered, _headlines(ordered), since)


def note_exported(store: Store, clock: Clock, actor: Actor, name: TableName, period: Period) -> None:
    """Note in the audit log that a table is taken out of the console, before it is given. Raises ForbiddenError."""
    actor.must(Permission.READ_OVERVIEW)
    detail = f"{name} {period.first} {period.last}"
    with store.writing() as session:
        note(session, clock.now(), actor.name, EXPORTED, "figures", detail)


def _headlines(tables: Mapping[TableName, FigureTable]) -> Headlines:
    *outcomes, _shares = zip(*(line.cells for line in tables[TableName.MESSAGES].lines), strict=True)
    counts = [sum(map(size_of, column)) for column in outcomes]
    waits = _by_key(tables[TableName.WAITS])
    steps = _by_key(tables[TableName.SENDING])
    met = met_share(tables[TableName.DEADLINES])
    return Headlines(
        messages=sum(counts),
        understood=understood_share(counts),
        quick=share(waits[Wait.SECONDS_5] + waits[Wait.SECONDS_10], sum(waits.values())),
        failed=share(steps[SendStep.FAILED], steps[SendStep.HANDED] + steps[SendStep.FAILED]),
        people=sum_of(tables[TableName.PEOPLE].column("total")),
        reports=sum_of(tables[TableName.MONTHS].column(TableName.MONTHS.value)),
        in_time=share(*met) if met is not None else None,
    )


def _by_key(table: FigureTable) -> dict[str, int]:
    return {line.key: size_of(line.cells[0]) for line in table.lines}
