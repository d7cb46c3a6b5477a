"""Dates as content writes them, whole months, and the names of countries as people read them."""

import re
from calendar import monthrange
from datetime import date

from babel import Locale
from babel.dates import format_date

from bot.vocabulary import Language

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


_PATTERNS = ("y", "MMMM y", "d MMMM y")
"""What is shown of a date that is known to the year, the month or the day (CLDR patterns)."""


def partial_date(text: str) -> date:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` as its first day, so that age is never understated.

    Raises ValueError for anything else.
    """
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError("not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return date(year, month, day)


def months_later(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later (or earlier), or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shown_date(text: str, language: Language) -> str:
    """Return a date in words, as precise as it is written: "30 September 2026", "September 2026" or "2026".

    Anything else comes back as it is.
    """
    try:
        day = partial_date(text)
    except ValueError:
        return text
    pattern = _PATTERNS[text.count("-")]
    return format_date(day, format=pattern, locale=_locale(language))


def country_name(code: str, language: Language) -> str:
    """Return the name of a country by its ISO 3166 code; anything else comes back as it is."""
    return str(Locale(_locale(language)).territories.get(code.upper(), code))


def _locale(language: Language) -> str:
    """Return the locale of names: Babel knows no ``aoz``, whose drafts keep the Indonesian ones."""
    return "en" if language is Language.EN else "id"
