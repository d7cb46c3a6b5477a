"""Telling a name from an everyday word: the word tables of this folder are a small dictionary.

A word written small is taken for a name only when no table knows it (language_words.tsv, short_forms.tsv,
everyday_words.tsv) and it is not built like a verb or a possessed thing ("dibawa", "nomornya").
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.text import fold

_BUILT = re.compile(
    r"(?:di|ke|me|ber|ter|pe|se)\w{4,}(?:kan|an|i|nya)|di\w{4,}|(?:mem|men|meng|ber|ter)\w{4,}|\w{3,}(?:nya|kah|lah|kan|mu|ku)"
)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    everyday = {row["word"] for row in read_table("everyday_words")}
    languages = {row["word"] for row in read_table("language_words")}
    return frozenset(everyday | languages | {fold(row["short"]) for row in read_table("short_forms")})


@lru_cache(maxsize=1)
def _given_names() -> Mapping[str, str]:
    return {fold(row["name"]).replace("'", ""): row["needs"] for row in read_table("given_names")}


def is_everyday(word: str) -> bool:
    """Tell whether a folded word is an everyday word, as far as the tables know."""
    if is_given_name(word):
        return False
    return word in _known() or _BUILT.fullmatch(word) is not None


def is_given_name(word: str, *, capital: bool = False) -> bool:
    """Tell whether a folded word is a listed given name; some count with a capital only ("Nona", "Hari")."""
    needs = _given_names().get(word)
    return needs is not None and (capital or not needs)
