"""Messages kept for learning. No row leads back to a person, a conversation or a message."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, random_id


class TrainingSentence(Base, kw_only=True):
    """A redacted message to label. ``kept_on`` is a day: a time would tell which message it was.

    ``text_hash``: keyed hash of the folded text, so that each text is there once. ``guesses``: up to three pairs of
    intent and confidence. ``chosen``: the intent the person picked when asked back. ``label``: an intent or "skip".
    """

    __tablename__ = "training_sentences"
    # SQLite would number rows in order of arrival by itself; without that their order tells nothing.
    __table_args__ = (Index(None, "kept_on"), {"sqlite_with_rowid": False})

    id: Mapped[UUID] = random_id()
    kept_on: Mapped[date]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    text_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    language: Mapped[str] = mapped_column(String(5))
    guesses: Mapped[list[Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(10))
    chosen: Mapped[str | None] = mapped_column(String(40), default=None)
    model: Mapped[str | None] = mapped_column(String(40), default=None)
    label: Mapped[str | None] = mapped_column(String(40), default=None)
    labelled_at: Mapped[datetime | None] = mapped_column(default=None)
