"""Messages of somebody who wants to know who reported, or whether anybody did (data/probe_phrases.tsv)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.patterns import compile_pattern, line_of, written_out
from bot.understanding.text import clauses, words

_LONGEST = 12
"""Words; a longer message is a story in which somebody may well tell who reported."""

_ASKS = frozenset(
    """
    tanya bertanya batanya tanyakan menanyakan cari mencari bacari tahu marah bamarah ancam mengancam baancam bilang
    omong bicara teriak bataria
    """.split()  # noqa: SIM905 - one word a line would fill the page
)
_OTHERS = frozenset("dia mereka dong dorang calo perekrut agen majikan om tante bapak ibu orang suami".split())  # noqa: SIM905
_WRITER = frozenset({"saya", "kami", "kita"})
_FEAR = "fear"


def is_probe(text: str) -> bool:
    """Tell whether a message asks who reported whom. The reporter who asks so gets the same harmless answer.

    Who tells that somebody else asks it ("dia tanya siapa yang lapor"), or is afraid to be found out, does not probe.
    """
    if len(words(text)) > _LONGEST:
        return False
    return any(_asks_itself(line_of(written_out(clause))) for clause in clauses(text))


def _asks_itself(line: str) -> bool:
    if any(veto.search(line) for veto in _vetoes()[_FEAR]):
        return False
    return any(
        (found := pattern.search(line)) is not None
        and not _is_told(line[: found.start()].split())
        and not any(veto.search(line) for name in unless for veto in _vetoes()[name])
        for pattern, unless in _patterns()
    )


def _is_told(before: list[str]) -> bool:
    """Tell whether the words before the question say that a third person asks it."""
    for index, word in enumerate(before):
        asker = before[index - 1] if index else ""
        if word in _ASKS and asker not in _WRITER and not _OTHERS.isdisjoint(before[:index]):
            return True
    return False


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    rows = read_table("probe_phrases")
    return tuple((compile_pattern(row["pattern"]), tuple(row["unless"].split())) for row in rows)


@lru_cache(maxsize=1)
def _vetoes() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    groups: dict[str, tuple[re.Pattern[str], ...]] = {}
    for row in read_table("probe_vetoes"):
        groups[row["group"]] = (*groups.get(row["group"], ()), compile_pattern(row["pattern"]))
    return groups
