"""Count what becomes of our messages, and how long people wait for an answer: by day, once for each step.

A message's row says by its rank how far it was before, so that a provider's word that comes twice, or after a worker
died, is counted once.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.daily_counts import Counted, CountKind, count_all, local_day
from bot.store.tables.contacts import Contact, Conversation
from bot.store.tables.messages import Message, OutboxMessage
from bot.vocabulary import Word


class SendStep(Word):
    """How far a message of ours got."""

    HANDED = "handed"
    ARRIVED = "arrived"
    FAILED = "failed"


class Wait(Word):
    """How long it took from receiving a message to handing over the answer."""

    SECONDS_5 = "5s"
    SECONDS_10 = "10s"
    SECONDS_30 = "30s"
    MINUTES_2 = "2min"
    LONGER = "longer"


_UP_TO = ((5, Wait.SECONDS_5), (10, Wait.SECONDS_10), (30, Wait.SECONDS_30), (120, Wait.MINUTES_2))


class _Sent(NamedTuple):
    counted: bool
    position: int
    channel: str
    received_at: datetime


def count_step(session: Session, message_id: UUID, steps: list[SendStep], now: datetime) -> None:
    """Count the steps a message of ours just took; with the first one, how long its answer took."""
    row = session.execute(
        select(OutboxMessage.counted, OutboxMessage.position, Contact.channel, Message.received_at)
        .join(Message, Message.id == OutboxMessage.message_id)
        .join(Conversation, Conversation.id == OutboxMessage.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(OutboxMessage.id == message_id)
    ).first()
    if row is None or not row.counted or not steps:
        return
    sent = _Sent(*row)
    things = [Counted(CountKind.SENDING, step.value, sent.channel) for step in steps]
    if SendStep.HANDED in steps and sent.position == 0 and not _is_blurred(sent.received_at):
        things.append(Counted(CountKind.WAIT, wait_of(now - sent.received_at).value))
    count_all(session, local_day(now), things)


def wait_of(took: timedelta) -> Wait:
    """Return the class of a waiting time."""
    return next((wait for limit, wait in _UP_TO if took.total_seconds() <= limit), Wait.LONGER)


def _is_blurred(at: datetime) -> bool:
    """Tell whether HAPUS cut a time to the day."""
    return (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
