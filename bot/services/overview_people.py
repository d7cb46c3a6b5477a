"""The overview's tables of people and reports: by whole months that are over, small numbers hidden month by month."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.recruiters.flags import Flag
from bot.recruiters.red_flags import SEVERITY
from bot.reports.cases import CaseKind, Level
from bot.reports.figure_period import Added, Period, begin_of, month_of, next_month
from bot.reports.regencies import regencies
from bot.services.count_turns import Visit
from bot.services.overview_tables import WHOLE, FigureTable, Line, Monthly, TableName, by_year, is_hidden, size_of
from bot.store.case_figures import CaseFigures, counted, read_figures
from bot.store.daily_counts import CountKind, sums_of
from bot.store.recruiter_list import sizes_of_recruiters
from bot.store.tables.cases import Case
from bot.store.tables.figures import DailyCount
from bot.store.vault import Vault
from bot.vocabulary import Channel, Word

LEAST_OF_CLUSTER = 5
"""Reports from which a recruiter is in the overview at all."""

_SIZES = ((50, "50+"), (20, "20-49"), (10, "10-19"), (LEAST_OF_CLUSTER, "5-9"))
_SURE = (Flag.VERIFIED.value, Flag.CORROBORATED.value)


class Deadline(Word):
    """Whether somebody took a case before its time to act was over. ``open``: ended, or its time is not over."""

    MET = "met"
    LATE = "late"
    OPEN = "open"


def people_table(session: Session, period: Period) -> FigureTable:
    """Return how many people wrote in each month, by channel, and whether for the first time."""
    first, last = period.months[0], period.months[-1]
    by = (DailyCount.day, DailyCount.channel, DailyCount.name)
    rows = sums_of(session, CountKind.PEOPLE, first, last, *by)
    columns = [Monthly([month], [*Channel]) for month in period.months]
    visits = [Monthly([month], [*Visit]) for month in period.months]
    lines = []
    for month, by_channel, by_visit in zip(period.months, columns, visits, strict=True):
        for day, channel, visit, times in rows:
            if day == month:
                by_channel.add(month, channel, times)
                by_visit.add(month, visit, times)
        cells = (by_channel.totals()[month], *by_channel.shown().values(), *by_visit.shown().values())
        lines.append(Line(month.isoformat(), cells))
    return FigureTable(TableName.PEOPLE, ("total", *(one.value for one in (*Channel, *Visit))), by_year(lines))


def report_tables(session: Session, vault: Vault, period: Period, now: datetime) -> list[FigureTable]:
    """Return all tables of reports. Every list of a month is of the same cases; all they share is the total."""
    since, until = begin_of(period.months[0]), begin_of(next_month(period.months[-1]))
    cases = list(read_figures(session, vault, since, until))
    countries = sorted({country for case in cases for country in case.countries})
    known = regencies()
    regency, kind = Monthly(period.months, [*known, ""]), Monthly(period.months, [*CaseKind])
    deadline = Monthly(period.months, [f"{level}.{one}" for level in Level for one in Deadline])
    flags, going = Monthly(period.months, list(SEVERITY)), Monthly(period.months, countries)
    for case in cases:
        month = month_of(case.created_at)
        regency.add(month, case.regency if case.regency in known else "")
        kind.add(month, case.kind)
        deadline.add(month, f"{case.level}.{_deadline(case, now)}")
        _add_each(flags, month, case.flags)
        _add_each(going, month, case.countries)
    months = [Line(month.isoformat(), (total,)) for month, total in kind.totals().items()]
    return [
        FigureTable(TableName.MONTHS, (TableName.MONTHS.value,), by_year(months)),
        _table(TableName.REGENCIES, regency.shown()),
        _table(TableName.KINDS, kind.shown()),
        _deadlines(deadline.shown()),
        _largest(TableName.FLAGS, flags.shown_apart()),
        _largest(TableName.COUNTRIES, going.shown_apart()),
    ]


def cluster_table(session: Session, period: Period) -> FigureTable:
    """Return how many recruiters several independent reports are of, by how many reports in classes: no names.

    All reports up to the end of the last month count. A class of sizes, not a size: two months could be subtracted.
    """
    until = begin_of(next_month(period.months[-1]))
    sizes = sizes_of_recruiters(session, counted() & (Case.created_at < until), _SURE, LEAST_OF_CLUSTER)
    names = [next(name for least, name in _SIZES if size >= least) for size in sizes]
    found = tuple(Line(name, (names.count(name),)) for _, name in reversed(_SIZES))
    return FigureTable(TableName.CLUSTERS, (TableName.CLUSTERS.value,), found)


def _add_each(counts: Monthly, month: date, keys: Iterable[str]) -> None:
    counts.add(month, WHOLE)
    for key in keys:
        counts.add(month, key)


def _deadline(case: CaseFigures, now: datetime) -> Deadline:
    if case.taken_at is not None:
        return Deadline.MET if case.taken_at <= case.act_by else Deadline.LATE
    ended = case.state in {"closed", "withdrawn"}
    return Deadline.OPEN if ended or case.act_by >= now else Deadline.LATE


def _table(name: TableName, shown: Mapping[str, Added]) -> FigureTable:
    return FigureTable(name, (name.value,), tuple(Line(key, (cell,)) for key, cell in shown.items()))


def _largest(name: TableName, shown: Mapping[str, Added]) -> FigureTable:
    """Return those that were told at all, the most frequent first."""
    told = {key: cell for key, cell in shown.items() if cell.shown or cell.hidden}
    return _table(name, dict(sorted(told.items(), key=lambda each: -each[1].shown)))


def _deadlines(shown: Mapping[str, Added]) -> FigureTable:
    lines = [Line(level.value, tuple(shown[f"{level}.{one}"] for one in Deadline)) for level in Level]
    return FigureTable(TableName.DEADLINES, tuple(one.value for one in Deadline), tuple(lines))


def met_share(table: FigureTable) -> tuple[int, int] | None:
    """Return how many deadlines were met of how many that were met or missed; None where a number is hidden."""
    if any(map(is_hidden, (*table.column(Deadline.MET.value), *table.column(Deadline.LATE.value)))):
        return None
    met, late = (sum(map(size_of, table.column(one.value))) for one in (Deadline.MET, Deadline.LATE))
    return met, met + late
