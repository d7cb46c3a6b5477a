"""Dates as content writes them, whole months, and dates, amounts and countries as people read them."""

import re
from calendar import monthrange
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency

from bot.clock import WITA
from bot.vocabulary import Language

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


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


def rupiah(amount: int, language: Language) -> str:
    """Return an amount of whole rupiah, such as "Rp5.000.000"."""
    return format_currency(amount, "IDR", "Rp#,##0", locale=_locale(language), currency_digits=False)


def long_date(day: date, language: Language) -> str:
    """Return a date such as "21 November 2026"."""
    return format_date(day, "d MMMM y", locale=_locale(language))


def long_moment(moment: datetime, language: Language) -> str:
    """Return an aware moment in WITA, such as "21 November 2026 pukul 13.05 WITA"."""
    local = moment.astimezone(WITA)
    if language is Language.EN:
        return f"{long_date(local.date(), language)} at {local:%H:%M} WITA"
    return f"{long_date(local.date(), language)} pukul {local:%H.%M} WITA"


def country_name(code: str, language: Language) -> str:
    """Return the name of a country by its ISO 3166 code; anything else comes back as it is."""
    return str(Locale(_locale(language)).territories.get(code.upper(), code))


def _locale(language: Language) -> str:
    """Return the locale of numbers and dates: Babel knows no ``aoz``, which writes them like Indonesian."""
    return "en" if language is Language.EN else "id"
