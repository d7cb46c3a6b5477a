"""What officers write and arrange about a case. Their words are sealed; all of it goes with what the case tells."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number, random_id


class CaseNote(Base, kw_only=True):
    """One version of an officer's note. ``first_id``: the version it corrects in the end; its own id for the first."""

    __tablename__ = "case_notes"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = random_id()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    first_id: Mapped[UUID]
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime]
    number: Mapped[int]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class CaseTask(Base, kw_only=True):
    """What is to be done about a case. ``officer_id``: by whom, None for nobody yet; ``due``: the last day, WITA.

    ``state``: see TaskState of bot/reports/case_work.py; ``changed_by`` and ``changed_at``: who set it last, and when.
    """

    __tablename__ = "case_tasks"
    __table_args__ = (Index(None, "case_id"), Index(None, "officer_id", "state"))

    id: Mapped[UUID] = random_id()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    due: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10), default="open")
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"), default=None)
    changed_at: Mapped[datetime | None] = mapped_column(default=None)


class CaseHandover(Base, kw_only=True):
    """That a case went on to another office, and what of it was given; rows are only added until the case is erased.

    One of ``institution`` (PassTo), ``contact`` (id of hotlines.toml) and ``office_sealed`` (an office as an officer
    calls it) says to whom. ``shared``: words of Shared.
    """

    __tablename__ = "case_handovers"
    __table_args__ = (Index(None, "case_id"),)

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime]
    institution: Mapped[str] = mapped_column(String(12), default="")
    contact: Mapped[str] = mapped_column(String(40), default="")
    office_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    shared: Mapped[list[Any]] = mapped_column(JSON)


class CaseReferral(Base, kw_only=True):
    """That somebody was sent to a service of the registry (``contact``: id of hotlines.toml); nothing is sent by it.

    ``state``: see ReferralState. ``remark_sealed``: what an officer says of it, None for nothing.
    """

    __tablename__ = "case_referrals"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = random_id()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    contact: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    remark_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"), default=None)
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
