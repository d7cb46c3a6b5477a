"""The chain of the audit log: every row holds a keyed hash over its own fields and the hash of the row before.

Who can write the database but has no data key can make no row that fits, and change, move or take out none unseen. The
order is that of the locks on the head (audit_head.py). What this does not protect against: docs/audit.md.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.clock import UTC
from bot.store.audit_head import START, lock_head, seal_head
from bot.store.tables.audit import AuditEntry, AuditHead
from bot.store.vault import Vault

HASHED = (
    AuditEntry.previous_hash,
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.actor,
    AuditEntry.action,
    AuditEntry.subject,
    AuditEntry.case_id,
    AuditEntry.detail,
    AuditEntry.reason_sealed,
    AuditEntry.adopted,
    AuditEntry.key_id,
)
"""The columns a row's hash covers, in this order."""

SERVICE, AUDIT = "service", "audit"
BEGUN = "chain_begun"
"""The act after which no row is chained that was not chained when it was written."""

MENDED = "chain_mended"
"""The act that says: before this row the head could not be trusted, so newer rows may have been cut off."""


def content_of(fields: Sequence[object]) -> bytes:
    """Return what a row's hash is over: its ``HASHED`` fields, unmistakable."""
    return b"audit row 1\0" + _as_json(fields).encode()


def append(session: Session, vault: Vault, entries: Sequence[AuditEntry]) -> None:
    """Put entries at the end of the chain; the caller commits right afterwards.

    Everything else is written first: the head is locked last in every transaction, and nothing is waited for while it
    is held, so no two writers can wait for each other. Raises UnavailableError as ``lock_head`` does.
    """
    session.flush()
    now = entries[-1].at
    head, trouble = lock_head(session, vault, now)
    _chain(session, vault, head, [*_mended(trouble, now), *entries])


def adopt(session: Session, vault: Vault, now: datetime, limit: int) -> int:
    """Chain up to ``limit`` rows that are older than the chain, oldest first; return how many.

    With the last ones the chain notes that it has begun: afterwards a row outside of it is somebody else's, and none
    is ever taken in again.
    """
    head, trouble = lock_head(session, vault, now)  # first of all: nobody else may adopt meanwhile
    if has_begun(session):
        return 0
    older = select(AuditEntry).where(AuditEntry.position.is_(None)).order_by(AuditEntry.seq).limit(limit)
    entries = list(session.scalars(older))
    for entry in entries:
        entry.adopted = True
    begun = [] if len(entries) == limit else [_begun(session, now)]
    _chain(session, vault, head, [*_mended(trouble, now), *entries, *begun])
    return len(entries)


def has_begun(session: Session) -> bool:
    """Tell whether every row that is older than the chain was chained."""
    begun = exists().where(AuditEntry.subject == AUDIT, AuditEntry.action == BEGUN, AuditEntry.position.is_not(None))
    return bool(session.scalar(select(begun)))


def _begun(session: Session, now: datetime) -> AuditEntry:
    older = session.scalar(select(func.count()).where(AuditEntry.adopted))
    return AuditEntry(at=now, actor=SERVICE, action=BEGUN, subject=AUDIT, detail=f"{older} rows are older")


def _mended(trouble: str, now: datetime) -> list[AuditEntry]:
    if not trouble:
        return []
    return [AuditEntry(at=now, actor=SERVICE, action=MENDED, subject=AUDIT, detail=f"the head: {trouble}")]


def _chain(session: Session, vault: Vault, head: AuditHead, entries: Sequence[AuditEntry]) -> None:
    for entry in entries:
        entry.key_id, entry.previous_hash = vault.newest_id, head.row_hash
        fields = [getattr(entry, column.key) for column in HASHED]
        entry.row_hash = head.row_hash = vault.chain_hash(entry.key_id, content_of(fields)) or START
        entry.position = head.count = head.count + 1
        head.at = entry.at
    seal_head(vault, head)
    session.add_all(entries)
    session.flush()


def _plain(value: object) -> str:
    match value:
        case UUID():
            return value.hex
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case bytes():
            return value.hex()
    raise TypeError(type(value).__name__)


_as_json = json.JSONEncoder(default=_plain, separators=(",", ":")).encode
