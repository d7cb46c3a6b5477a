"""Photos, documents and voice notes of reports, and their custody. The files lie sealed beside the database."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number, random_id


class Evidence(Base, kw_only=True):
    """One file that came with a message. Without a case it belongs to a report that was not sent, and ends with it.

    ``state``: waiting, fetched, failed (the provider never gave it), refused (nothing we keep), dropped (to be erased:
    the file, and at the provider) or erased. ``next_try_at``: when there is something to do, None for nothing.
    ``kind`` and ``media_type`` are what the sender claims until the file is there. ``sha256``: of the file as it came.
    ``url_sealed``: where the provider keeps it, empty once it is deleted there. ``location_sealed``: "north east" in
    degrees; told to officers only where the report's author allows it. ``own_phone``: False for a file that was added
    to a case from another phone.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "conversation_id"),
        Index(None, "message_id"),
        Index(None, "next_try_at"),
    )

    id: Mapped[UUID] = random_id()
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int | None] = mapped_column(default=None)
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    location_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    url_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    own_phone: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None] = mapped_column(default=None)
    provider_deleted_at: Mapped[datetime | None] = mapped_column(default=None)


class EvidenceStep(Base, kw_only=True):
    """One step in the custody of a file; rows are only ever added. ``act`` holds our own words only."""

    __tablename__ = "evidence_log"
    __table_args__ = (Index(None, "evidence_id"),)

    seq: Mapped[int] = arrival_number()
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(80))
