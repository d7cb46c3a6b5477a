"""Messages kept for learning, no row of which leads back to a person, and what is done with them in the background."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number, random_id


class TrainingSentence(Base, kw_only=True):
    """A redacted message to label. ``kept_on`` is a day: a time would tell which message it was.

    ``text_hash``: keyed hash of the folded text, so that each text is there once. ``guesses``: up to three pairs of
    intent and confidence. ``chosen``: the intent the person picked when asked back. ``label``: an intent or "skip".
    ``outcome``: what became of the label (``Outcome``), NULL while it waits to be written; ``note`` why it was refused.
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
    labelled_by: Mapped[str] = mapped_column(String(80), default="")
    outcome: Mapped[str | None] = mapped_column(String(10), default=None)
    note: Mapped[str] = mapped_column(String(120), default="")


class LearningJob(Base, kw_only=True):
    """One run in the background: writing labelled sentences, training, or comparing a model with the served one.

    ``slot``: the kind of work as long as the job is open, NULL afterwards; unique, so that two at once cannot be asked
    for. ``owner``: the process that runs it, ``beat_at``: when it last said so. ``result`` and ``log``: what came out,
    no word of any person in either.
    """

    __tablename__ = "learning_jobs"

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    kind: Mapped[str] = mapped_column(String(10))
    slot: Mapped[str | None] = mapped_column(String(10), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="queued")
    model: Mapped[str | None] = mapped_column(String(40), default=None)
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime]
    owner: Mapped[UUID | None] = mapped_column(default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    beat_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    phase: Mapped[str] = mapped_column(String(20), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    cancelled_by: Mapped[str] = mapped_column(String(80), default="")
    result: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    log: Mapped[str] = mapped_column(Text, default="")
