"""On which day a feast falls that people count by: "habis natal", "setelah lebaran"."""

from datetime import date, timedelta

from bot.reports.working_time import HolidayKind, holidays

_ISLAMIC_EPOCH = date(622, 7, 19)
"""1 Muharram of year 1 in the proleptic Gregorian calendar (Friday epoch)."""


def new_year(year: int) -> date:
    """Return New Year's day."""
    return date(year, 1, 1)


def christmas(year: int) -> date:
    """Return Christmas Day."""
    return date(year, 12, 25)


def easter(year: int) -> date:
    """Return Easter Sunday of the western churches (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - moon_shift + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def lebaran(year: int) -> date:
    """Return the first day of Idul Fitri: as decreed where it is known, else by the arithmetic Islamic calendar.

    The arithmetic day (a cycle of 30 years with 11 leap years) is within a day of the decree (compared: 2020 to
    2026), so it is taken a day early. In a year with two, the first.
    """
    told = [day for day, (name, kind) in holidays().items() if kind is HolidayKind.NATIONAL and "Idul Fitri" in name]
    decreed = min((day for day in told if day.year == year), default=None)
    if decreed:
        return decreed
    islamic = (year - 622) * 33 // 32
    days = (_first_of_syawal(islamic + shift) - timedelta(days=1) for shift in range(-1, 3))
    return next(day for day in days if day.year >= year)


def _first_of_syawal(year: int) -> date:
    """Return the arithmetic first day of the tenth month: nine months of 30 and 29 days in turn go before it."""
    return _ISLAMIC_EPOCH + timedelta(days=(year - 1) * 354 + (3 + 11 * year) // 30 + 266)
