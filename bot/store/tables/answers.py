"""Revisions of answers over the shipped files, and what is withdrawn. Answers are public: nothing is sealed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number, random_id

_ONLY_PUBLISHED = text("state = 'published'")


class AnswerRevision(Base, kw_only=True):
    """One version of an answer's texts in one language; an empty text keeps the shipped one.

    ``state``: shipped (a file's text, noted for the history), draft, in_review, scheduled, published or retired; at
    most one is published per key and language. ``approved_by`` read a scheduled one, published at ``publish_at``.
    ``reference_hash`` binds a translation to the Indonesian answer it was made for. ``sources`` (as in the files),
    the two dates and ``next`` (keys) belong to an Indonesian text; None keeps the shipped ones. ``speaker`` approved a
    Dawan text.
    """

    __tablename__ = "answer_revisions"
    __table_args__ = (
        UniqueConstraint("key", "language", "number"),
        Index(None, "state"),
        Index(
            "uq_answer_revisions_published",
            "key",
            "language",
            unique=True,
            sqlite_where=_ONLY_PUBLISHED,
            postgresql_where=_ONLY_PUBLISHED,
        ),
    )

    id: Mapped[UUID] = random_id()
    key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(Text, default="")
    short: Mapped[str] = mapped_column(Text, default="")
    full: Mapped[str] = mapped_column(Text, default="")
    reference_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    sources: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    reviewed_on: Mapped[date | None] = mapped_column(default=None)
    review_by: Mapped[date | None] = mapped_column(default=None)
    next: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    speaker: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10))
    author: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by: Mapped[str] = mapped_column(String(80), default="")
    publish_at: Mapped[datetime | None] = mapped_column(default=None)


class HotlineRevision(Base, kw_only=True):
    """One version of a hotline over the shipped file. ``data``: its table as in hotlines.toml; public, nothing sealed.

    ``state``: draft (waits for a second person), published or retired; at most one is published of each.
    """

    __tablename__ = "hotline_revisions"
    __table_args__ = (
        UniqueConstraint("hotline", "number"),
        Index(
            "uq_hotline_revisions_published",
            "hotline",
            unique=True,
            sqlite_where=_ONLY_PUBLISHED,
            postgresql_where=_ONLY_PUBLISHED,
        ),
    )

    id: Mapped[UUID] = random_id()
    hotline: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    author: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(default=None)


class AnswerComment(Base, kw_only=True):
    """What somebody of the staff says about a revision."""

    __tablename__ = "answer_comments"
    __table_args__ = (Index(None, "key", "language"),)

    seq: Mapped[int] = arrival_number()
    key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    author: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Withdrawal(Base, kw_only=True):
    """An answer or a hotline that is not sent until somebody restores it. ``kind``: answer or hotline."""

    __tablename__ = "withdrawals"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[UUID] = random_id()
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime]


class AnswerRating(Base, kw_only=True):
    """How many people said on one day that an answer helped, or did not. A day and a count lead back to nobody."""

    __tablename__ = "answer_ratings"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy at class creation

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    helped: Mapped[bool] = mapped_column(primary_key=True)
    count: Mapped[int]


class AnswerUse(Base, kw_only=True):
    """How often an answer to a question was given on one day. A day and a count lead back to nobody."""

    __tablename__ = "answer_uses"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy at class creation

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    count: Mapped[int]


class AnswerTrial(Base, kw_only=True):
    """A simulated number that is answered with a revision nobody else reads yet."""

    __tablename__ = "answer_trials"

    address: Mapped[str] = mapped_column(String(20), primary_key=True)
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("answer_revisions.id", ondelete="CASCADE"))
    begun_at: Mapped[datetime]
