"""Fetch, clean, seal and record what came with reports; delete it at the provider; erase what was dropped.

Lease, work with no transaction open, record. Killed anywhere, the lease runs out and the work is done again: a file
that was written but not recorded is fetched and written once more.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError, UnavailableError
from bot.messaging.media import MediaAwayError, MediaDoor, MediaRefusedError
from bot.reports.file_types import FileKind, FileType, type_of
from bot.reports.footage import clean_footage
from bot.reports.photos import clean_photo
from bot.store.engine import Store
from bot.store.evidence import (
    DueEvidence,
    add_step,
    drop_ownerless,
    evidence_due,
    lease_evidence,
    locked_evidence,
    try_later,
)
from bot.store.evidence_files import EvidenceFiles
from bot.store.tables.evidence import Evidence

log = logging.getLogger(__name__)

_LEFTOVER_AGE = timedelta(days=1)
_AT_A_TIME = 10  # files after the one that was rung for; what is left, the next sweep finds
_BOXED = frozenset({"audio/mp4", "video/mp4", "video/3gpp"})


@dataclass(frozen=True)
class _File:
    """A file that is kept. ``place``: "north east" in degrees, "" for none."""

    kind: FileType
    original: bytes
    shown: bytes
    place: str = ""


@dataclass(frozen=True)
class EvidenceKeeper:
    """All that keeping evidence needs. Without a door everything waits until there is one.

    ``places``: files in hand at once, for a large PNG needs 400 MB while it is drawn.
    """

    store: Store
    clock: Clock
    files: EvidenceFiles
    door: MediaDoor | None
    places: BoundedSemaphore

    def work(self, evidence_id: UUID) -> bool:
        """Do what is due about one file; tell whether there was anything. Raises UnavailableError.

        Rings that came while another file was in hand are made good for afterwards.
        """
        if not self.places.acquire(blocking=False):
            return False
        try:
            done = self._work_off(evidence_id)
            with self.store.reading() as session:
                others = evidence_due(session, self.clock.now())[:_AT_A_TIME]
            for other in others:
                self._work_off(other)
            return done
        finally:
            self.places.release()

    def _work_off(self, evidence_id: UUID) -> bool:
        done = False
        while (due := self._lease(evidence_id)) is not None:
            done = True
            self._do(due)
        return done

    def _lease(self, evidence_id: UUID) -> DueEvidence | None:
        with self.store.writing() as session:
            return lease_evidence(session, self.store.vault, evidence_id, self.clock.now())

    def _do(self, due: DueEvidence) -> None:
        try:
            if due.state == "waiting":
                self._fetch(due)
            else:
                self._clear(due)
        except (MediaAwayError, UnavailableError) as fault:
            self._later(due, str(fault) if isinstance(fault, MediaAwayError) else "disk")
        except (MediaRefusedError, BadInputError) as fault:
            self._give_up(due, "refused", str(fault))

    def _fetch(self, due: DueEvidence) -> None:
        if self.door is None:
            raise MediaAwayError("no_door")
        kept = _cleaned(self.door.fetch(due.url))
        self.files.write(due.id, kept.original, kept.shown)
        if not self._record(due.id, lambda session, row: self._fetched(session, row, kept)):
            self.files.remove(due.id)

    def _record(self, evidence_id: UUID, change: Callable[[Session, Evidence], None]) -> bool:
        """Change a row that is still waiting; False where the file was dropped meanwhile."""
        with self.store.writing() as session:
            row = locked_evidence(session, evidence_id)
            if row is None or row.state in {"dropped", "erased"}:
                return False
            if row.state == "waiting":  # else another worker took over, and it is done
                change(session, row)
            return True

    def _fetched(self, session: Session, row: Evidence, kept: _File) -> None:
        now, vault = self.clock.now(), self.store.vault
        row.state, row.fetched_at, row.next_try_at, row.attempts = "fetched", now, now, 0
        row.kind, row.media_type, row.size = kept.kind.kind.value, kept.kind.media_type, len(kept.original)
        row.sha256 = hashlib.sha256(kept.original).digest()
        row.location_sealed = vault.seal(Evidence.location_sealed, row.id, kept.place) if kept.place else None
        add_step(session, row.id, now, "service", f"fetched and sealed, {row.size} bytes")

    def _clear(self, due: DueEvidence) -> None:
        """Delete a file at the provider; where it was dropped, erase it here first."""
        if due.state == "dropped":
            self.files.remove(due.id)
        if due.url:
            if self.door is None:
                raise MediaAwayError("no_door")
            self.door.delete(due.url)
        self._cleared(due, "deleted at the provider" if due.url else "")

    def _cleared(self, due: DueEvidence, act: str) -> None:
        now = self.clock.now()
        with self.store.writing() as session:
            row = locked_evidence(session, due.id)
            if row is None:
                return
            row.url_sealed, row.provider_deleted_at = None, row.provider_deleted_at or now
            if act:
                add_step(session, row.id, now, "service", act)
            if row.state != due.state:
                row.next_try_at = now  # dropped meanwhile
                return
            row.next_try_at = None
            if row.state == "dropped":
                self._erased(session, row)

    def _erased(self, session: Session, row: Evidence) -> None:
        """Leave nothing of a file that belonged to no case; of a case's, the hash and the custody."""
        if row.case_id is None:
            session.delete(row)
            return
        row.state = "erased"
        add_step(session, row.id, self.clock.now(), "retention", "erased")

    def _later(self, due: DueEvidence, code: str) -> None:
        now = self.clock.now()
        with self.store.writing() as session:
            row = locked_evidence(session, due.id)
            if row is None or row.state != due.state or try_later(row, now):
                return
        self._give_up(due, "failed", code)

    def _give_up(self, due: DueEvidence, state: str, code: str) -> None:
        """Stop trying. What is refused is deleted at the provider all the same; what failed may still be had there."""
        now = self.clock.now()
        log.error("evidence %s %s: %s", due.id, state, code)
        with self.store.writing() as session:
            row = locked_evidence(session, due.id)
            if row is None or row.state != due.state:
                return
            if row.state == "waiting":
                row.state, row.attempts = state, 0
                row.next_try_at = now if state == "refused" else None
                add_step(session, row.id, now, "service", f"{state}: {code}")
                return
            row.next_try_at = None
            add_step(session, row.id, now, "service", f"not deleted at the provider: {code}")
            if row.state == "dropped":
                self._erased(session, row)


def purge_evidence(store: Store, clock: Clock, files: EvidenceFiles) -> int:
    """Drop evidence that belongs to nobody, and delete folders no row knows; return how many folders."""
    now = clock.now()
    with store.writing() as session:
        drop_ownerless(session, now)

    def is_known(evidence_id: UUID) -> bool:
        with store.reading() as session:
            return session.get(Evidence, evidence_id) is not None

    return files.remove_leftovers(now - _LEFTOVER_AGE, is_known)


def _cleaned(content: bytes) -> _File:
    """Return what is kept of a file. Raises BadInputError for one of no known type, or that cannot be cleaned."""
    kind = type_of(content)
    if kind is None:
        raise BadInputError("unknown_type")
    if kind.kind is FileKind.PHOTO:
        photo = clean_photo(content, kind)
        place = "{:.6f} {:.6f}".format(*photo.place) if photo.place else ""
        return _File(kind, content, photo.content, place)
    return _File(kind, content, clean_footage(content) if kind.media_type in _BOXED else content)
