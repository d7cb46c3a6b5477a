"""Where in a text its red flags stand, so that a reader sees the very words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.offer_signs import Sign, signs_in
from bot.understanding.patterns import line_of, written_out
from bot.understanding.text import MAX_CHARS, Word, clean, split_words

_CLAUSE = re.compile(r"(?:[^.!?;:\n\r…。]|[.:。](?!\s|$))+")
"""What stands between the ends of clauses, as bot/understanding/text.py has them."""


@dataclass(frozen=True)
class SignSpan:
    """A red flag and the characters of the text that state it, ``end`` exclusive."""

    code: str
    start: int
    end: int


def sign_spans(text: str) -> tuple[SignSpan, ...]:
    """Return where a text states red flags, in order of place; of each flag the first place in each clause."""
    found = {(one.code, one.start): one for at in range(0, len(text), MAX_CHARS) for one in _spans(text, at)}
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.end, one.code)))


def _spans(text: str, at: int) -> Iterator[SignSpan]:
    """Yield the spans of one stretch of a long text: the rules read 2,000 characters at a time."""
    stretch = clean(text[at : at + MAX_CHARS])
    for clause in _CLAUSE.finditer(stretch):
        seen = set[str]()
        for sign in signs_in(clause[0]):
            if sign.code not in seen:
                seen.add(sign.code)
                start, end = _narrowed(sign, clause[0])
                yield SignSpan(sign.code, at + clause.start() + start, at + clause.start() + end)


def _narrowed(sign: Sign, clause: str) -> tuple[int, int]:
    """Return the fewest words of a clause that still fit the pattern: cut at the end first, then at the beginning.

    More words fit where fewer do, so both cuts are found by halving.
    """
    words = split_words(clause)
    end = bisect_left(range(1, len(words)), True, key=lambda end: _fits(sign, clause, words[:end])) + 1
    start = bisect_left(range(1, end), True, key=lambda start: not _fits(sign, clause, words[start:end]))
    return words[start].start, words[end - 1].end


def _fits(sign: Sign, clause: str, words: Sequence[Word]) -> bool:
    part = clause[words[0].start : words[-1].end]
    return sign.pattern.search(line_of(written_out(part))) is not None
