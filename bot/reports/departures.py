"""On which day somebody leaves: "besok pagi", "senin depan", "tgl 5/3", "dua minggu lagi", "habis lebaran", "noka'".

The phrases are those that bot.understanding marks as a time of departure, in folded words; here they meet the day on
which they were said. Where a phrase leaves several days open, all of them count: "minggu depan" is Monday to Sunday. A
date without a year that is past means the next one. All spans of vague words are our choice.
"""

import re
from collections.abc import Callable
from datetime import date

from bot.reports import feasts
from bot.reports.day_spans import (
    DAY,
    WEEK,
    DateRange,
    coming_weekday,
    day_of_month,
    days_from,
    month_of,
    third,
    week_of,
)
from bot.reports.facts import Departure
from bot.reports.letters import fold

_Said = re.Match[str]
_YEARS_AHEAD = 5
"""A year further off is a slip of the pen."""

_SOON_AFTER = 14
"""For how many days after a feast "habis natal" holds."""

_SOME = (2, 6)
"""How many "beberapa" are."""

_WEEKDAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5, "mingu": 6}
_MONTHS = ("jan", "feb|peb", "mar", "apr", "mei", "jun", "jul", "agt|agu", "sep", "okt", "nov|nop", "des")
_NUMBERS = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"]
_FEASTS = {
    "natal": feasts.christmas,
    "paskah": feasts.easter,
    "lebaran": feasts.lebaran,
    "tahun baru": feasts.new_year,
}
_THIRDS = {"awal": 0, "tengah": 1, "pertengahan": 1, "akhir": 2}

_PART = "(?:pagi|siang|sore|malam|malem|subuh|dini ?hari)"
_MONTH = f"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]*)"
_YEAR = r"(?: ?(?:tahun ?)?(?P<year>\d{4}))?"


def leaves_on(departure: Departure) -> DateRange | None:
    """Return the first and last day on which they may leave, None where it cannot be told. Never raises."""
    said = " ".join(fold(departure.said).split())
    for phrase, read in _READINGS:
        match = phrase.search(said)
        if match:
            try:
                return read(match, departure.on)
            except (OverflowError, ValueError):  # beyond the calendar
                return None
    return None


def _numbered_date(said: _Said, on: date) -> DateRange | None:
    """Read "tanggal 5", "tgl 5/3", "tgl 5/3/27"."""
    if said["figure"] is None:
        this = day_of_month(on, int(said["number"]))
        return this if this is None or this.last >= on else day_of_month(month_of(on, 1).first, int(said["number"]))
    return _in_year(int(said["number"]), int(said["figure"]), said["year"], on)


def _named_date(said: _Said, on: date) -> DateRange | None:
    """Read "5 desember", "tanggal 5 maret 2027"."""
    month = next(number for number, names in enumerate(_MONTHS, 1) if re.match(names, said["month"]))
    return _in_year(int(said["number"]), month, said["year"], on)


def _in_year(number: int, month: int, year: str | None, on: date) -> DateRange | None:
    if not 1 <= month <= 12:
        return None
    if year:
        told = int(year) + (2000 if len(year) == 2 else 0)
        return day_of_month(date(told, month, 1), number) if abs(told - on.year) <= _YEARS_AHEAD else None
    this = day_of_month(date(on.year, month, 1), number)
    return this if this is None or this.last >= on else day_of_month(date(on.year + 1, month, 1), number)


def _later(said: _Said, on: date) -> DateRange:
    """Read "3 hari lagi" as that day, "dua minggu lagi" give or take three days, "sebulan lagi" a week."""
    least, most = _SOME if said["count"] == "beberapa" else (_count(said["count"]),) * 2
    days, slack = {"hari": (1, 0), "mingu": (7, 3), "bulan": (30, 7)}[said["unit"]]
    return days_from(on, max(0, least * days - slack), most * days + slack)


def _count(said: str) -> int:
    if said in {"", "se"}:
        return 1
    return int(said) if said.isdigit() else _NUMBERS.index(said) + 1


def _part_of_period(said: _Said, on: date) -> DateRange:
    """Read "awal bulan depan", "akhir minggu"; what is left of it, and the next one where it is over."""
    for later in (1, 2) if said["next"] else (0, 1):
        part = third(_period(said["unit"], on, later), _THIRDS[said["part"]])
        if part.last >= on:
            break
    return DateRange(max(part.first, on), part.last)


