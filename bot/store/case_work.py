"""What officers wrote and arranged about a case, as a whole."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.store.tables.case_work import CaseHandover, CaseNote, CaseReferral, CaseTask
from bot.store.tables.takeovers import TakeoverLine, TakeoverRow


def forget_work(session: Session, case_id: UUID) -> None:
    """Erase what officers wrote about a case: it tells of the same people as the case itself."""
    parts = select(TakeoverRow.id).where(TakeoverRow.case_id == case_id)
    session.execute(delete(TakeoverLine).where(TakeoverLine.takeover_id.in_(parts)))
    for table in (CaseNote, CaseTask, CaseHandover, CaseReferral, TakeoverRow):
        session.execute(delete(table).where(table.case_id == case_id))
