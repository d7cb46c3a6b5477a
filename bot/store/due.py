"""What waits for a worker, whether or not a bell rang for it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from bot.store.outbox import HELD_BACK, OPEN_STATES, TOO_LATE
from bot.store.tables.contacts import Contact, Conversation
from bot.store.tables.messages import Message, OutboxMessage

BATCH = 500
_FAILED_WITHIN = timedelta(hours=24)
"""How long a reply that could not be sent is news; after that nobody can do anything about it."""


def conversations_with_turns_due(session: Session, now: datetime) -> list[UUID]:
    """Return conversations with a message to answer and no living lease, longest waiting first."""
    return list(
        session.scalars(
            select(Message.conversation_id)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(
                Message.state == "received",
                Message.next_try_at <= now,
                or_(Conversation.lease_until.is_(None), Conversation.lease_until < now),
            )
            .group_by(Message.conversation_id)
            .order_by(func.min(Message.seq))
            .limit(BATCH)
        )
    )


def conversations_with_sends_due(session: Session, now: datetime) -> list[UUID]:
    """Return conversations with a message to send, longest waiting first, and those with an address to forget."""
    sends = session.scalars(
        select(OutboxMessage.conversation_id)
        .where(OutboxMessage.state.in_(OPEN_STATES), OutboxMessage.next_try_at <= now)
        .group_by(OutboxMessage.conversation_id)
        .order_by(func.min(OutboxMessage.seq))
        .limit(BATCH)
    )
    return [*sends, *_addresses_to_forget(session)]


def _addresses_to_forget(session: Session) -> list[UUID]:
    """Return erased conversations with nothing left to send, as when a worker died right after the last reply."""
    unsent = exists().where(OutboxMessage.conversation_id == Conversation.id, OutboxMessage.state.in_(OPEN_STATES))
    unanswered = exists().where(Message.conversation_id == Conversation.id, Message.state == "received")
    return list(
        session.scalars(
            select(Conversation.id)
            .join(Contact, Contact.id == Conversation.contact_id)
            .where(Contact.erase_requested_at.is_not(None), ~unsent, ~unanswered)
            .limit(BATCH)
        )
    )


def backlog(session: Session, now: datetime) -> dict[str, int]:
    """Return how many messages are in which unfinished or failed state, for ``bot doctor`` and health.

    Of ours that failed, those of the last 24 hours count.
    """
    failed = and_(
        OutboxMessage.state == "failed",
        OutboxMessage.finished_at >= now - _FAILED_WITHIN,
        func.coalesce(OutboxMessage.error_code, "").not_in((HELD_BACK, TOO_LATE)),  # not sent on purpose
    )
    inbound = session.execute(
        select(Message.state, func.count()).where(Message.state != "done").group_by(Message.state)
    )
    outbound = session.execute(
        select(OutboxMessage.state, func.count())
        .where(or_(OutboxMessage.state.in_(OPEN_STATES), failed))
        .group_by(OutboxMessage.state)
    )
    counts = {f"inbound_{state}": count for state, count in inbound}
    return counts | {f"outbound_{state}": count for state, count in outbound}
