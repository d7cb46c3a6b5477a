"""How cases came that were told to an officer."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot.store.tables.cases import CaseIntake
from bot.store.vault import Vault


def intake_of(session: Session, case_id: UUID) -> CaseIntake | None:
    """Return how a case was told to an officer, None where it came by text."""
    return session.get(CaseIntake, case_id)


def contact_of(session: Session, vault: Vault, case_id: UUID) -> str | None:
    """Return the number that was given with an oral report, None for none."""
    row = intake_of(session, case_id)
    if row is None or row.contact_sealed is None:
        return None
    return vault.open(CaseIntake.contact_sealed, case_id, row.contact_sealed)
