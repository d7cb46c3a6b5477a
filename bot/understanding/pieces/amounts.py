"""Amounts of money in figures and in words: "Rp 2.000.000,-", "500rb", "satu setengah juta", "800 dolar".

An amount needs a currency, a scale (juta, ribu) or groups of thousands; a bare number is none, so phones,
years, ages and counts are left alone. Tables: data/currencies.tsv, data/numerals.tsv.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.model import Entity
from bot.understanding.pieces.numerals import FIGURE, figure_value, number_value, number_words, words_of
from bot.understanding.pieces.reading import Reading

_LIMIT = 10**13
_COUNTED = r"orang|org|km|kilo|kg|hektar|meter|kali|hari|tahun|thn|bulan|jam"
_BARE = re.compile(
    r"(?<!\w)(?:bayar|biaya|biayanya|ongkos|uang|duit|doi|pinjam|utang|hutang|setor|transfer|tf|minta|denda|tebus|harga"
    r"|dp|gaji|potong)"
    r"(?:nya)?(?: (?:muka|sebesar|saya|kami|dia|cuma|sampai|lagi|dulu|pung|katanya)){0,2} (?P<bare>[1-9]\d{4,8})"
    rf"(?![\w.,]*\d|\s?(?:{_COUNTED})(?!\w))",
    re.I,
)
"""A bare figure of five digits and more right after a word for paying."""


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    return {row["written"]: row["code"] for row in read_table("currencies")}


def _written(*sides: str) -> str:
    names = (row["written"] for row in read_table("currencies") if row["side"] in sides)
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@lru_cache(maxsize=1)
def _money() -> re.Pattern[str]:
    """Compile the grammar of an amount; every repetition in it is bounded."""
    number = rf"(?:{FIGURE}(?:\s?setengah)?|{number_words()})"
    part = rf"(?:{number}\s?(?:{words_of('scale')})(?!\w)|{FIGURE}k(?!\w)|(?:{words_of('scaled')})(?!\w))"
    reach = rf"(?:{FIGURE}\s?(?:[-–]|s/d|sd|sampai|hingga)\s?)?"
    scaled = rf"{reach}{part}(?:\s{part}){{0,2}}"
    sign = rf"(?:{_written('before', 'both')})\.?\s?"
    unit = rf"\s?(?:{_written('after', 'both')})(?![\w$])"
    dotted = rf"[1-9]\d{{0,2}}(?:\.\d{{3}}){{1,3}}(?![\d.-]|\s?(?:{_COUNTED})(?!\w))"
    return re.compile(
        rf"(?<![\w.,$])(?:(?P<sign>{sign})(?:{scaled}|{reach}{FIGURE}(?:,-|,--)?)(?:{unit})?"
        rf"|{scaled}(?:{unit})?"
        rf"|{reach}(?:{FIGURE}|{number_words()})(?P<unit>{unit})|{dotted}(?:,-)?)",
        re.I,
    )


def find_money(reading: Reading) -> Iterator[Entity]:
    """Yield amounts, normalised to "<amount> <ISO currency>"; "200-300rb" becomes "200000-300000 IDR"."""
    for match in _money().finditer(reading.read):
        amount = _amount(match[0])
        if amount:
            yield reading.entity("money_amount", match.start(), match.end(), amount)
    for match in _BARE.finditer(reading.read):
        yield reading.entity("money_amount", match.start("bare"), match.end("bare"), f"{match['bare']} IDR")


def _amount(written: str) -> str | None:
    """Return the amount in its normal form, None when it is nothing or absurdly much."""
    low = re.sub(r"(?<=\d)k(?!\w)", " ribu", written.lower())
    value = number_value(re.sub(_currency_words(), " ", low))
    reach = re.match(rf"\D*?(?P<from>{FIGURE})\s?(?:[-–]|s/d|sd|sampai|hingga)\s?(?P<to>{FIGURE})", low)
    if reach:
        value = number_value(re.sub(_currency_words(), " ", low[reach.start("to") :]))
        scale = value / (figure_value(reach["to"]) or 1)
        first = figure_value(reach["from"])
        first = first * scale if first < scale * 1000 and scale > 1 else first
        return f"{first:.0f}-{value:.0f} {_code(low)}" if 0 < value < _LIMIT else None
    return f"{value:.0f} {_code(low)}" if 0 < value < _LIMIT else None


@lru_cache(maxsize=1)
def _currency_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{_written('before', 'after', 'both')})(?![^\W\d_])\.?")


def _code(low: str) -> str:
    found = _currency_words().search(low)
    return _codes()[found[0].rstrip(".")] if found else "IDR"
