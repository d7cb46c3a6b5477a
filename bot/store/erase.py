"""Erasing what people wrote and read. Rows stay as empty shells, so that a repeated delivery is recognised."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from bot.store.outbox import OPEN_STATES
from bot.store.tables.contacts import Contact, Conversation
from bot.store.tables.messages import Message, OutboxMessage


def erase_conversation(session: Session, conversation_id: UUID, asked_by: UUID) -> None:
    """Blank every answered text of the conversation, its state, and replies that were not sent yet.

    Of the message that asked for it (``asked_by``) only what was done about it is kept.
    """
    session.execute(update(Message).where(Message.id == asked_by).values(body_sealed=None, fields_sealed=None))
    session.execute(
        update(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.state != "received",
            Message.id != asked_by,
        )
        .values(body_sealed=None, fields_sealed=None, outcome_sealed=None)
    )
    session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.conversation_id == conversation_id, OutboxMessage.state.in_(OPEN_STATES)
        )
    )
    session.execute(
        update(OutboxMessage).where(OutboxMessage.conversation_id == conversation_id).values(content_sealed=None)
    )
    session.execute(update(Conversation).where(Conversation.id == conversation_id).values(state_sealed=None))


def erase_older(session: Session, before: datetime) -> int:
    """Blank texts finished before ``before``, delete contacts silent since then that did not say STOP.

    Returns the number of messages and contacts touched.
    """
    inbound = session.execute(
        update(Message)
        .where(Message.state != "received", Message.received_at < before, Message.body_sealed.is_not(None))
        .values(body_sealed=None, fields_sealed=None, outcome_sealed=None)
    )
    outbound = session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.state.not_in(OPEN_STATES),
            OutboxMessage.created_at < before,
            OutboxMessage.content_sealed.is_not(None),
        )
        .values(content_sealed=None)
    )
    contacts = session.execute(delete(Contact).where(Contact.id.in_(_silent_since(before))))
    return sum(int(getattr(result, "rowcount", 0)) for result in (inbound, outbound, contacts))


def _silent_since(before: datetime):  # type: ignore[no-untyped-def]  # a subquery's type says nothing here
    recent = exists().where(Message.conversation_id == Conversation.id, Message.received_at >= before)
    unfinished = exists().where(Message.conversation_id == Conversation.id, Message.state == "received")
    unsent = exists().where(OutboxMessage.conversation_id == Conversation.id, OutboxMessage.state.in_(OPEN_STATES))
    return (
        select(Contact.id)
        .join(Conversation, Conversation.contact_id == Contact.id)
        .where(Contact.created_at < before, Contact.stopped_at.is_(None), ~recent, ~unfinished, ~unsent)
    )
