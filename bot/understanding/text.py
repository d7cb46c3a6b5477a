"""Bringing a message into the one shape that all rules compare: folded words.

People write one word in many ways: capitals, accents, five kinds of glottal mark, stretched letters. Rules
and their data files go through the same functions here, so a rule matches however the word is typed.
Standard library only, valid on Python 3.10: the NLU server loads this module too.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.leet import with_letters

MAX_CHARS = 2_000
"""How much of a message the rules read; an SMS of ten segments has 1,530 characters."""

TAIL_CHARS = 500
"""How much of the end of a longer message is read too: a long story often says at its end what is needed."""

GLOTTAL_MARKS = "’‘`´ꞌʼʔʻ′"
"""Signs people and books use for the glottal stop; all become a straight apostrophe."""

_TO_APOSTROPHE = str.maketrans(dict.fromkeys(GLOTTAL_MARKS, "'"))
_LETTERS = r"[^\W\d_](?:[^\W\d_]|['\u0300-\u036f])*"
_WORD = re.compile(rf"{_LETTERS}|\d+")
_WITH_FIGURES = re.compile(r"(?<!\w)[^\W_]*[^\W\d_]\d[^\W\d_][^\W_]*(?!\w)")
_SAID_TWICE = re.compile(r"(?<=[^\W\d_]{3})2(?!\w)")
_REPEATED = re.compile(r"(?!nnya\b)([^\W\d_])\1+")
_CLAUSE_END = re.compile(r"[.!?;:\n\r…。]+(?=\s|$)|[\n\r]+|[!?;…]+")


@dataclass(frozen=True)
class Word:
    """A folded word; ``start`` and ``end`` (exclusive) count characters of the text it was read from."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return the first 2,000 characters with control, format and unpaired surrogate characters as spaces.

    The length stays the same, so positions in the result are positions in ``text``.
    """
    return "".join(" " if _is_unseen(char) else char for char in text[:MAX_CHARS])


def head_and_tail(text: str) -> str:
    """Return a text of at most 2,000 characters: the message, or the beginning and last 500 characters of a long one.

    Only for reading: positions in it are not positions in ``text``.
    """
    if len(text) <= MAX_CHARS:
        return text
    return f"{text[: MAX_CHARS - TAIL_CHARS - 1]}\n{text[-TAIL_CHARS:]}"


def fold(text: str) -> str:
    """Return a word or sentence in the form that is compared.

    Compatibility forms and case are levelled, glottal marks become ``'``, accents go, and every run of the
    same letter becomes one ("tolooong" and Dawan "neem" as "tolong" and "nem"), except where "-nya" follows an
    n ("majikannya"). Digits stay as they are.
    """
    levelled = unicodedata.normalize("NFKC", text.translate(_TO_APOSTROPHE)).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFD", levelled) if not unicodedata.combining(c))
    return _REPEATED.sub(r"\1", bare.translate(_TO_APOSTROPHE))


def split_words(text: str) -> tuple[Word, ...]:
    """Return the folded words of the text with their positions; figures are words, apostrophes are dropped.

    Figures typed for letters are read as letters ("k3rja"), and the 2 that says a word twice ("anak2") is no word.
    """
    read = clean(text).translate(_TO_APOSTROPHE)
    mended = [*_words_with_figures(read)]
    spans = [(word.start, word.end) for word in mended]
    for match in _WORD.finditer(read):
        inside = any(start <= match.start() < end for start, end in spans)
        if not inside and not _SAID_TWICE.match(read, match.start()):
            mended.append(Word(fold(match[0]).replace("'", ""), match.start(), match.end()))
    return tuple(sorted((word for word in mended if word.text), key=lambda word: word.start))


def _words_with_figures(read: str) -> Iterator[Word]:
    for match in _WITH_FIGURES.finditer(read):
        word = with_letters(fold(match[0]))
        if word:
            yield Word(word, match.start(), match.end())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of the text, in order."""
    return tuple(word.text for word in split_words(text))


def clauses(text: str) -> tuple[str, ...]:
    """Return the parts between full stops, question marks and line ends, without empty ones."""
    parts = _CLAUSE_END.split(clean(text))
    return tuple(part for part in (part.strip() for part in parts) if part)


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\n\r"
