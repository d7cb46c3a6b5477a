"""What a new list changes: agencies that are new, that changed, that are gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from bot.recruiters.agencies import AgencyRecord
from bot.recruiters.company_names import licence_key
from bot.vocabulary import Word

Agencies = dict[str, AgencyRecord]
"""A list of agencies by key."""

_OF_THE_LIST = frozenset({"as_of", "gone_as_of", "listed_in"})
"""Fields that say when a list is of, not what is known about an agency."""


class Change(Word):
    """What became of an agency in a list."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class AgencyChange:
    """One change under the agency's key. ``after`` is None for one that is gone.

    ``before`` is None for a new one, and the record it was gone with for one that is back.
    """

    key: str
    change: Change
    before: AgencyRecord | None
    after: AgencyRecord | None

    def __str__(self) -> str:
        """Return the change as one line: the name, and for changes every field with both values."""
        named = self.after or self.before
        shown = named.name if named else self.key
        if self.before and self.after and self.change is Change.CHANGED:
            pairs = differences(self.before, self.after)
            shown += ": " + "; ".join(f"{name} {old or '-'} -> {new or '-'}" for name, (old, new) in pairs.items())
        return f"{self.change} {shown}"


def differences(before: AgencyRecord, after: AgencyRecord) -> dict[str, tuple[str, str]]:
    """Return the fields in which two records of one agency differ, with both values as text."""
    names = [field.name for field in fields(AgencyRecord) if field.name not in _OF_THE_LIST]
    pairs = {name: (_shown(getattr(before, name)), _shown(getattr(after, name))) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def compare(present: Mapping[str, AgencyRecord], wanted: Mapping[str, AgencyRecord]) -> tuple[AgencyChange, ...]:
    """Return what makes the present list the wanted one: new ones, changed ones, then those that are gone.

    An agency that was gone and is back is new again.
    """
    present = aligned(present, wanted)
    here = {key: record for key, record in present.items() if not record.gone_as_of}
    new = [AgencyChange(key, Change.NEW, present.get(key), record) for key, record in wanted.items() if key not in here]
    changed = [
        AgencyChange(key, Change.CHANGED, here[key], record)
        for key, record in wanted.items()
        if key in here and differences(here[key], record)
    ]
    gone = [AgencyChange(key, Change.GONE, record, None) for key, record in here.items() if key not in wanted]
    return (*new, *changed, *gone)


def aligned(present: Mapping[str, AgencyRecord], wanted: Mapping[str, AgencyRecord]) -> Agencies:
    """Return the present list under the keys of the new one: a name may have got a namesake meanwhile, or lost it."""
    moved_over: Agencies = {}
    for key, record in present.items():
        name, licence = key.partition("/")[0], licence_key(record.licence_no)
        others = (f"{name}/{licence}", name if _same_licence(wanted.get(name), licence) else "")
        moved = next((other for other in others if other in wanted and other not in present), key)
        moved_over[key if key in wanted else moved] = record
    return moved_over


def _same_licence(record: AgencyRecord | None, licence: str) -> bool:
    return record is not None and licence_key(record.licence_no) == licence


def changed(present: Mapping[str, AgencyRecord], changes: Iterable[AgencyChange], as_of: str) -> Agencies:
    """Return the list after the changes of data of the day ``as_of``; who is gone stays, marked with that day."""
    after = dict(present)
    for change in changes:
        if change.after:
            after[change.key] = change.after
        elif change.before:
            after[change.key] = replace(change.before, gone_as_of=as_of)
    return after


def unchanged(present: Mapping[str, AgencyRecord], changes: Iterable[AgencyChange]) -> Agencies:
    """Return the list as it was before the changes."""
    before = dict(present)
    for change in changes:
        if change.before:
            before[change.key] = change.before
        else:
            before.pop(change.key, None)
    return before


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