def _this_period(said: _Said, on: date) -> DateRange:
    """Read "minggu ini", "bulan ini" and Dawan "krei ii" ("krei i" when folded: this week): what is left of it."""
    unit = "mingu" if said["unit"] == "krei" else said["unit"]
    return DateRange(on, _period(unit, on, 0).last)


def _next_period(said: _Said, on: date) -> DateRange:
    return _period(said["unit"], on, 1)


def _period(unit: str, on: date, later: int) -> DateRange:
    if unit == "mingu":
        return week_of(on, later)
    if unit == "bulan":
        return month_of(on, later)
    return DateRange(date(on.year + later, 1, 1), date(on.year + later, 12, 31))


def _weekday(said: _Said, on: date) -> DateRange:
    """Read "hari senin", "senin malam", "senin depan", "malam senin".

    "Depan" may mean the coming one or the one of next week. The name of the very day may mean today or a week later.
    "Malam senin" is the night before Monday, in the mouth of some the night of Monday.
    """
    weekday, after = _WEEKDAYS[said["day"]], said["after"] or ""
    is_next = after in {"depan", "dpn", "muka"}
    coming = coming_weekday(on + DAY if is_next or after == "besok" else on, weekday)
    if is_next:
        return DateRange(coming, max(coming, week_of(on, 1).first + weekday * DAY))
    last = coming + WEEK if coming == on and after not in {"ini", "i"} else coming
    return DateRange(max(on, coming - DAY) if said["before"] == "malam" else coming, last)


def _after_feast(said: _Said, on: date) -> DateRange:
    days = (_FEASTS[said["feast"]](on.year + shift) for shift in (-1, 0, 1, 2))
    feast = next(day for day in days if day + _SOON_AFTER * DAY >= on)
    return DateRange(max(on, feast + DAY), feast + _SOON_AFTER * DAY)


def _days(first: int, last: int | None = None) -> Callable[[_Said, date], DateRange]:
    return lambda _, on: days_from(on, first, last)


def _readings() -> tuple[tuple[re.Pattern[str], Callable[[_Said, date], DateRange | None]], ...]:
    """Return the phrases with what reads them; the first one found counts, so the longer stand before the shorter."""
    day, unit, following = "|".join(_WEEKDAYS), "(?P<unit>mingu|bulan|tahun)", "(?:depan|dpn|muka)"
    dated = r"(?:tangal|tgl)\.? ?(?P<number>\d{1,2})(?![\d/-]*[/-]\d{3}(?!\d))"
    readings = (
        (rf"(?P<number>\d{{1,2}}) {_MONTH}{_YEAR}", _named_date),
        (rf"{dated}(?:[/-](?P<figure>\d{{1,2}})(?:[/-](?P<year>\d{{4}}|\d{{2}}))?)?", _numbered_date),
        (rf"(?:(?P<count>\d{{1,2}}|se|beberapa|{'|'.join(_NUMBERS)}) ?)(?P<unit>hari|mingu|bulan) lagi", _later),
        (rf"(?P<part>{'|'.join(_THIRDS)}) {unit}(?: (?:(?P<next>{following})|ini|i))?", _part_of_period),
        (rf"(?:habis|setelah|sesudah|abis) (?P<feast>{'|'.join(_FEASTS)})", _after_feast),
        ("(?:besok|besuk|bsok|bsk) lusa", _days(1, 2)),
        (rf"(?P<before>hari|hr|malam) (?P<day>{day})(?: (?P<after>{following}|besok|ini|i|{_PART}))?", _weekday),
        (rf"{unit} {following}", _next_period),
        ("(?P<unit>mingu|bulan|tahun|krei) (?:ini|i)", _this_period),
        ("mingu besok", _days(1, 7)),
        (rf"(?P<before>)(?P<day>{day})(?: (?P<after>{following}|besok|ini|i|{_PART}))?", _weekday),
        ("besok|besuk|bsok|bsk|beso|noka'?", _days(1)),
        ("lusa", _days(2)),
        ("(?:nanti|sebentar) (?:pagi|subuh|dini ?hari)|(?:subuh|dini ?hari) (?:ini|i)", _days(0, 1)),
        (f"(?:hari|{_PART}) (?:ini|i)|nanti|sebentar|sekarang", _days(0)),
    )
    return tuple((re.compile(rf"(?<![\w/.-])(?:{phrase})(?!\w)"), read) for phrase, read in readings)


_READINGS = _readings()
