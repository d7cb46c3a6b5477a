"""Handovers of cases: to whom, and what of them was shared. Erased with the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.tables.case_work import CaseHandover
from bot.store.vault import Vault


@dataclass(frozen=True)
class Handover:
    """To whom a case went: one of an institution (PassTo), the id of a contact, and an office by its name."""

    institution: str = ""
    contact: str = ""
    office: str = ""


def add_handover(
    session: Session,
    vault: Vault,
    case_id: UUID,
    officer: UUID,
    to: Handover,
    shared: Sequence[str],
    now: datetime,
) -> None:
    """Keep a handover."""
    row_id = uuid4()
    sealed = vault.seal(CaseHandover.office_sealed, row_id, to.office) if to.office else None
    session.add(
        CaseHandover(
            id=row_id,
            case_id=case_id,
            officer_id=officer,
            at=now,
            institution=to.institution,
            contact=to.contact,
            office_sealed=sealed,
            shared=list(shared),
        )
    )


def handovers_of(session: Session, vault: Vault, case_id: UUID) -> list[tuple[CaseHandover, Handover]]:
    """Return the handovers of a case, the oldest first."""
    rows = session.scalars(select(CaseHandover).where(CaseHandover.case_id == case_id).order_by(CaseHandover.seq))
    return [(row, Handover(row.institution, row.contact, _office(vault, row))) for row in rows]


def last_institution(session: Session, case_id: UUID) -> str:
    """Return the institution that a case was handed over to last, "" for another office or none."""
    found = select(CaseHandover.institution).where(CaseHandover.case_id == case_id)
    return session.scalar(found.order_by(CaseHandover.seq.desc()).limit(1)) or ""


def _office(vault: Vault, row: CaseHandover) -> str:
    return vault.open(CaseHandover.office_sealed, row.id, row.office_sealed) if row.office_sealed else ""
