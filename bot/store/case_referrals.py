"""Referrals of people to services of the registry. Erased with the case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.tables.case_work import CaseReferral
from bot.store.vault import Vault


def add_referral(
    session: Session,
    vault: Vault,
    case_id: UUID,
    referral_id: UUID,
    contact: str,
    state: str,
    remark: str,
    officer: UUID,
    now: datetime,
) -> None:
    """Keep a referral."""
    session.add(
        CaseReferral(
            id=referral_id,
            case_id=case_id,
            contact=contact,
            state=state,
            remark_sealed=vault.seal(CaseReferral.remark_sealed, referral_id, remark) if remark else None,
            created_by=officer,
            created_at=now,
        )
    )


def referral_with_id(session: Session, referral_id: UUID) -> CaseReferral | None:
    """Return a referral."""
    return session.get(CaseReferral, referral_id)


def referrals_of(session: Session, vault: Vault, case_id: UUID) -> list[tuple[CaseReferral, str]]:
    """Return the referrals of a case with what an officer said of each, the oldest first."""
    found = select(CaseReferral).where(CaseReferral.case_id == case_id)
    rows = session.scalars(found.order_by(CaseReferral.created_at, CaseReferral.id))
    return [(row, _remark(vault, row)) for row in rows]


def _remark(vault: Vault, row: CaseReferral) -> str:
    return vault.open(CaseReferral.remark_sealed, row.id, row.remark_sealed) if row.remark_sealed else ""
