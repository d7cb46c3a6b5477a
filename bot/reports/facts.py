"""What a report tells, gathered over several messages: the same facts for one long story and for many short answers."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

LONGEST_STORY = 8_000
"""Characters of the reporter's own words that are kept: four of the longest messages we read."""

MOST_OF_A_KIND = 10
"""Names, phones or places of one report; a list of everybody in the village is no description of a recruiter."""


@dataclass(frozen=True)
class Departure:
    """When people are to leave, as it was said ("besok pagi", "tanggal 5 maret"), and the day it was said on (WITA)."""

    said: str
    on: date


@dataclass(frozen=True)
class Facts:
    """All that was told. ``names``, ``phones`` and ``companies`` are the recruiter's, never the reporter's.

    ``phones`` are in E.164 form. ``origins``, ``destinations`` and ``seen_at`` are names of places, of countries their
    ISO 3166 codes. ``people``: how many are taken or to leave. ``under_18``: whether one of them is not yet 18, and
    ``papers_taken``: whether papers were taken from somebody; None while it is not told. ``money``: sums as written.
    ``flags``: codes of red_flags.tsv. ``dangers``: rules of danger_phrases.tsv. ``story``: the messages themselves.
    """

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    seen_at: tuple[str, ...] = ()
    departures: tuple[Departure, ...] = ()
    people: int | None = None
    under_18: bool | None = None
    papers_taken: bool | None = None
    money: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()
    story: tuple[str, ...] = ()

    def and_also(self, later: "Facts") -> "Facts":
        """Return these facts with what was told later: lists grow, a single value is replaced by the later one.

        Of two numbers of people the higher counts: "two of them are pupils" does not make six people two.
        """
        changes = {one.name: _joined(getattr(self, one.name), getattr(later, one.name)) for one in fields(self)}
        counts = [count for count in (self.people, later.people) if count]
        changes |= {"story": _shortened((*self.story, *later.story)), "people": max(counts, default=None)}
        return replace(self, **changes)

    def corrected_by(self, later: "Facts") -> "Facts":
        """Return these facts with a correction taken: what is new replaces what was told of its kind.

        A correction that names only what was told before ("bukan Beni") takes that away.
        """
        joined = self.and_also(later)
        changes: dict[str, Any] = {name: _corrected(getattr(self, name), getattr(later, name)) for name in _CORRECTABLE}
        changes |= {"people": later.people or self.people}
        return replace(joined, **changes)

    @property
    def tells_who(self) -> bool:
        """Whether a recruiter is named in any way."""
        return bool(self.names or self.phones or self.companies)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was told."""
        return self == NOTHING_TOLD


NOTHING_TOLD = Facts()

_CORRECTABLE = ("names", "phones", "companies", "origins", "destinations", "seen_at", "departures", "money")


def _corrected(before: tuple[Any, ...], later: tuple[Any, ...]) -> tuple[Any, ...]:
    new = tuple(one for one in later if one not in before)
    return new or tuple(one for one in before if one not in later)


def _joined(before: Any, later: Any) -> Any:
    if isinstance(before, tuple):
        return tuple(dict.fromkeys((*before, *later)))[:MOST_OF_A_KIND]
    return before if later is None else later


def _shortened(story: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the middle of a story that is too long: the beginning says who, the last message what is pressing."""
    while len(story) > 1 and sum(map(len, story)) > LONGEST_STORY:
        middle = len(story) // 2
        story = story[:middle] + story[middle + 1 :] if len(story) > 2 else (story[-1],)
    return tuple(part[-LONGEST_STORY:] for part in story)
