"""The days an overview is of, and the whole months in which people are counted.

Messages are counted by day. People and reports are counted by whole months that are over, each hidden by itself
(small_numbers.py), and a longer time is only the sum of what is shown of its months: so no two periods, however they
are chosen, tell more than the months do. Figures up to a day could be subtracted from those up to the day before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import WITA
from bot.errors import BadInputError
from bot.reports.small_numbers import Cell, Hidden
from bot.vocabulary import Word

LONGEST_YEARS = 5
EARLIEST = date(2000, 1, 1)
_NOT_A_PERIOD = "give a first and a last day, at most five years, not in the future"


class Preset(Word):
    """Periods that are offered; ``custom`` stands for two days that were typed."""

    DAYS_7 = "7"
    DAYS_30 = "30"
    DAYS_90 = "90"
    YEAR = "year"
    CUSTOM = "custom"


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included. ``months``: the first days of the whole months people are of."""

    first: date
    last: date
    months: tuple[date, ...]
    preset: Preset = Preset.CUSTOM

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return (self.last - self.first).days + 1


def period_of(preset: Preset, today: date) -> Period:
    """Return one of the periods that are offered, up to today."""
    if preset is Preset.YEAR:
        return _period(today.replace(month=1, day=1), today, today, preset)
    return _period(today - timedelta(days=int(preset.value) - 1), today, today, preset)


def period_between(first: str, last: str, today: date) -> Period:
    """Return a period between two typed days, as in ``2026-11-21``. Raises BadInputError."""
    try:
        begin, end = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    except ValueError:
        raise BadInputError(_NOT_A_PERIOD) from None
    if not EARLIEST <= begin <= end <= today or end >= _years_later(begin):
        raise BadInputError(_NOT_A_PERIOD)
    return _period(begin, end, today, Preset.CUSTOM)


def _period(first: date, last: date, today: date, preset: Preset) -> Period:
    """Take every month the days touch that is over; where none is, the last one that is: never a part of a month."""
    month, months = first.replace(day=1), []
    while month <= last and next_month(month) <= today:
        months.append(month)
        month = next_month(month)
    return Period(first, last, tuple(months) or (_before(today.replace(day=1)),), preset)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month + timedelta(days=32)).replace(day=1)


def month_of(at: datetime) -> date:
    """Return the first day of the month of a moment, as it is in NTT."""
    return at.astimezone(WITA).date().replace(day=1)


def begin_of(day: date) -> datetime:
    """Return when a day begins in NTT."""
    return datetime(day.year, day.month, day.day, tzinfo=WITA)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + LONGEST_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + LONGEST_YEARS, month=3, day=1)


@dataclass(frozen=True)
class Added:
    """What is shown of a number of people over several months: the sum of the shown ones, and how many are hidden.

    ``str`` gives the text: "12", "12+" where months are hidden, and the sign of a hidden number where all are.
    """

    shown: int
    hidden: int = 0
    sign: str = ""

    def __str__(self) -> str:
        """Return the text."""
        if not self.hidden:
            return str(self.shown)
        return f"{self.shown}+" if self.shown else self.sign


def added(cells: Sequence[Cell]) -> Added:
    """Return months' cells of one kind as one number; computed from nothing but what is shown of them."""
    hidden = [cell for cell in cells if isinstance(cell, Hidden)]
    shown = sum(cell for cell in cells if isinstance(cell, int))
    one_small = hidden == [Hidden.SMALL]
    return Added(shown, len(hidden), (Hidden.SMALL if one_small else Hidden.COVERED).value if hidden else "")
