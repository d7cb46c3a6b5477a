"""Officers' notes on cases: versions that are only added, sealed, gone with what the case tells."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.store.tables.case_work import CaseNote
from bot.store.vault import Vault


@dataclass(frozen=True)
class Note:
    """A note as it reads now, its author and when it was first written. ``earlier``: older versions, oldest first."""

    id: UUID
    officer: UUID
    at: datetime
    text: str
    corrected_at: datetime | None
    earlier: tuple[str, ...]


def add_note(
    session: Session,
    vault: Vault,
    case_id: UUID,
    note_id: UUID,
    first_id: UUID,
    officer: UUID,
    text: str,
    now: datetime,
) -> None:
    """Keep a version of a note. The case is locked by the caller, so that numbers are not given twice."""
    number = (session.scalar(select(func.max(CaseNote.number)).where(CaseNote.case_id == case_id)) or 0) + 1
    sealed = vault.seal(CaseNote.text_sealed, note_id, text)
    session.add(
        CaseNote(
            id=note_id,
            case_id=case_id,
            first_id=first_id,
            officer_id=officer,
            at=now,
            number=number,
            text_sealed=sealed,
        )
    )


def note_with_id(session: Session, note_id: UUID) -> CaseNote | None:
    """Return one version of a note."""
    return session.get(CaseNote, note_id)


def notes_of(session: Session, vault: Vault, case_id: UUID) -> list[Note]:
    """Return the notes of a case in the order in which they were first written."""
    versions: dict[UUID, list[CaseNote]] = defaultdict(list)
    for row in session.scalars(select(CaseNote).where(CaseNote.case_id == case_id).order_by(CaseNote.number)):
        versions[row.first_id].append(row)
    return [_note(vault, rows) for rows in versions.values()]


def _note(vault: Vault, rows: list[CaseNote]) -> Note:
    texts = [vault.open(CaseNote.text_sealed, row.id, row.text_sealed) for row in rows]
    first, last = rows[0], rows[-1]
    corrected = last.at if len(rows) > 1 else None
    return Note(first.id, first.officer_id, first.at, texts[-1], corrected, tuple(texts[:-1]))
