"""What officers wrote and arranged about a case, as a whole."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.store.tables.case_work import CaseHandover, CaseNote, CaseReferral, CaseTask


def forget_work(session: Session, case_id: UUID) -> None:
    """Erase what officers wrote about a case: it tells of the same people as the case itself."""
    for table in (CaseNote, CaseTask, CaseHandover, CaseReferral):
        session.execute(delete(table).where(table.case_id == case_id))
