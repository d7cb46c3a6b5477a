"""Redacted messages kept for labelling: each text once, found again by its keyed hash and by nothing else."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from bot.store.inserts import insert_once
from bot.store.tables.training import TrainingSentence
from bot.store.vault import Vault
from bot.training.sentence import DAILY_LIMIT, Guess, NewSentence, Outcome, Reason, Sentence
from bot.understanding.text import fold

_HASH_KIND = "training sentence"


def keep_sentence(session: Session, vault: Vault, new: NewSentence) -> bool:
    """Keep a redacted message. False when its text is kept already or the day's DAILY_LIMIT is reached."""
    if _known(session, vault, new.text) or _kept_on(session, new.kept_on) >= DAILY_LIMIT:
        return False
    row = TrainingSentence(
        kept_on=new.kept_on,
        text_sealed=b"",
        text_hash=vault.fingerprint(_HASH_KIND, _compared(new.text)),
        language=new.language,
        guesses=[[guess.intent, guess.confidence] for guess in new.guesses],
        reason=new.reason.value,
        model=new.model,
    )
    row.text_sealed = vault.seal(TrainingSentence.text_sealed, row.id, new.text)
    return insert_once(session, row)


def note_choice(session: Session, vault: Vault, text: str, chosen: str) -> None:
    """Note what was picked after a kept message; the first choice stays, and a labelled row as it is."""
    session.execute(
        update(TrainingSentence)
        .where(
            TrainingSentence.text_hash.in_(_hashes(vault, [text])),
            TrainingSentence.label.is_(None),
            TrainingSentence.chosen.is_(None),
        )
        .values(chosen=chosen, reason=Reason.CORRECTED.value)
    )


def withdraw(session: Session, vault: Vault, texts: Collection[str]) -> None:
    """Delete the rows with these redacted texts."""
    if texts:
        session.execute(delete(TrainingSentence).where(TrainingSentence.text_hash.in_(_hashes(vault, texts))))


def unlabelled(session: Session, vault: Vault, reason: Reason | None, limit: int) -> list[Sentence]:
    """Return rows that wait for a label: those with a choice first, then the oldest days. Raises CorruptDataError."""
    query = select(TrainingSentence).where(TrainingSentence.label.is_(None))
    if reason is not None:
        query = query.where(TrainingSentence.reason == reason.value)
    return [as_sentence(vault, row) for row in session.scalars(query.order_by(*queue_order()).limit(limit))]


def queue_order() -> tuple[Any, ...]:
    """Return in which order sentences wait: those with a person's choice first, then the oldest days."""
    chosen_first = case((TrainingSentence.chosen.is_not(None), 0), else_=1)
    return chosen_first, TrainingSentence.kept_on, TrainingSentence.id


def sentences_by_id(session: Session, vault: Vault, ids: Iterable[UUID]) -> dict[UUID, Sentence]:
    """Return the rows with these ids, labelled or not. Raises CorruptDataError."""
    rows = session.scalars(select(TrainingSentence).where(TrainingSentence.id.in_(list(ids))))
    return {row.id: as_sentence(vault, row) for row in rows}


def label_sentence(session: Session, sentence_id: UUID, label: str, now: datetime, **more: str | None) -> bool:
    """Give a row its label, and other columns with it. False when it has one already or is gone."""
    labelled = session.execute(
        update(TrainingSentence)
        .where(TrainingSentence.id == sentence_id, TrainingSentence.label.is_(None))
        .values(label=label, labelled_at=now, **more)
    )
    return bool(getattr(labelled, "rowcount", 0))


def delete_sentences(session: Session, until: date) -> int:
    """Delete every row kept on ``until`` or before, labelled or not. Returns how many."""
    deleted = session.execute(delete(TrainingSentence).where(TrainingSentence.kept_on <= until))
    return int(getattr(deleted, "rowcount", 0))


def _known(session: Session, vault: Vault, text: str) -> bool:
    same = select(TrainingSentence.id).where(TrainingSentence.text_hash.in_(_hashes(vault, [text])))
    return session.scalar(same.limit(1)) is not None


def _kept_on(session: Session, day: date) -> int:
    return session.scalar(select(func.count()).where(TrainingSentence.kept_on == day)) or 0


def _hashes(vault: Vault, texts: Iterable[str]) -> list[bytes]:
    return [found for text in texts for found in vault.fingerprints(_HASH_KIND, _compared(text))]


def _compared(text: str) -> str:
    """Return the form in which two texts are the same: case and stretched letters make no other sentence."""
    return " ".join(fold(text).split())


def as_sentence(vault: Vault, row: TrainingSentence) -> Sentence:
    """Return a row opened. Raises CorruptDataError."""
    return Sentence(
        id=row.id,
        text=vault.open(TrainingSentence.text_sealed, row.id, row.text_sealed),
        language=row.language,
        guesses=tuple(Guess(str(intent), float(confidence)) for intent, confidence in row.guesses),
        reason=Reason(row.reason),
        chosen=row.chosen,
        label=row.label,
        outcome=Outcome(row.outcome) if row.outcome else None,
        note=row.note,
        labelled_by=row.labelled_by,
    )
