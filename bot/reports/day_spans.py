"""Spans of days, and the days that the calendar gives to a name: a week, a third of a month, a date without a year."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DateRange:
    """The first and the last possible day, in WITA; ``first`` is never after ``last``."""

    first: date
    last: date


def days_from(day: date, first: int, last: int | None = None) -> DateRange:
    """Return the days from ``first`` to ``last`` (``first`` where None) days after a day."""
    return DateRange(day + first * DAY, day + (first if last is None else last) * DAY)


def week_of(day: date, later: int) -> DateRange:
    """Return Monday to Sunday of the week that is ``later`` weeks after the one of ``day``."""
    monday = day - day.weekday() * DAY + later * WEEK
    return days_from(monday, 0, 6)


def month_of(day: date, later: int) -> DateRange:
    """Return the month that is ``later`` months after the one of ``day``."""
    year, month = _month(day, later)
    return DateRange(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def day_of_month(month: date, number: int) -> DateRange | None:
    """Return day ``number`` of the month of ``month``; where it has none (31 April), its last day and the day after."""
    if not 1 <= number <= 31:
        return None
    last = month_of(month, 0).last
    return DateRange(last, last + DAY) if number > last.day else days_from(month.replace(day=number), 0)


def coming_weekday(day: date, weekday: int) -> date:
    """Return the first day from ``day`` on that is that weekday (0 is Monday)."""
    return day + (weekday - day.weekday()) % 7 * DAY


def third(span: DateRange, which: int) -> DateRange:
    """Return the beginning (0), middle (1) or end (2) of a span, each a third of it, rounded up."""
    days = (span.last - span.first).days + 1
    return days_from(span.first, which * days // 3, -(-(which + 1) * days // 3) - 1)


def _month(day: date, later: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + later, 12)
    return day.year + years, month + 1
