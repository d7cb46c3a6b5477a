"""Reading one conversation back, for the simulator and ``bot talk``: only simulated addresses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.errors import BadInputError
from bot.messaging.simulated import is_simulated
from bot.store.inbox import read_outcome
from bot.store.outbox import Content, read_content
from bot.store.tables.contacts import Contact, Conversation
from bot.store.tables.messages import Message, OutboxMessage
from bot.store.vault import Vault

_LAST = 200
_PROVIDERS = ("simulator", "twilio", "talk")


@dataclass(frozen=True)
class Line:
    """One message of a simulated conversation. ``content`` is ours, ``text`` the other side's."""

    at: datetime
    text: str = ""
    content: Content | None = None
    state: str = ""


@dataclass(frozen=True)
class Answered:
    """What became of one message: what was understood and done, and the replies in order."""

    outcome: dict[str, Any]
    replies: tuple[Content, ...]


def read_talk(session: Session, vault: Vault, address: str) -> list[Line]:
    """Return the last messages with a simulated address, oldest first, over all providers; erased ones are left out.

    Raises BadInputError for any other address: nobody reads a person's messages here.
    """
    if not is_simulated(address):
        raise BadInputError("only simulated numbers can be shown")
    conversations = _conversations_with(vault, address)
    theirs = session.scalars(
        select(Message)
        .where(Message.conversation_id.in_(conversations), Message.body_sealed.is_not(None))
        .order_by(Message.seq.desc())
        .limit(_LAST)
    )
    ours = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.conversation_id.in_(conversations), OutboxMessage.content_sealed.is_not(None))
        .order_by(OutboxMessage.seq.desc())
        .limit(_LAST)
    )
    lines = [
        (row.received_at, 0, row.seq, Line(row.received_at, text=_body(vault, row), state=row.state)) for row in theirs
    ]
    lines += [
        (row.created_at, 1, row.seq, Line(row.created_at, content=read_content(vault, row), state=row.state))
        for row in ours
    ]
    return [line for *_, line in sorted(lines, key=lambda entry: entry[:3])]


def read_answered(session: Session, vault: Vault, provider: str, provider_id: str) -> Answered:
    """Return what became of the message with a provider's id."""
    message_id: UUID = session.scalars(
        select(Message.id).where(Message.provider == provider, Message.provider_id == provider_id)
    ).one()
    rows = session.scalars(
        select(OutboxMessage).where(OutboxMessage.message_id == message_id).order_by(OutboxMessage.position)
    )
    return Answered(read_outcome(session, vault, message_id), tuple(read_content(vault, row) for row in rows))


def _conversations_with(vault: Vault, address: str) -> Select[UUID]:
    """Return the query for the conversations with one address, over all providers."""
    owners = [f"{provider}\0{address}" for provider in _PROVIDERS]
    hashes = [fingerprint for owner in owners for fingerprint in vault.fingerprints("address", owner)]
    return (
        select(Conversation.id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.address_hash.in_(hashes))
    )


def _body(vault: Vault, row: Message) -> str:
    return "" if row.body_sealed is None else vault.open(Message.body_sealed, row.id, row.body_sealed)
