"""The queue of sentences that were not understood, as a labeller sees it, and the labels they give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from bot.errors import BadInputError
from bot.services.learning import Learning
from bot.staff.permissions import Actor, Permission
from bot.store.journal import note
from bot.store.label_desk import (
    Asked,
    correct_language,
    count_queued,
    last_label_to_write,
    last_labelled,
    mend_text,
    queued,
    take_label_back,
)
from bot.store.sentences import label_sentence, sentences_by_id
from bot.store.topics import live_topics
from bot.training.labels import LANGUAGES, Labelled, check_rows
from bot.training.sentence import SKIP, Outcome, Reason, Sentence
from bot.training.sheet import Row

PER_PAGE = 8
_SHOWN_LABELLED = 10
_UNSURE = frozenset({"other", "und"})
"""Guesses that may hide any language, so that every labeller sees these sentences."""


@dataclass(frozen=True)
class Wanted:
    """Which part of the queue; ``page`` from 1 on. ``only``: these sentences, as far as they still wait."""

    reason: Reason | None = None
    language: str = ""
    page: int = 1
    only: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Queue:
    """A page of the queue. ``by_reason`` and ``by_language`` count what waits, whatever the filters are.

    ``unwritten``: how many labels wait to be written into the training data, whoever gave them. ``topics``: the added
    ones that may be labels.
    """

    sentences: tuple[Sentence, ...]
    labelled: tuple[Sentence, ...]
    total: int
    page: int
    pages: int
    by_reason: Mapping[str, int]
    by_language: Mapping[str, int]
    unwritten: int
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saved:
    """What became of the labels of a page. ``taken``: rows that somebody else labelled meanwhile, as they are now.

    ``faults``: why a row was not taken, by its number on the page; all others are kept.
    """

    labelled: tuple[UUID, ...] = ()
    moved: int = 0
    taken: tuple[Sentence, ...] = ()
    faults: Mapping[int, str] = field(default_factory=dict)


def read_queue(learning: Learning, actor: Actor, wanted: Wanted) -> Queue:
    """Return a page of the queue and what was labelled last; noted before it is shown, as an export is.

    Raises ForbiddenError, CorruptDataError; BadInputError for a language the actor does not see.
    """
    actor.must(Permission.LABEL_SENTENCES)
    seen = _seen(actor)
    if wanted.language and seen is not None and wanted.language not in seen:
        raise BadInputError("choose one of the filters on the page")
    asked = Asked(frozenset({wanted.language}) if wanted.language else seen, wanted.reason)
    with learning.store.writing() as session:
        everything = count_queued(session, Asked(seen))
        total = sum(
            count
            for (reason, language), count in everything.items()
            if wanted.reason in {None, reason} and wanted.language in {"", language}
        )
        pages = max(1, -(-total // PER_PAGE))
        page = min(max(1, wanted.page), pages)
        sentences = _sentences(session, learning, actor, asked, wanted, page)
        unwritten = last_label_to_write(session)[0]
        topics = tuple(sorted(live_topics(session)))
        labelled = last_labelled(session, learning.store.vault, Asked(seen), _SHOWN_LABELLED)
        if shown := len(sentences) + len(labelled):
            note(session, learning.clock.now(), actor.name, "exported", "training_sentences", f"{shown} rows")
    by_reason, by_language = _summed(everything, 0), _summed(everything, 1)
    return Queue(tuple(sentences), tuple(labelled), total, page, pages, by_reason, by_language, unwritten, topics)


def label_page(learning: Learning, actor: Actor, rows: Sequence[Row]) -> Saved:
    """Keep the labels of a page at once; their sentences are written later, see write_labelled.py.

    A row without a label but with another language is moved there. Raises ForbiddenError, CorruptDataError.
    """
    actor.must(Permission.LABEL_SENTENCES)
    now, vault = learning.clock.now(), learning.store.vault
    with learning.store.writing() as session:
        known = sentences_by_id(session, vault, {row.uuid for row in rows if row.uuid})
        kept = {key: one for key, one in known.items() if _sees(actor, one)}
        taken = [one for row in rows if row.label and (one := kept.get(row.uuid or UUID(int=0))) and one.label]
        fresh = [row for row in rows if row.uuid not in {one.id for one in taken}]
        checked = check_rows(fresh, kept, live_topics(session))
        faults = dict(checked.faulty) | _foreign(actor, checked.good)
        good = [row for row in checked.good if row.line not in faults]
        labelled = tuple(row.id for row in good if _label(session, learning, actor, row, kept[row.id]))
        moved = _move(session, fresh, kept, faults)
        if labelled or moved:
            detail = f"{len(labelled)} rows, {moved} moved"
            note(session, now, actor.name, "labelled", "training_sentences", detail)
        late = {row.id for row in good} - set(labelled)
        taken += sentences_by_id(session, vault, late).values()
    return Saved(labelled, moved, tuple(taken), faults)


def undo_label(learning: Learning, actor: Actor, sentence_id: UUID) -> None:
    """Let a sentence wait again: the labeller's own, for admins anybody's. Raises ForbiddenError, BadInputError."""
    actor.must(Permission.LABEL_SENTENCES)
    with learning.store.writing() as session:
        found = sentences_by_id(session, learning.store.vault, [sentence_id]).get(sentence_id)
        mine = found is not None and (actor.labels is None or found.labelled_by == actor.name)
        if not mine or not take_label_back(session, sentence_id):
            raise BadInputError("this label cannot be taken back: it is in the training data, or not yours")
        note(session, learning.clock.now(), actor.name, "label_taken_back", f"training_sentence/{sentence_id}")


def _sentences(
    session: Session, learning: Learning, actor: Actor, asked: Asked, wanted: Wanted, page: int
) -> list[Sentence]:
    vault = learning.store.vault
    if not wanted.only:
        return queued(session, vault, asked, (page - 1) * PER_PAGE, PER_PAGE)
    found = sentences_by_id(session, vault, wanted.only)
    there = (found[each] for each in wanted.only if each in found)
    return [one for one in there if one.label is None and _sees(actor, one)]


def _label(session: Session, learning: Learning, actor: Actor, row: Labelled, was: Sentence) -> bool:
    skipped = row.label == SKIP
    outcome = Outcome.SKIPPED.value if skipped else None
    language = was.language if skipped else row.language
    more = {"labelled_by": actor.name, "outcome": outcome, "language": language}
    done = label_sentence(session, row.id, row.label, learning.clock.now(), **more)
    if done and not skipped and row.text != was.text:
        mend_text(session, learning.store.vault, row.id, row.text)
    return done


def _move(session: Session, rows: Iterable[Row], kept: Mapping[UUID, Sentence], faults: Mapping[int, str]) -> int:
    """Move sentences without a label to the language that was chosen for them."""
    moved = 0
    for row in rows:
        was = kept.get(row.uuid) if row.uuid else None
        if was is None or row.label or row.line in faults:
            continue
        if row.language in LANGUAGES and row.language != was.language:
            moved += correct_language(session, was.id, row.language)
    return moved


def _foreign(actor: Actor, good: Iterable[Labelled]) -> dict[int, str]:
    """Return the rows in a language that is not the labeller's; what is skipped has none."""
    if actor.labels is None:
        return {}
    fault = "you label in your own language only: choose it, or only move the sentence to its language"
    return {row.line: fault for row in good if row.label != SKIP and row.language not in actor.labels}


def _seen(actor: Actor) -> frozenset[str] | None:
    return None if actor.labels is None else actor.labels | _UNSURE


def _sees(actor: Actor, sentence: Sentence) -> bool:
    seen = _seen(actor)
    return seen is None or sentence.language in seen


def _summed(counts: Mapping[tuple[str, str], int], part: int) -> dict[str, int]:
    summed: dict[str, int] = {}
    for key, count in counts.items():
        summed[key[part]] = summed.get(key[part], 0) + count
    return summed
