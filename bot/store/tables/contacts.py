"""People by the address they write from, never by name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, random_id


class Contact(Base, kw_only=True):
    """An address that wrote to us. The address is sealed; ``address_hash`` is its keyed hash for look-ups.

    ``address_sealed`` is null once the person had everything erased. ``stopped_at``: wants no messages.
    """

    __tablename__ = "contacts"

    id: Mapped[UUID] = random_id()
    provider: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))
    address_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    address_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    service_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    created_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)
    erase_requested_at: Mapped[datetime | None] = mapped_column(default=None)


class Conversation(Base, kw_only=True):
    """The talk with one contact. ``state_sealed`` is the engine's state as sealed JSON.

    ``lease_owner`` and ``lease_until`` say which worker takes the turns now, and until when it may.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index(None, "lease_until"),)

    id: Mapped[UUID] = random_id()
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), unique=True)
    state_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    lease_owner: Mapped[UUID | None] = mapped_column(default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    last_turn_at: Mapped[datetime | None] = mapped_column(default=None)
