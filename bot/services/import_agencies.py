"""Import a list of agencies as a whole: see the changes, apply them in one transaction, or take them back."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.errors import BadInputError
from bot.recruiters.agencies import AgencyList
from bot.recruiters.agency_changes import Agencies, AgencyChange, Change, aligned, changed, compare, unchanged
from bot.recruiters.agency_files import read_agency_file
from bot.services.agency_book import present_agencies
from bot.services.editing import refuse_unclear
from bot.store.agencies import (
    add_changes,
    add_list,
    agency_version,
    changes_of,
    lock_agencies,
    newest_list,
    replace_agencies,
)
from bot.store.engine import Store
from bot.store.journal import note

MOST_GONE = 0.5
"""Share of a list that may be gone at once: a file cut off in the middle must not empty it (our choice)."""

LONGEST_SOURCE = 300


@dataclass(frozen=True)
class AgencyImport:
    """A list read from a file and what it would change. ``base``: the version of the lists it was compared with."""

    kind: AgencyList
    as_of: date
    source: str
    file_name: str
    agencies: Agencies
    changes: tuple[AgencyChange, ...]
    ignored: tuple[str, ...]
    base: tuple[int, int]

    def count(self, change: Change) -> int:
        """Return how many agencies are new, changed or gone."""
        return sum(one.change is change for one in self.changes)


def prepare_import(store: Store, clock: Clock, path: Path, kind: AgencyList, as_of: date, source: str) -> AgencyImport:
    """Read a file and compare it with the present list. Raises BadInputError, naming bad rows by their lines."""
    today = clock.now().astimezone(WITA).date()
    if as_of > today:
        raise BadInputError("the day the data are of is in the future")
    if not source.strip() or len(source) > LONGEST_SOURCE:
        raise BadInputError(f"say in 1 to {LONGEST_SOURCE} characters where the list is from")
    read = read_agency_file(path, kind, today)
    read.refuse_faults()
    with store.reading() as session:
        newest = newest_list(session, kind)
        if newest is not None and as_of < newest.as_of:
            raise BadInputError(f"the present list is of {newest.as_of}, newer than this one; undo that import first")
        changes = compare(present_agencies(session, kind), read.records)
        base = agency_version(session)
    return AgencyImport(kind, as_of, source.strip(), path.name, read.records, changes, read.ignored, base)


def apply_import(store: Store, clock: Clock, prepared: AgencyImport, by: str, *, shrink: bool = False) -> None:
    """Make the prepared list the present one, all of it or nothing, and note every change.

    Raises BadInputError when the lists changed since, or when more than half would be gone and ``shrink`` is not set.
    """
    refuse_unclear(by)
    now = clock.now()
    with store.writing() as session:
        lock_agencies(session)
        if agency_version(session) != prepared.base:
            raise BadInputError("somebody changed the lists meanwhile; nothing was changed, run the import again")
        present = aligned(present_agencies(session, prepared.kind), prepared.agencies)
        _refuse_shrinking(present, prepared, shrink=shrink)
        row = add_list(session, prepared.kind, prepared.as_of, prepared.source, prepared.file_name[:200], by, now)
        add_changes(session, row.seq, prepared.changes)
        replace_agencies(session, prepared.kind, changed(present, prepared.changes, prepared.as_of.isoformat()))
        note(session, now, by, "imported_agencies", f"agency_list/{row.seq}", f"{len(prepared.changes)} changes")


def undo_import(store: Store, clock: Clock, kind: AgencyList, by: str) -> int:
    """Take the last import of a kind back and return how many agencies that changes.

    Raises BadInputError when there is none.
    """
    refuse_unclear(by)
    now = clock.now()
    with store.writing() as session:
        lock_agencies(session)
        newest = newest_list(session, kind)
        if newest is None:
            raise BadInputError(f"no list of {kind} was imported")
        changes = changes_of(session, newest.seq)
        before = unchanged(present_agencies(session, kind), changes)
        newest.undone_at = now
        replace_agencies(session, kind, before if _has_list(session, kind) else {})
        note(session, now, by, "undid_agencies", f"agency_list/{newest.seq}", f"{len(changes)} changes")
    return len(changes)


def _has_list(session: Session, kind: AgencyList) -> bool:
    session.flush()
    return newest_list(session, kind) is not None


def _refuse_shrinking(present: Agencies, prepared: AgencyImport, *, shrink: bool) -> None:
    here = sum(not record.gone_as_of for record in present.values())
    gone = prepared.count(Change.GONE)
    if gone > here * MOST_GONE and not shrink:
        raise BadInputError(
            f"{gone} of {here} agencies would be gone; nothing was changed. If the file is whole, add --shrink"
        )
