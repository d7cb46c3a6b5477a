"""Spelling classes of Uab Meto: one class for the ways one Dawan word is written.

The language has no school spelling. Amarasi writes r where the other dialects have l, the vowels e/i and o/u
change between writers, glottal stops and doubled vowels are left out, and most words end in two shapes that
swap the last sound pair ("atoni" and "atoin": metathesis; Edwards 2020, chapter 4). Only words that look Dawan are
classed: folding Indonesian the same way would make "kerja" and "kelja" one, but also "dari" and "dali".
"""

from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.vocabulary import MessageLanguage

_VOWELS = frozenset("aeiou")
_LEVELLED = str.maketrans({"r": "l", "e": "i", "o": "u"})
_SHORTEST = 3


def spelling_class(word: str) -> str | None:
    """Return the class of a folded word that looks Dawan, None for every other word."""
    return _class_of(word) if looks_dawan(word) else None


def looks_dawan(word: str) -> bool:
    """Tell whether a folded word is a listed Dawan word, or spelled like one and like no word of another language."""
    if len(word) < _SHORTEST or not word.isalpha():
        return False
    dawan, others = _listed()
    return word in dawan or (word not in others and _class_of(word) in _classes())


def _class_of(word: str) -> str:
    """Level the letters that change, and write the last consonant and vowel in one order."""
    levelled = word.translate(_LEVELLED)
    before, last = levelled[-2:-1], levelled[-1:]
    if last in _VOWELS and before not in _VOWELS:
        return f"{levelled[:-2]}{last}{before}"
    return levelled


@lru_cache(maxsize=1)
def _listed() -> tuple[frozenset[str], frozenset[str]]:
    dawan: set[str] = set()
    others: set[str] = set()
    for row in read_table("language_words"):
        (dawan if row["language"] == MessageLanguage.AOZ else others).add(row["word"])
    return frozenset(dawan - others), frozenset(others)


@lru_cache(maxsize=1)
def _classes() -> frozenset[str]:
    return frozenset(_class_of(word) for word in _listed()[0] if len(word) >= _SHORTEST)
