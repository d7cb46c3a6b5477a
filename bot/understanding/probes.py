"""Messages of somebody who wants to know who reported, or whether anybody did (data/probe_phrases.tsv)."""

import re
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.patterns import compile_pattern, line_of, written_out
from bot.understanding.text import clauses

_LONGEST = 300
"""Characters; a longer message is a story in which somebody may well tell who reported."""


def is_probe(text: str) -> bool:
    """Tell whether a message asks who reported whom. The reporter who asks so gets the same harmless answer."""
    if len(text) > _LONGEST:
        return False
    lines = (line_of(written_out(clause)) for clause in clauses(text))
    return any(pattern.search(line) for line in lines for pattern in _patterns())


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(compile_pattern(row["pattern"]) for row in read_table("probe_phrases"))
