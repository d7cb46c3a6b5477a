"""Messages in both directions. What people wrote and read is sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number


class Message(Base, kw_only=True):
    """One message from a person. ``seq`` is the order of arrival; a provider's id is stored only once.

    ``state``: received, done or failed. ``outcome_sealed``: what was understood and done, as sealed JSON.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("provider", "provider_id"),
        Index(None, "conversation_id", "state", "seq"),
        Index(None, "state", "next_try_at"),
    )

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    provider: Mapped[str] = mapped_column(String(20))
    provider_id: Mapped[str] = mapped_column(String(64))
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    fields_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    outcome_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    state: Mapped[str] = mapped_column(String(10), default="received")
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(default=None)


class OutboxMessage(Base, kw_only=True):
    """One message of ours, written with the turn it belongs to; ``position`` orders a turn's replies.

    ``state``: queued, sending, maybe_sent, then a DeliveryStatus. ``rank`` grows with the status and never
    falls. ``content_sealed``: text, language, segments and choices as sealed JSON. ``send_before``: after that it is
    not sent any more, None for a reply. ``counted``: what becomes of it is counted by day (sending_counts.py).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("message_id", "position"),
        Index(None, "conversation_id", "state", "seq"),
        Index(None, "state", "next_try_at"),
    )

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    position: Mapped[int]
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(12), default="queued")
    rank: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None] = mapped_column(String(64), default=None)
    error_code: Mapped[str | None] = mapped_column(String(40), default=None)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    first_tried_at: Mapped[datetime | None] = mapped_column(default=None)
    send_before: Mapped[datetime | None] = mapped_column(default=None)
    counted: Mapped[bool] = mapped_column(default=False)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
