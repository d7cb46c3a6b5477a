"""Working days and office hours in NTT (WITA): Monday to Friday without national holidays and cuti bersama.

Office hours of 08:00 to 16:00 are our choice. Beyond the last year of the table of holidays only weekends count.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType

from bot.clock import UTC, WITA
from bot.errors import BadInputError
from bot.reports.rows import FOLDER, Row, read_rows
from bot.vocabulary import Word

OPENS = time(8)
CLOSES = time(16)

_DAY = timedelta(days=1)
_SATURDAY = 5


class HolidayKind(Word):
    """Whether a day off is a holiday by decree or common leave of the civil service."""

    NATIONAL = "libur_nasional"
    COMMON_LEAVE = "cuti_bersama"


@cache
def holidays() -> Mapping[date, tuple[str, HolidayKind]]:
    """Return the names and kinds of all known days off by day. Raises BadInputError for a broken table."""
    rows = read_rows(FOLDER / "holidays.tsv", ("date", "name", "kind", "source"))
    return MappingProxyType({_day(row): (row["name"], _kind(row)) for row in rows})


def known_until() -> date:
    """Return the last day up to which holidays are known: the end of the last year in the table."""
    return date(max(holidays()).year, 12, 31)


def is_working_day(day: date) -> bool:
    """Tell whether offices are open on that day."""
    return day.weekday() < _SATURDAY and day not in holidays()


def is_working(moment: datetime) -> bool:
    """Tell whether offices are open at that (aware) moment."""
    local = moment.astimezone(WITA)
    return is_working_day(local.date()) and OPENS <= local.time() < CLOSES


def end_of_working_day(moment: datetime, days: int) -> datetime:
    """Return the closing hour, in UTC, of the ``days``-th working day after the day of ``moment``."""
    day = moment.astimezone(WITA).date()
    for _ in range(days):
        day = _working_day_from(day + _DAY)
    return _at(day, CLOSES)


def end_of_next_working_day(moment: datetime) -> datetime:
    """Return the closing hour, in UTC, of the first working day after the day of ``moment``."""
    return end_of_working_day(moment, 1)


def next_working_morning(moment: datetime) -> datetime:
    """Return the first opening hour, in UTC, at or after ``moment``."""
    local = moment.astimezone(WITA)
    from_day = local.date() if local.time() <= OPENS else local.date() + _DAY
    return _at(_working_day_from(from_day), OPENS)


def start_of(day: date) -> datetime:
    """Return midnight in WITA at which the day begins, in UTC."""
    return _at(day, time())


def _working_day_from(day: date) -> date:
    while not is_working_day(day):
        day += _DAY
    return day


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, WITA).astimezone(UTC)


def _day(row: Row) -> date:
    try:
        return date.fromisoformat(row["date"])
    except ValueError as problem:
        raise BadInputError(f"{row.place}: a day is written as 2026-12-25") from problem


def _kind(row: Row) -> HolidayKind:
    try:
        return HolidayKind(row["kind"])
    except ValueError as problem:
        raise BadInputError(f"{row.place}: the kind is libur_nasional or cuti_bersama") from problem
