"""What is kept beside cases: signals of reports that were never sent, wrong codes, and who asked who reported."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, random_id


class Signal(Base, kw_only=True):
    """A recruiter's phone, company or place out of a report that was never sent; no person, no story, no time of day.

    It sets no flag by itself. ``kind``: phone, company or place.
    """

    __tablename__ = "recruiter_signals"
    __table_args__ = (UniqueConstraint("value_hash", "kept_on"), {"sqlite_with_rowid": False})

    id: Mapped[UUID] = random_id()
    kept_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    value_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    value_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class CodeTry(Base, kw_only=True):
    """How many wrong codes or words one address typed on one day; an empty ``who`` counts all together."""

    __tablename__ = "code_tries"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy at class creation

    day: Mapped[date] = mapped_column(primary_key=True)
    who: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    count: Mapped[int]


class Probe(Base, kw_only=True):
    """Somebody asked who reported whom."""

    __tablename__ = "probes"
    __table_args__ = (Index(None, "at"),)

    id: Mapped[UUID] = random_id()
    at: Mapped[datetime]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    message_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("messages.id", ondelete="SET NULL"), unique=True, default=None
    )
