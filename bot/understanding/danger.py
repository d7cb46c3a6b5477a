"""Phrases that mean danger or haste. They need no model and override whatever a model says.

Recall comes first, but only phrases count, never single words: "pukul", "mati" and "tolong" are everyday
words. A phrase is looked for clause by clause, so that "dulu" in one sentence does not hide a cry for help
in the next.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.patterns import compile_pattern, line_of, written_out
from bot.understanding.text import clauses

_NOW_PHRASES = tuple(
    compile_pattern(phrase) for phrase in ("sekarang|barusan|tadi|kini|now", "malam|pagi|siang|sore|hari|saat ini")
)
"""Beside one of these, "dulu" tells how it was before, not that it is over."""


@dataclass(frozen=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]
    unless: tuple[str, ...]


def danger_phrase(text: str) -> str | None:
    """Return the name of the first rule of data/danger_phrases.tsv that the message matches, or None."""
    lines = (line_of(written_out(clause)) for clause in clauses(text))
    return next((name for line in lines if (name := _first_match(_danger_rules(), line))), None)


def is_urgent(text: str) -> bool:
    """Tell whether somebody is moved, held or hurt now, or leaves within days (data/urgent_phrases.tsv)."""
    lines = (line_of(written_out(clause)) for clause in clauses(text))
    return danger_phrase(text) is not None or any(_first_match(_urgent_rules(), line) for line in lines)


def _first_match(rules: tuple[_Rule, ...], line: str) -> str | None:
    return next((r.name for r in rules if r.pattern.search(line) and not _is_harmless(r.unless, line)), None)


def _is_harmless(groups: tuple[str, ...], line: str) -> bool:
    now = any(pattern.search(line) for pattern in _NOW_PHRASES)
    counting = (group for group in groups if not (now and group == "past"))
    return any(pattern.search(line) for group in counting for pattern in _vetoes()[group])


@lru_cache(maxsize=1)
def _danger_rules() -> tuple[_Rule, ...]:
    return _read_rules("danger_phrases")


@lru_cache(maxsize=1)
def _urgent_rules() -> tuple[_Rule, ...]:
    return _read_rules("urgent_phrases")


def _read_rules(name: str) -> tuple[_Rule, ...]:
    rows = read_table(name)
    return tuple(_Rule(row["rule"], compile_pattern(row["pattern"]), tuple(row["unless"].split())) for row in rows)


@lru_cache(maxsize=1)
def _vetoes() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    groups: dict[str, tuple[re.Pattern[str], ...]] = {}
    for row in read_table("danger_vetoes"):
        groups[row["group"]] = (*groups.get(row["group"], ()), compile_pattern(row["pattern"]))
    return groups
