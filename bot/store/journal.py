"""Adding to the audit log, and looking an act up in it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.store.tables.audit import AuditEntry


def note(session: Session, at: datetime, actor: str, action: str, subject: str, detail: str = "") -> None:
    """Add one act to the audit log; give ids and our own words only, never an address or a message."""
    session.add(AuditEntry(at=at, actor=actor, action=action, subject=subject, detail=detail))


def was_noted(session: Session, action: str, subject: str) -> bool:
    """Tell whether an act on this subject is in the audit log."""
    found = select(AuditEntry.seq).where(AuditEntry.subject == subject, AuditEntry.action == action).limit(1)
    return session.scalar(found) is not None


def acts_on(session: Session, beginnings: Sequence[str]) -> list[AuditEntry]:
    """Return the acts on subjects that begin so, oldest first."""
    found = or_(*(AuditEntry.subject.startswith(beginning, autoescape=True) for beginning in beginnings))
    return list(session.scalars(select(AuditEntry).where(found).order_by(AuditEntry.seq)))
