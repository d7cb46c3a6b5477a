"""Phrases that mean danger or haste. They need no model and override whatever a model says.

Recall comes first, but only phrases count, never single words: "pukul", "mati" and "tolong" are everyday
words. A phrase is looked for clause by clause, so that "dulu" in one sentence does not hide a cry for help
in the next.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.patterns import compile_pattern, line_of, written_out
from bot.understanding.text import MAX_CHARS, TAIL_CHARS, clauses

_NOW_PHRASES = tuple(
    compile_pattern(phrase) for phrase in ("sekarang|barusan|tadi|kini|now", "malam|pagi|siang|sore|hari|saat ini")
)
"""Beside one of these, "dulu" tells how it was before, not that it is over."""

_NEVER_GIVEN = re.compile(
    r" (tidak|belum) pernah (?=(?:di)?(?:pulang|kasi|beri|dapat|bayar|gaji|boleh|izin|terima|keluar))"
)
"""What people never got ("tidak pernah dipulangkan") is no sign that it is over, as "pernah" alone is."""

FOREMOST = ("wants_to_die", "child_held")
"""The rules whose answers and helpers are their own: who wants to die is told first whom to talk to, whatever else."""

_MOST_WORDS = 20
_LONG_CLAUSE = 250
"""Characters from which a clause is a story, whose end counts by itself."""


@dataclass(frozen=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]
    unless: tuple[str, ...]


def danger_phrase(text: str) -> str | None:
    """Return the name of the rule of data/danger_phrases.tsv that the message matches, or None.

    ``FOREMOST`` rules come first wherever they stand in the message, since their answers differ; then the first clause.
    """
    lines = tuple(_lines(text))
    foremost = (tuple(rule for rule in _danger_rules() if rule.name == name) for name in FOREMOST)
    found = (name for rules in (*foremost, _danger_rules()) for line in lines if (name := _first_match(rules, line)))
    return next(found, None)


def only_sounds_like_danger(text: str) -> bool:
    """Tell whether an everyday phrase explains the words of danger ("hp mati", "di berita"; data/calm_phrases.tsv).

    For messages without a danger phrase, which only the model takes for an emergency. A word of a cry for help anywhere
    in the message, or more than 20 words, make it none.
    """
    said = written_out(text)
    return len(said) <= _MOST_WORDS and _first_match(_calm_rules(), line_of(said)) is not None


def is_urgent(text: str) -> bool:
    """Tell whether somebody is moved, held or hurt now, or leaves within days (data/urgent_phrases.tsv)."""
    return danger_phrase(text) is not None or any(_first_match(_urgent_rules(), line) for line in _lines(text))


def _lines(text: str) -> Iterator[str]:
    """Yield the different clauses of the message as lines, also of the last 500 characters of a long message.

    Of a clause that is a whole story told with commas, the last parts come by themselves too: a "kalau" far
    away must not hide a cry for help.
    """
    parts = list(clauses(text))
    if len(text) > MAX_CHARS:
        parts += clauses(text[-TAIL_CHARS:])
    parts += [last for part in parts if len(part) > _LONG_CLAUSE for last in part.split(",")[-3:]]
    parts += [part[-_LONG_CLAUSE:] for part in parts if len(part) > _LONG_CLAUSE]
    return (line_of(words) for words in dict.fromkeys(written_out(part) for part in dict.fromkeys(parts)))


def _first_match(rules: tuple[_Rule, ...], line: str) -> str | None:
    return next((r.name for r in rules if r.pattern.search(line) and not _is_harmless(r.unless, line)), None)


def _is_harmless(groups: tuple[str, ...], line: str) -> bool:
    line = _NEVER_GIVEN.sub(r" \1 ", line)
    now = any(pattern.search(line) for pattern in _NOW_PHRASES)
    counting = (group for group in groups if not (now and group == "past"))
    return any(pattern.search(line) for group in counting for pattern in _vetoes()[group])


@lru_cache(maxsize=1)
def _danger_rules() -> tuple[_Rule, ...]:
    return _read_rules("danger_phrases")


@lru_cache(maxsize=1)
def _calm_rules() -> tuple[_Rule, ...]:
    return _read_rules("calm_phrases")


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
