"""Adding to the audit log, and looking an act up in it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.store.audit_chain import append
from bot.store.tables.audit import AuditEntry
from bot.store.vault import Vault

_NOTES = "notes"


def note(
    session: Session,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    detail: str = "",
    *,
    case_id: UUID | None = None,
    reason: tuple[Vault, str] | None = None,
) -> None:
    """Add one act to the audit log; give ids and our own words only, never an address or a message.

    It is written at the end of the transaction, of ``Store.writing()`` only (RuntimeError in any other), in order of
    the calls; rolling back to a savepoint does not take it back. ``reason``: what an officer gives; sealed, none if "".
    """
    entry = AuditEntry(at=at, actor=actor, action=action, subject=subject, detail=detail, case_id=case_id)
    if reason is not None and reason[1]:
        vault, words = reason
        entry.reason_sealed = vault.seal(AuditEntry.reason_sealed, entry.id, words)
    _waiting(session).append(entry)


def note_case(
    session: Session,
    at: datetime,
    officer: UUID,
    action: str,
    case_id: UUID,
    detail: str = "",
    *,
    reason: tuple[Vault, str] | None = None,
) -> None:
    """Add what an officer did with a case, or saw of it."""
    actor, subject = officer_actor(officer), f"case/{case_id}"
    note(session, at, actor, action, subject, detail, case_id=case_id, reason=reason)


def officer_actor(officer: UUID) -> str:
    """Return how an officer is named in the audit log and in a case's history."""
    return f"officer {officer.hex}"


def account_actor(account: UUID) -> str:
    """Return how an account of the console is named in the audit log."""
    return f"account {account.hex}"


def take_notes(session: Session) -> None:
    """Let acts be noted in a transaction that has just begun."""
    session.info[_NOTES] = []


def write_notes(session: Session, vault: Vault) -> None:
    """Chain the acts of a transaction, right before its commit: see ``append``."""
    if entries := _waiting(session):
        append(session, vault, entries)


def was_noted(session: Session, action: str, subject: str) -> bool:
    """Tell whether an act on this subject is in the audit log, or will be at the end of this transaction."""
    if any((one.action, one.subject) == (action, subject) for one in session.info.get(_NOTES, ())):
        return True
    found = select(AuditEntry.seq).where(AuditEntry.subject == subject, AuditEntry.action == action).limit(1)
    return session.scalar(found) is not None


def acts_on(session: Session, beginnings: Sequence[str]) -> list[AuditEntry]:
    """Return the acts on subjects that begin so, oldest first."""
    found = or_(*(AuditEntry.subject.startswith(beginning, autoescape=True) for beginning in beginnings))
    return list(session.scalars(select(AuditEntry).where(found).order_by(AuditEntry.seq)))


def _waiting(session: Session) -> list[AuditEntry]:
    waiting: list[AuditEntry] | None = session.info.get(_NOTES)
    if waiting is None:
        raise RuntimeError("an act can be noted in a writing transaction only")
    return waiting
