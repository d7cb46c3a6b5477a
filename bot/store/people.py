"""Contacts and their conversations: found by keyed hash, read with the vault."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.store.inserts import insert_once
from bot.store.tables.contacts import Contact, Conversation
from bot.store.vault import Vault
from bot.vocabulary import Channel


@dataclass(frozen=True)
class Recipient:
    """Where a conversation's replies go. ``address`` is None once the person had everything erased."""

    provider: str
    channel: Channel
    address: str | None


def conversation_for(
    session: Session, vault: Vault, provider: str, channel: Channel, address: str, now: datetime
) -> UUID:
    """Return the id of the conversation with this address, made when it writes for the first time."""
    conversation = _find(session, vault, provider, address)
    if conversation is None:
        conversation = _create(session, vault, provider, channel, address, now)
    return conversation.id


def remember_address(session: Session, vault: Vault, conversation_id: UUID, address: str, service: str) -> None:
    """Keep where to answer. Only a new message does so: a repeated one must not undo an erasure."""
    contact = lock_contact(session, conversation_id)
    if contact.address_sealed is None:
        contact.address_sealed = vault.seal(Contact.address_sealed, contact.id, address)
    contact.service_sealed = vault.seal(Contact.service_sealed, contact.id, service)


def _find(session: Session, vault: Vault, provider: str, address: str) -> Conversation | None:
    hashes = vault.fingerprints("address", f"{provider}\0{address}")
    return session.scalar(
        select(Conversation)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.address_hash.in_(hashes))
        .limit(1)
    )


def _create(
    session: Session, vault: Vault, provider: str, channel: Channel, address: str, now: datetime
) -> Conversation:
    contact = Contact(
        provider=provider,
        channel=channel.value,
        address_hash=vault.fingerprint("address", f"{provider}\0{address}"),
        address_sealed=None,
        created_at=now,
    )
    if insert_once(session, contact):
        insert_once(session, Conversation(contact_id=contact.id, created_at=now))
    found = _find(session, vault, provider, address)
    if found is None:
        raise LookupError("a contact without a conversation")
    return found


def recipient(session: Session, vault: Vault, conversation_id: UUID) -> Recipient:
    """Return where the conversation's replies go."""
    contact = _contact(session, conversation_id)
    sealed = contact.address_sealed
    return Recipient(
        provider=contact.provider,
        channel=Channel(contact.channel),
        address=None if sealed is None else vault.open(Contact.address_sealed, contact.id, sealed),
    )


def set_stopped(session: Session, conversation_id: UUID, at: datetime | None) -> None:
    """Note that the person wants no messages (since ``at``), or wants them again (None)."""
    _contact(session, conversation_id).stopped_at = at


def is_stopped(session: Session, conversation_id: UUID) -> bool:
    """Tell whether the person wants no messages."""
    return _contact(session, conversation_id).stopped_at is not None


def request_erasure(session: Session, conversation_id: UUID, at: datetime) -> None:
    """Note that the address itself is to be forgotten as soon as the last reply is on its way."""
    _contact(session, conversation_id).erase_requested_at = at


def erasure_requested(session: Session, conversation_id: UUID) -> bool:
    """Tell whether the address waits to be forgotten."""
    return _contact(session, conversation_id).erase_requested_at is not None


def forget_address(session: Session, conversation_id: UUID) -> None:
    """Forget the address. The keyed hash stays, so that a STOP is honoured; it does not give the address."""
    contact = _contact(session, conversation_id)
    contact.address_sealed = None
    contact.service_sealed = None
    contact.erase_requested_at = None


def lock_contact(session: Session, conversation_id: UUID) -> Contact:
    """Return the contact as it is now; until the commit nobody else forgets or remembers its address."""
    contact_id = select(Conversation.contact_id).where(Conversation.id == conversation_id).scalar_subquery()
    locked = select(Contact).where(Contact.id == contact_id).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def _contact(session: Session, conversation_id: UUID) -> Contact:
    return session.scalars(
        select(Contact)
        .join(Conversation, Conversation.contact_id == Contact.id)
        .where(Conversation.id == conversation_id)
    ).one()


def read_state(session: Session, vault: Vault, conversation_id: UUID) -> str | None:
    """Return the engine's state as JSON, None before the first turn. Raises CorruptDataError."""
    sealed = session.scalars(select(Conversation.state_sealed).where(Conversation.id == conversation_id)).one()
    return None if sealed is None else vault.open(Conversation.state_sealed, conversation_id, sealed)


def last_turn_at(session: Session, conversation_id: UUID) -> datetime | None:
    """Return when the last turn was taken, None before the first."""
    return session.scalar(select(Conversation.last_turn_at).where(Conversation.id == conversation_id))


def write_state(session: Session, vault: Vault, conversation_id: UUID, state: str, now: datetime) -> None:
    """Keep the engine's state after a turn."""
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(state_sealed=vault.seal(Conversation.state_sealed, conversation_id, state), last_turn_at=now)
    )
