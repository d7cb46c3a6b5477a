"""What was done to data and content, by whom. Rows are only ever added."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number


class AuditEntry(Base, kw_only=True):
    """One act. ``actor`` and ``subject`` are our own names or ids, never an address or a message text."""

    __tablename__ = "audit"

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(String(400), default="")
