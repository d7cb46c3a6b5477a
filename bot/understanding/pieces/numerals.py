"""Numbers in figures and in words (data/numerals.tsv): "2.000.000", "2,5", "dua puluh lima", "satu setengah"."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table

FIGURE = r"(?:\d{1,3}(?:[.,]\d{3}){1,4}(?!\d)|\d{1,12}(?:[.,]\d{1,2})?(?!\d))"
"""A figure with groups of thousands, or with one or two decimals; dot and comma serve for both."""

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_MOST_WORDS = 6


@lru_cache(maxsize=1)
def _numerals() -> Mapping[str, tuple[str, float]]:
    return {row["word"]: (row["kind"], float(row["value"])) for row in read_table("numerals")}


@lru_cache(maxsize=8)
def words_of(*kinds: str, language: str = "id") -> str:
    """Return the number words of these kinds as alternatives of a pattern, the longest first."""
    rows = (row for row in read_table("numerals") if row["kind"] in kinds and row["language"] == language)
    return "|".join(sorted((row["word"] for row in rows), key=len, reverse=True))


@lru_cache(maxsize=1)
def number_words() -> str:
    """Return the pattern of a number in words up to the hundreds: "lima ratus", "dua puluh lima", "satu setengah"."""
    word = f"(?:{words_of('digit', 'add', 'teen', 'ten', 'hundred', 'half')})"
    return rf"{word}(?:[ -]{word}){{0,{_MOST_WORDS - 1}}}(?!\w)"


def figure_value(figure: str) -> float:
    """Return the value of a ``FIGURE``: "2.500.000", "2,5", "1500"."""
    if _GROUPED.fullmatch(figure):
        return float(re.sub(r"[.,]", "", figure))
    return float(figure.replace(",", "."))


def number_value(written: str) -> float:
    """Return the value of figures and number words with their scales, such as "2 juta lima ratus ribu"."""
    total, group, digit = 0.0, 0.0, 0.0
    for token in re.findall(rf"{FIGURE}|[^\W\d]+", written.lower()):
        kind, value = ("digit", figure_value(token)) if token[0].isdigit() else _numerals().get(token, ("", 0.0))
        if kind == "digit":
            digit = value
        elif kind == "half":
            digit += value
        elif kind in {"ten", "hundred"}:
            group, digit = group + max(digit, 1) * value, 0.0
        elif kind in {"add", "teen"}:
            group, digit = group + digit + value, 0.0
        elif kind in {"scale", "scaled"}:
            total += (group + digit) * value if kind == "scale" else value
            group = digit = 0.0
    return total + group + digit
