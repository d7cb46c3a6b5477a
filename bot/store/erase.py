"""Erasing what people wrote and read. Rows stay as empty shells, so that a repeated delivery is recognised."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.store.case_erasure import forget_author
from bot.store.drafts import forget_drafts
from bot.store.evidence import forget_sender_of_evidence
from bot.store.outbox import OPEN_STATES
from bot.store.tables.contacts import Contact, Conversation
from bot.store.tables.messages import Message, OutboxMessage


def erase_conversation(session: Session, conversation_id: UUID, asked_by: UUID) -> None:
    """Blank every answered text of the conversation, its state, and replies that were not sent yet.

    Of the message that asked for it (``asked_by``) only what was done about it is kept. Reports that were not sent go
    too; a case stays with the officers and no longer leads to this phone. Danger that waits for an answer stays until
    its time is over: whoever types HAPUS may not be who wrote.
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
    forget_drafts(session, conversation_id)
    forget_sender_of_evidence(session, conversation_id)
    forget_author(session, conversation_id)
    _blur_times(session, conversation_id)


def erase_finished(session: Session, conversation_id: UUID) -> None:
    """Blank what is left of an erased conversation once its last reply is out: that reply, and what was done."""
    session.execute(
        update(Message)
        .where(Message.conversation_id == conversation_id, Message.state != "received")
        .values(body_sealed=None, fields_sealed=None, outcome_sealed=None)
    )
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.conversation_id == conversation_id, OutboxMessage.state.not_in(OPEN_STATES))
        .values(content_sealed=None)
    )
    _blur_times(session, conversation_id)


def _blur_times(session: Session, conversation_id: UUID) -> None:
    """Cut the times of answered messages and of what was sent to the day: a case that was made by one has its time."""
    for row in session.scalars(
        select(Message).where(Message.conversation_id == conversation_id, Message.state != "received")
    ):
        row.received_at, row.next_try_at, row.done_at = map(_day, (row.received_at, row.next_try_at, row.done_at))
    for sent in session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.conversation_id == conversation_id, OutboxMessage.state.not_in(OPEN_STATES)
        )
    ):
        sent.created_at, sent.next_try_at = _day(sent.created_at), _day(sent.next_try_at)
        sent.first_tried_at, sent.finished_at = _day(sent.first_tried_at), _day(sent.finished_at)


def _day(at: datetime | None) -> Any:
    return at and at.replace(hour=0, minute=0, second=0, microsecond=0)


def erase_older(session: Session, before: datetime) -> int:
    """Blank texts finished before ``before``, delete contacts silent since then that did not say STOP.

    Of those that did, the keyed hash and the STOP are kept, and nothing else. Returns the number of messages and
    contacts touched.
    """
    inbound = session.execute(
        update(Message)
        .where(
            Message.state != "received",
            Message.received_at < before,
            or_(
                Message.body_sealed.is_not(None),
                Message.fields_sealed.is_not(None),
                Message.outcome_sealed.is_not(None),
            ),
        )
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
    stopped = _forget_stopped(session, before)
    contacts = session.execute(
        delete(Contact).where(Contact.id.in_(_silent_since(before)), Contact.stopped_at.is_(None))
    )
    return stopped + sum(int(getattr(result, "rowcount", 0)) for result in (inbound, outbound, contacts))


def _forget_stopped(session: Session, before: datetime) -> int:
    """Forget the address and the state of those who said STOP; ``stopped_at`` alone keeps them from messages."""
    silent = Contact.id.in_(_silent_since(before))
    session.execute(
        update(Conversation)
        .where(
            Conversation.contact_id.in_(select(Contact.id).where(Contact.stopped_at.is_not(None), silent)),
            Conversation.state_sealed.is_not(None),
        )
        .values(state_sealed=None)
        .execution_options(synchronize_session=False)
    )
    forgotten = session.execute(
        update(Contact)
        .where(Contact.stopped_at.is_not(None), Contact.address_sealed.is_not(None), silent)
        .values(address_sealed=None, service_sealed=None)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(forgotten, "rowcount", 0))


def _silent_since(before: datetime):  # type: ignore[no-untyped-def]  # a subquery's type says nothing here
    recent = exists().where(Message.conversation_id == Conversation.id, Message.received_at >= before)
    unfinished = exists().where(Message.conversation_id == Conversation.id, Message.state == "received")
    unsent = exists().where(OutboxMessage.conversation_id == Conversation.id, OutboxMessage.state.in_(OPEN_STATES))
    return (
        select(Contact.id)
        .join(Conversation, Conversation.contact_id == Contact.id)
        .where(Contact.created_at < before, ~recent, ~unfinished, ~unsent)
    )
