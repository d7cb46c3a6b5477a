"""The word sets that the entity rules share (data/entity_words.tsv)."""

from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.text import fold


@lru_cache(maxsize=1)
def _sets() -> Mapping[str, frozenset[str]]:
    sets: dict[str, frozenset[str]] = {}
    for row in read_table("entity_words"):
        words = frozenset(fold(word).replace("'", "") for word in row["words"].split())
        sets[row["set"]] = sets.get(row["set"], frozenset()) | words
    return sets


def entity_words(name: str) -> frozenset[str]:
    """Return one set of folded words. Raises KeyError for a set that the table does not have."""
    return _sets()[name]
