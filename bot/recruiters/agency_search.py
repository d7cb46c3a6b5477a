"""Finding an agency by its name as somebody heard it, by licence number or by phone.

A name is compared over the whole list by how it sounds, with its words as they stand and in order of the alphabet, with
RapidFuzz; the nearest are then weighed by spelling and sound. Nothing here decides that two names are one company
unless they are spelt alike: who asks is shown the names and picks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from bot.recruiters.agencies import AgencyList, AgencyMatch, AgencyQuestion, AgencyRecord
from bot.recruiters.company_names import licence_key, name_words, short_form_key, sound_key

MOST_MATCHES = 3
GOOD_ENOUGH = 78.0
"""Score, 0 to 100, from which a name is worth showing to ask "is it this one?"."""

PART_OF = 88.0
SHORTEST_PART = 6
"""Likeness and letters from which a name counts as part of a longer one."""

MAX_NAME = 80
"""Characters of a name that are compared; longer ones are no names."""

_SHORTLIST = 40


@dataclass(frozen=True)
class _Entry:
    """One company: its records in both lists and the forms its name is compared in."""

    name: str
    register: AgencyRecord | None
    notice: AgencyRecord | None
    words: tuple[str, ...]

    @cached_property
    def spelt(self) -> str:
        return "".join(self.words)

    @cached_property
    def heard(self) -> str:
        return sound_key(self.spelt)

    @cached_property
    def ordered(self) -> str:
        return "".join(sorted(map(sound_key, self.words)))


class AgencyIndex:
    """All agencies of both lists, ready to be searched. Never changes; a new list makes a new index."""

    def __init__(self, records: Iterable[AgencyRecord]) -> None:
        """Put the records of each company together, by the spelling of its name."""
        self._entries = _entries(records)
        self._heard = [entry.heard for entry in self._entries]
        self._ordered = [entry.ordered for entry in self._entries]
        self._by_spelling = _grouped((entry.spelt, entry) for entry in self._entries)
        self._by_short_form = _grouped((short_form_key(entry.name), entry) for entry in self._entries)
        self._by_licence = _grouped((licence, entry) for entry in self._entries for licence in _licences(entry))
        self._by_phone = _grouped((phone, entry) for entry in self._entries for phone in _phones(entry))

    def __len__(self) -> int:
        """Return how many companies there are."""
        return len(self._entries)

    def find(self, asked: AgencyQuestion) -> tuple[AgencyMatch, ...]:
        """Return the agencies that somebody may mean, the likeliest first, at most three.

        A licence or a phone finds its owner only where no other name is given: borrowed ones are an old trick.
        """
        numbered = self._by_licence.get(licence_key(asked.licence_no), []) or self._by_phone.get(asked.phone, [])
        words = name_words(asked.name[:MAX_NAME])
        if numbered and words:
            numbered = [entry for entry in numbered if entry.words == words]
        if numbered:
            return _matches(numbered[:MOST_MATCHES], exact=len(numbered) == 1)
        return self._by_name(asked.name[:MAX_NAME])

    def _by_name(self, name: str) -> tuple[AgencyMatch, ...]:
        words = name_words(name)
        if not words:
            return ()
        same = self._by_spelling.get("".join(words))
        if same:
            return _matches(same[:MOST_MATCHES], exact=len(same) == 1)
        called = self._by_short_form.get(words[0], [])  # "PT BUS Nagekeo"
        if called:
            return _matches(called[:MOST_MATCHES], exact=False)
        wanted = _Entry(name, None, None, words)
        scored = sorted(
            ((_score(wanted, entry), entry) for entry in self._shortlist(wanted)), key=lambda pair: -pair[0]
        )
        near = [entry for score, entry in scored if score >= GOOD_ENOUGH] or self._holding(wanted)
        return _matches(near[:MOST_MATCHES], exact=False)

    def _shortlist(self, wanted: _Entry) -> list[_Entry]:
        """Return the entries whose whole name is nearest in sound, in either order of words."""
        cut = GOOD_ENOUGH - 15
        found: dict[int, None] = {}
        for text, texts in ((wanted.heard, self._heard), (wanted.ordered, self._ordered)):
            near = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=cut, limit=_SHORTLIST)
            found |= dict.fromkeys(index for _, _, index in near)
        return [self._entries[index] for index in found]

    def _holding(self, wanted: _Entry) -> list[_Entry]:
        """Return the entries in whose name the wanted one stands: people leave words out at the end."""
        if len(wanted.heard) < SHORTEST_PART:
            return []
        near = process.extract(wanted.heard, self._heard, scorer=fuzz.partial_ratio, score_cutoff=PART_OF, limit=50)
        within = [self._entries[index] for _, _, index in near if len(self._heard[index]) > len(wanted.heard)]
        return sorted(within, key=lambda entry: len(entry.heard))


def _entries(records: Iterable[AgencyRecord]) -> list[_Entry]:
    by_spelling: dict[str, list[AgencyRecord]] = defaultdict(list)
    for record in records:
        by_spelling["".join(name_words(record.name))].append(record)
    return [entry for same in by_spelling.values() for entry in _companies(same)]


def _companies(same: Sequence[AgencyRecord]) -> Iterator[_Entry]:
    """Yield the companies of one name: a notice belongs to its licence, or to the only company there is."""
    register = [record for record in same if record.listed_in is AgencyList.REGISTER]
    notices = [record for record in same if record.listed_in is AgencyList.NOTICES]
    if len(register) <= 1 and len(notices) <= 1:
        yield _entry(register[0] if register else None, notices[0] if notices else None)
        return
    for record in register:
        key = licence_key(record.licence_no)
        own = next((notice for notice in notices if key and licence_key(notice.licence_no) == key), None)
        notices = [notice for notice in notices if notice is not own]
        yield _entry(record, own)
    yield from (_entry(None, notice) for notice in notices)


def _entry(register: AgencyRecord | None, notice: AgencyRecord | None) -> _Entry:
    name = next(record.name for record in (register, notice) if record)
    return _Entry(name, register, notice, name_words(name))


def _score(wanted: _Entry, entry: _Entry) -> float:
    """Return how alike two names are, 0 to 100."""
    spelt = fuzz.ratio(wanted.spelt, entry.spelt)
    heard = fuzz.ratio(wanted.heard, entry.heard)
    ordered = fuzz.ratio(wanted.ordered, entry.ordered)
    return max(0.5 * spelt + 0.5 * heard, 0.97 * ordered)


def _matches(entries: Sequence[_Entry], *, exact: bool) -> tuple[AgencyMatch, ...]:
    names = [entry.spelt for entry in entries]
    return tuple(
        AgencyMatch(entry.name, exact, _shown(entry, alone=names.count(entry.spelt) == 1), entry.register, entry.notice)
        for entry in entries
    )


def _shown(entry: _Entry, *, alone: bool) -> str:
    licence = next(
        (record.licence_no for record in (entry.register, entry.notice) if record and record.licence_no), "-"
    )
    return entry.name if alone else f"{entry.name} ({licence})"


def _grouped(pairs: Iterable[tuple[str, _Entry]]) -> dict[str, list[_Entry]]:
    grouped: dict[str, list[_Entry]] = defaultdict(list)
    for key, entry in pairs:
        if key:
            grouped[key].append(entry)
    return dict(grouped)


def _licences(entry: _Entry) -> set[str]:
    return {licence_key(record.licence_no) for record in (entry.register, entry.notice) if record}


def _phones(entry: _Entry) -> set[str]:
    return {phone for record in (entry.register, entry.notice) if record for phone in record.phones}
