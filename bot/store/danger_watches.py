"""Danger that perhaps is one: kept until the person answers, or until the time to answer is over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.errors import CorruptDataError
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.store.cases import facts_as_text, facts_from_text
from bot.store.tables.cases import DangerWatch
from bot.store.vault import Vault


@dataclass(frozen=True)
class Watch:
    """Danger nobody answered for."""

    conversation_id: UUID
    message_id: UUID
    facts: Facts


def begin_watch(
    session: Session, vault: Vault, conversation_id: UUID, message_id: UUID, facts: Facts, due_at: datetime
) -> None:
    """Begin to wait; another message that is perhaps danger adds to what waits and does not put it off."""
    sealed = vault.seal(DangerWatch.facts_sealed, conversation_id, facts_as_text(facts))
    row = session.get(DangerWatch, conversation_id, with_for_update=True)
    if row is None:
        session.add(
            DangerWatch(conversation_id=conversation_id, message_id=message_id, facts_sealed=sealed, due_at=due_at)
        )
        return
    both = _facts(vault, row).and_also(facts)
    row.facts_sealed = vault.seal(DangerWatch.facts_sealed, conversation_id, facts_as_text(both))


def end_watch(session: Session, conversation_id: UUID) -> None:
    """Stop waiting."""
    session.execute(delete(DangerWatch).where(DangerWatch.conversation_id == conversation_id))


def watches_due(session: Session, now: datetime) -> list[UUID]:
    """Return the conversations whose time to answer is over."""
    return list(session.scalars(select(DangerWatch.conversation_id).where(DangerWatch.due_at <= now).limit(100)))


def take_watch(session: Session, vault: Vault, conversation_id: UUID, now: datetime) -> Watch | None:
    """Take what waits out of the table, None when it was answered meanwhile.

    Where its words cannot be read any more, that somebody is perhaps in danger is passed on without them.
    """
    row = session.get(DangerWatch, conversation_id, with_for_update=True)
    if row is None or row.due_at > now:
        return None
    try:
        facts = _facts(vault, row)
    except CorruptDataError:
        facts = NOTHING_TOLD
    watch = Watch(row.conversation_id, row.message_id, facts)
    session.delete(row)
    session.flush()
    return watch


def _facts(vault: Vault, row: DangerWatch) -> Facts:
    return facts_from_text(vault.open(DangerWatch.facts_sealed, row.conversation_id, row.facts_sealed))
