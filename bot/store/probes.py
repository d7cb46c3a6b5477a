"""Attempts to learn who reported: kept for officers to see, whoever it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.store.tables.probes import Probe
from bot.store.vault import Vault


def note_probe(session: Session, vault: Vault, message_id: UUID, text: str, now: datetime) -> None:
    """Keep an attempt."""
    row = Probe(at=now, text_sealed=b"", message_id=message_id)
    row.text_sealed = vault.seal(Probe.text_sealed, row.id, text[:300])
    session.add(row)


def probes(session: Session, vault: Vault) -> list[tuple[datetime, str]]:
    """Return the attempts with their words, the newest first."""
    rows = session.scalars(select(Probe).order_by(Probe.at.desc()).limit(200))
    return [(row.at, vault.open(Probe.text_sealed, row.id, row.text_sealed)) for row in rows]


def forget_probes(session: Session, before: datetime) -> int:
    """Delete attempts older than ``before``; return how many."""
    deleted = session.execute(delete(Probe).where(Probe.at < before))
    return int(getattr(deleted, "rowcount", 0))
