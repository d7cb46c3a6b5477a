"""Messages from people: stored once, read in order of arrival, marked when their turn is done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from bot.messaging.door import Inbound
from bot.store.inserts import insert_once
from bot.store.people import conversation_for, remember_address
from bot.store.tables.messages import Message
from bot.store.vault import Vault

MAX_ATTEMPTS = 5
"""After so many failed turns a message is set aside, so that the next ones are answered."""


@dataclass(frozen=True)
class WaitingMessage:
    """A message whose turn has not been taken."""

    id: UUID
    conversation_id: UUID
    text: str
    fields: Mapping[str, str]
    received_at: datetime


def add_message(session: Session, vault: Vault, inbound: Inbound, now: datetime) -> tuple[UUID, bool]:
    """Store a message once. Returns its conversation's id, and False when it was stored before."""
    conversation_id = conversation_for(session, vault, inbound.provider, inbound.channel, inbound.address, now)
    message = Message(
        conversation_id=conversation_id,
        provider=inbound.provider,
        provider_id=inbound.provider_id,
        body_sealed=None,
        fields_sealed=None,
        received_at=now,
        next_try_at=now,
    )
    fields = dict(inbound.fields)
    if inbound.attachments:
        fields["attachments"] = json.dumps([[file.url, file.content_type] for file in inbound.attachments])
    message.body_sealed = vault.seal(Message.body_sealed, message.id, inbound.text)
    message.fields_sealed = vault.seal(Message.fields_sealed, message.id, json.dumps(fields))
    new = insert_once(session, message)
    if new:
        remember_address(session, vault, conversation_id, inbound.address, inbound.service_address)
    return conversation_id, new


def next_due(session: Session, conversation_id: UUID, now: datetime) -> UUID | None:
    """Return the id of the oldest unfinished message if it is due; later ones wait behind it."""
    oldest = session.execute(
        select(Message.id, Message.next_try_at)
        .where(Message.conversation_id == conversation_id, Message.state == "received")
        .order_by(Message.seq)
        .limit(1)
    ).first()
    return oldest.id if oldest is not None and oldest.next_try_at <= now else None


def read_message(session: Session, vault: Vault, message_id: UUID) -> WaitingMessage:
    """Return a message to answer. Raises CorruptDataError when what the person wrote cannot be read."""
    row = session.scalars(select(Message).where(Message.id == message_id)).one()
    return WaitingMessage(
        id=row.id,
        conversation_id=row.conversation_id,
        text=_open(vault, Message.body_sealed, row.id, row.body_sealed),
        fields=json.loads(_open(vault, Message.fields_sealed, row.id, row.fields_sealed) or "{}"),
        received_at=row.received_at,
    )


def has_unanswered(session: Session, conversation_id: UUID) -> bool:
    """Tell whether a message of this conversation still waits for its turn."""
    waiting = exists().where(Message.conversation_id == conversation_id, Message.state == "received")
    return bool(session.scalar(select(waiting)))


def last_received_at(session: Session, conversation_id: UUID) -> datetime | None:
    """Return when the person wrote last, None for never."""
    found = select(func.max(Message.received_at)).where(Message.conversation_id == conversation_id)
    return session.scalar(found)


def finish_message(session: Session, vault: Vault, message_id: UUID, outcome: Mapping[str, Any], now: datetime) -> bool:
    """Mark the message's turn as taken. False when it was already: its turn must not be taken twice."""
    sealed = vault.seal(Message.outcome_sealed, message_id, json.dumps(outcome))
    done = session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state == "received")
        .values(state="done", done_at=now, outcome_sealed=sealed)
    )
    return bool(getattr(done, "rowcount", 0))


def postpone_message(session: Session, message_id: UUID, now: datetime, *, counts: bool) -> bool:
    """Try the message's turn again later; after MAX_ATTEMPTS that count, set it aside. Returns whether it did.

    A message another worker has finished meanwhile stays as it is.
    """
    row = session.scalars(select(Message).where(Message.id == message_id).with_for_update()).one()
    if row.state != "received":
        return False
    if counts:
        row.attempts += 1
    row.next_try_at = now + timedelta(seconds=min(2**row.attempts, 60))
    if row.attempts < MAX_ATTEMPTS:
        return False
    row.state = "failed"
    row.done_at = now
    return True


def receive_failed_again(session: Session, now: datetime) -> int:
    """Put failed messages back in line as if never tried, those without a text any more excepted; return how many."""
    again = session.execute(
        update(Message)
        .where(Message.state == "failed", Message.body_sealed.is_not(None))
        .values(state="received", attempts=0, next_try_at=now, done_at=None)
    )
    return int(getattr(again, "rowcount", 0))


def read_outcome(session: Session, vault: Vault, message_id: UUID) -> dict[str, Any]:
    """Return what was understood and done for a finished message; empty before its turn."""
    sealed = session.scalars(select(Message.outcome_sealed).where(Message.id == message_id)).one()
    outcome: dict[str, Any] = json.loads(_open(vault, Message.outcome_sealed, message_id, sealed) or "{}")
    return outcome


def _open(vault: Vault, column: Any, row_id: UUID, sealed: bytes | None) -> str:
    return "" if sealed is None else vault.open(column, row_id, sealed)
