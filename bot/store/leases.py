"""Leases on conversations: at most one worker takes a conversation's turns, and a dead one's lease runs out."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.store.tables.contacts import Conversation
from bot.store.tables.messages import Message

LEASE = timedelta(seconds=30)
"""Longer than one turn can take: 2 s for understanding, 5 s for a busy database, and slow machines."""


def take_lease(session: Session, conversation_id: UUID, owner: UUID, now: datetime) -> bool:
    """Try to become the only one who takes this conversation's turns until ``now`` + LEASE."""
    taken = session.execute(
        update(Conversation)
        .where(
            Conversation.id == conversation_id,
            or_(Conversation.lease_until.is_(None), Conversation.lease_until < now),
        )
        .values(lease_owner=owner, lease_until=now + LEASE)
    )
    return _changed(taken) == 1


def hold_lease(session: Session, conversation_id: UUID, owner: UUID, now: datetime) -> bool:
    """Re-check the lease inside the turn's transaction, lock the row and prolong it. False: it was lost."""
    held = session.scalar(
        select(Conversation.id)
        .where(
            Conversation.id == conversation_id,
            Conversation.lease_owner == owner,
            Conversation.lease_until >= now,
        )
        .with_for_update()
    )
    if held is None:
        return False
    session.execute(update(Conversation).where(Conversation.id == conversation_id).values(lease_until=now + LEASE))
    return True


def release_lease(session: Session, conversation_id: UUID, owner: UUID, now: datetime) -> bool:
    """Give the lease back unless a message is due. False: there is more to do, the lease is still held."""
    # Messages wait behind the oldest one, so only its time counts.
    oldest_due_at = (
        select(Message.next_try_at)
        .where(Message.conversation_id == conversation_id, Message.state == "received")
        .order_by(Message.seq)
        .limit(1)
        .scalar_subquery()
    )
    released = session.execute(
        update(Conversation)
        .where(
            Conversation.id == conversation_id,
            Conversation.lease_owner == owner,
            or_(oldest_due_at.is_(None), oldest_due_at > now),
        )
        .values(lease_owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    return _changed(released) == 1


def _changed(result: object) -> int:
    return int(getattr(result, "rowcount", 0))


def lock_conversation(session: Session, conversation_id: UUID) -> None:
    """Lock a conversation before anything else of it, in the order in which a turn does."""
    session.execute(select(Conversation.id).where(Conversation.id == conversation_id).with_for_update())
