"""A message prepared once for all entity finders: its cleaned text, its folded words and where sentences begin.

Offsets count characters of the unchanged text; only its first 2,000 characters are read (text.MAX_CHARS).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from bot.understanding.model import Entity
from bot.understanding.text import Word, clean, split_words, words

T = TypeVar("T")

_JOINT = re.compile(r"[ \t\r\n]{1,3}|[-./']|\. |")
_SENTENCE_END = re.compile(r"[.!?;\n]")
_TITLES_END = re.compile(r"\b(?:pt|cv|ud|bpk|sdr|kec|kab|no|tgl|rp|hp|tlp|telp|a\.n|dr|st|hj|h)\.$", re.I)


@dataclass(frozen=True)
class Reading:
    """One message: ``text`` is unchanged, ``read`` its cleaned beginning, ``words`` the folded words of that."""

    text: str
    read: str
    words: tuple[Word, ...]

    @cached_property
    def has_small_letters(self) -> bool:
        """Tell whether capitals mean anything: a message all in capitals has no names by them."""
        return any(char.islower() for char in self.read)

    def entity(self, name: str, start: int, end: int, normalised: str, role: str | None = None) -> Entity:
        """Return the entity that stands from ``start`` to ``end`` (exclusive)."""
        return Entity(name, self.text[start:end], normalised, start, end, role)

    def between(self, index: int) -> str:
        """Return what stands between the word at ``index`` and the one before; all that precedes for the first."""
        start = self.words[index - 1].end if index else 0
        return self.read[start : self.words[index].start]

    def joined(self, index: int) -> bool:
        """Tell whether the word at ``index`` goes on from the one before: a blank or hyphen between."""
        return index > 0 and _JOINT.fullmatch(self.between(index)) is not None

    def opens_sentence(self, index: int) -> bool:
        """Tell whether the word at ``index`` is the first of a sentence. The dot of "PT." or "Bpk." ends none."""
        if not index:
            return True
        gap = self.between(index)
        if not _SENTENCE_END.search(gap):
            return False
        start = max(0, self.words[index - 1].start)
        return not _TITLES_END.search(self.read[start : self.words[index - 1].end + 1])

    def is_capital(self, index: int) -> bool:
        """Tell whether the word at ``index`` begins with a capital in a message that has small letters too."""
        return self.has_small_letters and self.read[self.words[index].start].isupper()

    def written(self, index: int) -> str:
        """Return the word at ``index`` as it is written, in small letters, not folded."""
        return self.read[self.words[index].start : self.words[index].end].lower()

    def before(self, index: int, count: int) -> tuple[str, ...]:
        """Return up to ``count`` folded words before ``index`` that belong to the same sentence, nearest last."""
        first = index
        while first > 0 and index - first < count and not self.opens_sentence(first):
            first -= 1
        return tuple(word.text for word in self.words[first:index])

    def after(self, index: int, count: int) -> tuple[str, ...]:
        """Return up to ``count`` folded words from ``index`` on that belong to the same sentence."""
        found: list[str] = []
        for at in range(index, min(index + count, len(self.words))):
            if at > index and self.opens_sentence(at):
                break
            found.append(self.words[at].text)
        return tuple(found)


@dataclass(frozen=True)
class Term:
    """An entry of a table found in a message, from word ``first`` to word ``last`` (exclusive)."""

    first: int
    last: int
    alias: str


def read_message(text: str) -> Reading:
    """Prepare a message of any length and content."""
    return Reading(text, clean(text), split_words(text))


def find_terms(reading: Reading, aliases: Mapping[str, T], longest: int) -> Iterator[tuple[Term, T]]:
    """Yield the aliases that stand in the message, the longest at each place; none overlaps another."""
    position = 0
    while position < len(reading.words):
        term = _term_at(reading, aliases, longest, position)
        if term:
            yield term, aliases[term.alias]
        position = term.last if term else position + 1


def _term_at(reading: Reading, aliases: Mapping[str, T], longest: int, first: int) -> Term | None:
    best: Term | None = None
    alias = ""
    for last in range(first, min(first + longest, len(reading.words))):
        if last > first and not reading.joined(last):
            break
        alias = f"{alias} {reading.words[last].text}".lstrip()
        if alias in aliases:
            best = Term(first, last + 1, alias)
    return best


def folded(alias: str) -> str:
    """Return an alias of a table in the form ``find_terms`` compares."""
    return " ".join(words(alias))
