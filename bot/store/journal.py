"""Adding to the audit log."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.store.tables.audit import AuditEntry


def note(session: Session, at: datetime, actor: str, action: str, subject: str, detail: str = "") -> None:
    """Add one act to the audit log; give ids and our own words only, never an address or a message."""
    session.add(AuditEntry(at=at, actor=actor, action=action, subject=subject, detail=detail))
