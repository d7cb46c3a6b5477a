"""Kept sentences as the console's labellers see them, and what becomes of their labels."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from bot.store.sentences import as_sentence, queue_order
from bot.store.tables.training import TrainingSentence
from bot.store.vault import Vault
from bot.training.sentence import Outcome, Reason, Sentence

_UNWRITTEN = or_(
    TrainingSentence.outcome.is_(None),
    TrainingSentence.outcome.in_((Outcome.SKIPPED.value, Outcome.REFUSED.value)),
)
_TO_WRITE = (
    TrainingSentence.label.is_not(None),
    or_(TrainingSentence.outcome.is_(None), TrainingSentence.outcome == Outcome.WRITING.value),
)


@dataclass(frozen=True)
class Asked:
    """Which sentences are asked for: of these languages only, None for all, and of one reason, None for all."""

    languages: frozenset[str] | None = None
    reason: Reason | None = None


def queued(session: Session, vault: Vault, asked: Asked, offset: int, limit: int) -> list[Sentence]:
    """Return sentences that wait for a label, in the order of the queue. Raises CorruptDataError."""
    query = _asked(select(TrainingSentence), asked).where(TrainingSentence.label.is_(None))
    rows = session.scalars(query.order_by(*queue_order()).offset(offset).limit(limit))
    return [as_sentence(vault, row) for row in rows]


def count_queued(session: Session, asked: Asked) -> Mapping[tuple[str, str], int]:
    """Return how many wait, by reason and language."""
    query = select(TrainingSentence.reason, TrainingSentence.language, func.count())
    counted = _asked(query, asked).where(TrainingSentence.label.is_(None))
    rows = session.execute(counted.group_by(TrainingSentence.reason, TrainingSentence.language))
    return {(reason, language): count for reason, language, count in rows}


def last_labelled(session: Session, vault: Vault, asked: Asked, limit: int) -> list[Sentence]:
    """Return the sentences that were labelled last, newest first. Raises CorruptDataError."""
    query = _asked(select(TrainingSentence), asked).where(TrainingSentence.labelled_at.is_not(None))
    newest = query.order_by(TrainingSentence.labelled_at.desc(), TrainingSentence.id).limit(limit)
    return [as_sentence(vault, row) for row in session.scalars(newest)]


def correct_language(session: Session, sentence_id: UUID, language: str) -> bool:
    """Say what language a sentence without a label is in. False when it has a label or is gone."""
    return _changed(session, sentence_id, TrainingSentence.label.is_(None), language=language)


def mend_text(session: Session, vault: Vault, sentence_id: UUID, text: str) -> None:
    """Replace the text; it is still found by what the message itself redacts to."""
    sealed = vault.seal(TrainingSentence.text_sealed, sentence_id, text)
    session.execute(update(TrainingSentence).where(TrainingSentence.id == sentence_id).values(text_sealed=sealed))


def take_label_back(session: Session, sentence_id: UUID) -> bool:
    """Let a sentence wait for a label again. False when it is written, being written, without a label, or gone."""
    labelled = TrainingSentence.label.is_not(None)
    nothing: dict[str, Any] = {"label": None, "labelled_at": None, "labelled_by": "", "outcome": None, "note": ""}
    return _changed(session, sentence_id, labelled, _UNWRITTEN, **nothing)


def last_label_to_write(session: Session) -> tuple[int, datetime | None, bool]:
    """Return how many labels wait to be written, when the last was given, and whether a writer left some behind."""
    query = select(func.count(), func.max(TrainingSentence.labelled_at), func.max(TrainingSentence.outcome))
    count, last, left = session.execute(query.where(*_TO_WRITE)).one()
    return count, last, left is not None


def claim_labelled(session: Session, vault: Vault) -> list[Sentence]:
    """Mark everything that waits to be written as being written, and return it. Raises CorruptDataError."""
    session.execute(update(TrainingSentence).where(*_TO_WRITE).values(outcome=Outcome.WRITING.value))
    order = TrainingSentence.labelled_at, TrainingSentence.id
    rows = session.scalars(select(TrainingSentence).where(_BEING_WRITTEN).order_by(*order))
    return [as_sentence(vault, row) for row in rows]


def still_claimed(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Return which of the sentences are still there."""
    return set(session.scalars(select(TrainingSentence.id).where(_BEING_WRITTEN, TrainingSentence.id.in_(list(ids)))))


def settle(session: Session, ids: Collection[UUID], outcome: Outcome, note: str = "") -> None:
    """Say what became of sentences that were being written."""
    of = _BEING_WRITTEN, TrainingSentence.id.in_(list(ids))
    session.execute(update(TrainingSentence).where(*of).values(outcome=outcome.value, note=note))


_BEING_WRITTEN = TrainingSentence.outcome == Outcome.WRITING.value


def _asked(query: Any, asked: Asked) -> Any:
    if asked.languages is not None:
        query = query.where(TrainingSentence.language.in_(sorted(asked.languages)))
    if asked.reason is not None:
        query = query.where(TrainingSentence.reason == asked.reason.value)
    return query


def _changed(session: Session, sentence_id: UUID, *where: Any, **values: Any) -> bool:
    done = session.execute(update(TrainingSentence).where(TrainingSentence.id == sentence_id, *where).values(**values))
    return bool(getattr(done, "rowcount", 0))
