"""Reading short answers to our own questions: word sets (data/answer_words.tsv) and phrases (answer_phrases.tsv)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.patterns import compile_pattern, line_of, written_out
from bot.understanding.text import words

_FIGURES: Mapping[str, int] = {"satu": 1, "pertama": 1, "dua": 2, "kedua": 2, "tiga": 3, "ketiga": 3}
_BEFORE_FIGURES = frozenset({"nomor", "pilih", "pilihan", "yang", "angka", "jawab", "jawaban"})


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a message, folded and written out; an English "no" is a no, not short for a number."""
    said, raw = written_out(text), words(text)
    counts = len(raw) > 1 and (raw[1].isdecimal() or raw[1] in _FIGURES)
    return ("tidak", *said[1:]) if raw[:1] == ("no",) and not counts else said


def without_polite(said: Sequence[str]) -> tuple[str, ...]:
    """Return the words without forms of address and particles."""
    return tuple(word for word in said if word not in word_set("polite"))


def leading_figure(said: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Return the number of a choice (1 to 9) that the words begin with, None for none, and the words after it."""
    rest = list(said)
    while len(rest) > 1 and rest[0] in _BEFORE_FIGURES:
        rest.pop(0)
    first = rest[0] if rest else ""
    figure = int(first) if len(first) == 1 and first.isdecimal() else _FIGURES.get(first)
    return (figure, tuple(rest[1:])) if figure else (None, tuple(said))


def says(name: str, said: Iterable[str]) -> bool:
    """Tell whether the words match a phrase of this name. Raises KeyError for a name without phrases."""
    line = line_of(said)
    return any(_found(pattern, where, line) for pattern, where in _phrases()[name])


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a set of words, folded and written out. Raises KeyError for a set that the table does not have."""
    rows = [row["words"] for row in read_table("answer_words") if row["set"] == name]
    if not rows:
        raise KeyError(name)
    return frozenset(form for row in rows for word in row.split() for form in written_out(word))


def _found(pattern: re.Pattern[str], where: str, line: str) -> bool:
    if where == "whole":
        return pattern.fullmatch(line, 1) is not None
    return (pattern.match(line, 1) if where == "start" else pattern.search(line)) is not None


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]:
    named: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
    for row in read_table("answer_phrases"):
        named[row["tells"]] = (*named.get(row["tells"], ()), (compile_pattern(row["pattern"]), row["where"]))
    return named
