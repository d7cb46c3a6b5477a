"""Recruiters that reports tell of, and what makes them known. Names, phones and accounts are sealed.

A merge only points one recruiter at another, and nothing else moves: cutting the pointer undoes it, in any order.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import SEQUENCE, Base, arrival_number, random_id


class Recruiter(Base, kw_only=True):
    """One recruiter, as reports were put together. ``merged_into``: an officer (or a phone) said it is this one.

    ``root_id``: the recruiter at the end of the merges, its own id where it was not merged; all with one root are one
    person.
    """

    __tablename__ = "recruiters"
    __table_args__ = (Index(None, "root_id"),)

    id: Mapped[UUID] = random_id()
    root_id: Mapped[UUID] = mapped_column(ForeignKey("recruiters.id"))
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("recruiters.id"), default=None)
    created_at: Mapped[datetime]


class RecruiterIdentity(Base, kw_only=True):
    """One thing a case tells of a recruiter; gone with the case. ``kind``: see bot/recruiters/identity.py.

    ``seq`` grows, so the newest are read first.
    """

    __tablename__ = "recruiter_identities"
    __table_args__ = (Index(None, "case_id"), Index(None, "recruiter_id"))

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(default_factory=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    recruiter_id: Mapped[UUID] = mapped_column(ForeignKey("recruiters.id"))
    kind: Mapped[str] = mapped_column(String(10))
    value_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    told_on: Mapped[date]


class IdentityKey(Base, kw_only=True):
    """A key by which an identity is looked up: 16 bytes of its keyed hash (see bot/recruiters/blocking.py)."""

    __tablename__ = "identity_keys"
    __table_args__ = (Index(None, "identity_seq"), {"sqlite_with_rowid": False})

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    identity_seq: Mapped[int] = mapped_column(
        SEQUENCE, ForeignKey("recruiter_identities.seq", ondelete="CASCADE"), primary_key=True
    )


class RecruiterLink(Base, kw_only=True):
    """A case and a recruiter. ``how``: first, automatic, suggested, confirmed or split.

    ``belongs``: the recruiter the case is counted for, one of each case. ``score`` is 0 to 100, ``reasons`` are names
    of bot/recruiters/matching.py.
    """

    __tablename__ = "recruiter_links"
    __table_args__ = (UniqueConstraint("case_id", "recruiter_id"), Index(None, "recruiter_id"))

    id: Mapped[UUID] = random_id()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    recruiter_id: Mapped[UUID] = mapped_column(ForeignKey("recruiters.id"))
    how: Mapped[str] = mapped_column(String(10))
    belongs: Mapped[bool]
    score: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    at: Mapped[datetime]


class RecruiterAct(Base, kw_only=True):
    """What somebody did to recruiters; rows are only added, and marked when they are undone.

    ``act``: merged, confirmed, split, rejected or ruled. ``other_id``: the recruiter that was merged or that a split
    made. ``before``: how the case was linked before. ``ruling``: verified or cleared; the latest on anybody in a group
    counts. ``reason_sealed`` and ``undo_reason_sealed``: why, in officers' words, bound to the number of the row.
    """

    __tablename__ = "recruiter_history"
    __table_args__ = (Index(None, "recruiter_id"), Index(None, "other_id"), Index(None, "case_id"))

    seq: Mapped[int] = arrival_number()
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(10))
    recruiter_id: Mapped[UUID] = mapped_column(ForeignKey("recruiters.id"))
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("recruiters.id"), default=None)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), default=None)
    before: Mapped[str | None] = mapped_column(String(10), default=None)
    ruling: Mapped[str | None] = mapped_column(String(10), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by: Mapped[str | None] = mapped_column(String(80), default=None)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    undo_reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
