"""Whether a report names somebody who would get it: then only the coordinator and one deputy may read it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from bot.reports.cases import PassTo
from bot.reports.facts import Facts
from bot.reports.officer_names import heard_words, is_in_story, is_told
from bot.reports.official_words import officials, suspects, words_after_officials
from bot.reports.rows import FOLDER

_RULES = ("conflicts.py", "letters.py", "officer_names.py", "official_words.py")
_REACH = 3
"""How many words after "polisi" his name may stand in."""


@dataclass(frozen=True)
class OfficerName:
    """An officer's name as it is written in the routing table."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Conflict:
    """Whom a report names. ``restricted``: only the coordinator and one deputy may read it, none of those named.

    ``institutions``: those of the routing table that are named. ``why``: "officer", "police", "village", "office", with
    where ("police in story"); never a name or words of the report.
    """

    restricted: bool
    named: frozenset[UUID]
    institutions: frozenset[PassTo]
    why: tuple[str, ...]


@cache
def rules_of_naming() -> str:
    """Return 32 hexadecimal digits that change with the rules of this page and of the words it looks for."""
    files = [*(Path(__file__).with_name(name) for name in _RULES), FOLDER / "official_words.tsv"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:32]


def names_an_official(facts: Facts, avoid: str, officers: Sequence[OfficerName]) -> Conflict:
    """Return whom the story, the recruiter's names and the author's words ``avoid`` name.

    In a story officials may be named harmlessly ("mau lapor ke polisi"); as the recruiter, or as somebody whom the
    report must not reach, nobody is.
    """
    story = "\n".join(facts.story)
    found = {
        "story": suspects(story),
        "names": frozenset().union(*map(officials, (*facts.names, *facts.companies))),
        "avoid": officials(avoid),
    }
    told = {
        "story": frozenset(_in_story(story, officers)),
        "names": frozenset(one.id for one in officers if any(is_told(name, one.name) for name in facts.names)),
        "avoid": frozenset(_in_avoid(avoid, officers)),
    }
    why = [f"officer in {where}" for where, named in told.items() if named]
    why += [f"{kind} in {where}" for where, those in found.items() for kind in sorted({one.kind for one in those})]
    institutions = {one.institution for those in found.values() for one in those}
    return Conflict(
        restricted=bool(why),
        named=frozenset().union(*told.values()),
        institutions=frozenset(one for one in institutions if one),
        why=tuple(why),
    )


def _in_story(story: str, officers: Sequence[OfficerName]) -> Iterator[UUID]:
    """Find full names anywhere, and single ones after an official ("pak polisi Anton")."""
    heard, after = heard_words(story), words_after_officials(story, _REACH)
    for officer in officers:
        if is_in_story(heard, officer.name) or any(is_told(word, officer.name) for word in after):
            yield officer.id


def _in_avoid(avoid: str, officers: Sequence[OfficerName]) -> Iterator[UUID]:
    """Find full and single names: whom a report must not reach is mostly told by one word."""
    heard = heard_words(avoid)
    for officer in officers:
        if is_in_story(heard, officer.name) or any(is_told(word, officer.name) for word in heard):
            yield officer.id
