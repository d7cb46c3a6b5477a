"""Kept sentences out to a sheet, and the labels of a sheet back in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.sentences import label_sentence, sentences_by_id, unlabelled
from bot.store.topics import live_topics
from bot.training.labelled import only_writer, sort_out, write_sentences
from bot.training.labels import Checked, Labelled, check_rows, teaching
from bot.training.sentence import SKIP, Outcome, Reason, Sentence
from bot.training.sheet import Row
from bot.understanding.examples import Example

_ACTOR = "command line"


@dataclass(frozen=True)
class Added:
    """What became of a sheet. ``changed``: False when faults kept everything as it was."""

    checked: Checked
    new: tuple[Example, ...] = ()
    refused: tuple[str, ...] = ()
    labelled: int = 0
    changed: bool = False


def sentences_to_label(store: Store, clock: Clock, reason: Reason | None, limit: int) -> list[Sentence]:
    """Return kept sentences that have no label yet, and note that they were taken out. Raises CorruptDataError."""
    with store.writing() as session:
        found = unlabelled(session, store.vault, reason, limit)
        if found:
            note(session, clock.now(), _ACTOR, "exported", "training_sentences", f"{len(found)} rows")
    return found


def add_labelled(store: Store, clock: Clock, rows: Sequence[Row], nlu_data: Path, *, partial: bool) -> Added:
    """Label the rows of a sheet and add their sentences to the training data.

    With a faulty row nothing is changed, unless ``partial`` takes the good ones. The files are written before the
    labels: whoever is killed in between runs it again, and finds its sentences there.
    """
    with store.reading() as session:
        kept = sentences_by_id(session, store.vault, {row.uuid for row in rows if row.uuid})
        topics = live_topics(session)
    checked = check_rows(rows, kept, topics)
    if checked.faults and not partial:
        return Added(checked)
    with only_writer(nlu_data):
        sorted_out = sort_out(teaching(checked.good), nlu_data)
        write_sentences(sorted_out.new, nlu_data)
        count = _label(store, clock, checked.good, sorted_out.faults)
    return Added(checked, sorted_out.new, sorted_out.refused, count, changed=True)


def _label(store: Store, clock: Clock, good: Sequence[Labelled], faults: Mapping[int, str]) -> int:
    """Label the rows; what gets no training sentence, as a near twin does not, is done with as well."""
    if not good:
        return 0
    now = clock.now()
    with store.writing() as session:
        count = sum(
            label_sentence(
                session, row.id, row.label, now, outcome=_outcome(row, faults), note=faults.get(row.line, "")
            )
            for row in good
        )
        note(session, now, _ACTOR, "labelled", "training_sentences", f"{count} rows")
    return count


def _outcome(row: Labelled, faults: Mapping[int, str]) -> str:
    if row.label == SKIP:
        return str(Outcome.SKIPPED)
    return str(Outcome.REFUSED if row.line in faults else Outcome.ADDED)
