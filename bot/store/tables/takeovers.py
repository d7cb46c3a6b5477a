"""An officer's part in a person's conversation, and what the officer wrote. What the person wrote is in the case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number, random_id


class TakeoverRow(Base, kw_only=True):
    """One part of an officer in a conversation, about a case. ``state`` and ``why``: words of bot/reports/takeover.py.

    ``heard_at``: when the person last wrote in it, at first when they allowed it; ``said_at``: when the officer did;
    ``waits_since``: when the person wrote what the officer did not answer yet.
    ``conversation_id`` is empty after HAPUS.
    """

    __tablename__ = "takeovers"
    __table_args__ = (Index(None, "case_id"), Index(None, "conversation_id"), Index(None, "state"))

    id: Mapped[UUID] = random_id()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    state: Mapped[str] = mapped_column(String(10), default="agreed")
    agreed_at: Mapped[datetime]
    joined_at: Mapped[datetime | None] = mapped_column(default=None)
    heard_at: Mapped[datetime]
    said_at: Mapped[datetime | None] = mapped_column(default=None)
    waits_since: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    why: Mapped[str] = mapped_column(String(12), default="")


class TakeoverLine(Base, kw_only=True):
    """What the officer wrote. ``id``: of its form, so that it is sent once; ``outbox_id``: what went out."""

    __tablename__ = "takeover_lines"
    __table_args__ = (Index(None, "takeover_id"),)

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True)
    takeover_id: Mapped[UUID] = mapped_column(ForeignKey("takeovers.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    outbox_id: Mapped[UUID | None] = mapped_column(default=None)
