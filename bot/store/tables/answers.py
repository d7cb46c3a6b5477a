"""Revisions of answers over the shipped files. Answers are public, so nothing here is sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, random_id


class AnswerRevision(Base, kw_only=True):
    """One version of an answer's texts in one language; an empty text keeps the shipped one.

    ``state``: shipped (a file's text, noted for the history), draft, in_review, published or retired; at most
    one is published per key and language.
    ``reference_hash`` binds a translation to the Indonesian answer it was made for.
    """

    __tablename__ = "answer_revisions"
    __table_args__ = (UniqueConstraint("key", "language", "number"), Index(None, "state"))

    id: Mapped[UUID] = random_id()
    key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(Text, default="")
    short: Mapped[str] = mapped_column(Text, default="")
    full: Mapped[str] = mapped_column(Text, default="")
    reference_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    state: Mapped[str] = mapped_column(String(10))
    author: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(default=None)
