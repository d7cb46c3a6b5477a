"""Adding to the audit log, and looking an act up in it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.tables.audit import AuditEntry


def note(session: Session, at: datetime, actor: str, action: str, subject: str, detail: str = "") -> None:
    """Add one act to the audit log; give ids and our own words only, never an address or a message."""
    session.add(AuditEntry(at=at, actor=actor, action=action, subject=subject, detail=detail))


def was_noted(session: Session, action: str, subject: str) -> bool:
    """Tell whether an act on this subject is in the audit log."""
    found = select(AuditEntry.seq).where(AuditEntry.subject == subject, AuditEntry.action == action).limit(1)
    return session.scalar(found) is not None
