"""Red flags that a message itself states about an offer: phrases, no model, so that each can be named to the person.

A sign nobody wrote would cost trust, and one that is missed is asked for: precision counts as much as recall. Tables:
data/offer_signs.tsv (code, pattern, the veto groups that make it harmless), data/offer_vetoes.tsv, and the word sets of
both in data/offer_word_sets.tsv (the general ones are part of the trained model; a change there makes another one).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.patterns import compile_pattern, line_of, written_out
from bot.understanding.text import clauses, head_and_tail


@dataclass(frozen=True)
class Sign:
    """One phrase pattern of the table, with the code of the red flag that it states."""

    code: str
    pattern: re.Pattern[str]
    unless: tuple[str, ...]


def find_signs(text: str) -> tuple[str, ...]:
    """Return the codes of the red flags a message states, each once, in the order of the table."""
    found = {sign.code for clause in clauses(head_and_tail(text)) for sign in signs_in(clause)}
    return tuple(code for code in _codes() if code in found)


def signs_in(clause: str) -> Iterator[Sign]:
    """Yield the patterns that one clause fits and that nothing in it makes harmless."""
    line = line_of(written_out(clause))
    for sign in _signs():
        if sign.pattern.search(line) and not _is_harmless(sign.unless, line):
            yield sign


def _is_harmless(groups: tuple[str, ...], line: str) -> bool:
    return any(pattern.search(line) for group in groups for pattern in _vetoes()[group])


@lru_cache(maxsize=1)
def _signs() -> tuple[Sign, ...]:
    rows = read_table("offer_signs")
    return tuple(Sign(row["code"], _compiled(row["pattern"]), tuple(row["unless"].split())) for row in rows)


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(sign.code for sign in _signs()))


@lru_cache(maxsize=1)
def _vetoes() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    groups: dict[str, tuple[re.Pattern[str], ...]] = {}
    for row in read_table("offer_vetoes"):
        groups[row["group"]] = (*groups.get(row["group"], ()), _compiled(row["pattern"]))
    return groups


def _compiled(pattern: str) -> re.Pattern[str]:
    return compile_pattern(" ".join(_with_own_sets(token) for token in pattern.split()))


def _with_own_sets(token: str) -> str:
    """Return a pattern's token with the word sets of this module written out."""
    bare = token.rstrip("?")
    names = [name for part in bare.split("|") for name in _members(part)]
    return "|".join(names) + token[len(bare) :]


def _members(name: str) -> tuple[str, ...]:
    own = _own_sets().get(name[1:]) if name.startswith("@") else None
    return (name,) if own is None else tuple(member for one in own for member in _members(one))


@lru_cache(maxsize=1)
def _own_sets() -> Mapping[str, tuple[str, ...]]:
    return {row["name"]: tuple(row["words"].split()) for row in read_table("offer_word_sets")}
