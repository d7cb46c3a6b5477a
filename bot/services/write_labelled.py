"""Labelled sentences into the training data, in the background: comparing with 43,500 others takes half a minute.

The examples of added topics go along: in once a second person approved them, out when their topic is withdrawn.
Every step can be killed: a sentence that was being written is taken up again, and found where it is written already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from bot.services.learning import Learning
from bot.services.write_topics import topic_row, write_topic_sentences
from bot.store.journal import note
from bot.store.label_desk import claim_labelled, last_label_to_write, settle, still_claimed
from bot.store.learning_jobs import jobs, queue_job
from bot.store.topics import sentences_to_write, topics_to_write
from bot.training.jobs import JobKind, Phase
from bot.training.labelled import Sorted, only_writer, sort_out, write_sentences
from bot.training.labels import Labelled
from bot.training.sentence import Outcome, Sentence

WRITE_AFTER = timedelta(minutes=10)
"""How long labels rest after the last one, so that a slip can be taken back."""

ACTOR = "worker"
Step = Callable[[Phase, int, int], None]


@dataclass(frozen=True)
class Written:
    """How many sentences were added, and how many refused."""

    added: int = 0
    refused: int = 0


def write_labelled(learning: Learning, say: Step, by: str = ACTOR) -> Written:
    """Write all that waits: labels, examples of topics. Raises BadInputError for training files that cannot be read."""
    say(Phase.WAITING, 0, 0)
    with only_writer(learning.nlu_data):
        with learning.store.writing() as session:
            claimed = claim_labelled(session, learning.store.vault)
            asked = sentences_to_write(session)
            changed = topics_to_write(session)[0]
        if not claimed and not changed:
            return Written()
        say(Phase.SORTING, 0, 0)
        rows = [_as_labelled(line, one) for line, one in enumerate(claimed)]
        examples = [topic_row(line, one) for line, one in enumerate(asked, len(rows))]
        sorted_out = sort_out([*rows, *examples], learning.nlu_data)
        of_labels = _write_labels(learning, rows, sorted_out, by)
        of_topics = write_topic_sentences(learning, examples, sorted_out.faults, by) if changed else (0, 0)
    return Written(of_labels[0] + of_topics[0], of_labels[1] + of_topics[1])


def _write_labels(learning: Learning, rows: list[Labelled], sorted_out: Sorted, by: str) -> tuple[int, int]:
    """Write the labelled sentences that are still wanted. Returns how many were added, and how many refused."""
    if not rows:
        return 0, 0
    with learning.store.reading() as session:
        there = still_claimed(session, (row.id for row in rows))
    wanted = {row.line for row in rows if row.id in there}
    write_sentences([one for line, one in sorted_out.made if line in wanted], learning.nlu_data)
    refused = {row.id: sorted_out.faults[row.line] for row in rows if row.line in sorted_out.faults}
    added = [row.id for row in rows if row.id not in refused]
    with learning.store.writing() as session:
        _settle(session, added, refused)
        detail = f"{len(added)} rows, {len(refused)} refused"
        note(session, learning.clock.now(), by, "wrote", "training_sentences", detail)
    return len(added), len(refused)


def queue_due_writing(learning: Learning) -> bool:
    """Ask for the writing when labels have rested, or a writer was killed; at most every ten minutes."""
    now = learning.clock.now()
    with learning.store.reading() as session:
        due = _is_due(session, now)
    if not due:
        return False
    with learning.store.writing() as session:
        return queue_job(session, JobKind.WRITE, ACTOR, now)


def _is_due(session: Session, now: datetime) -> bool:
    if not (_rested(now, *last_label_to_write(session)) or _rested(now, *topics_to_write(session))):
        return False
    tried = jobs(session, 1, JobKind.WRITE)
    ended = tried[0].ended_at if tried else None
    return ended is None or ended <= now - WRITE_AFTER


def _rested(now: datetime, count: int, last: datetime | None, left: bool = False) -> bool:
    return bool(count) and (left or last is None or last <= now - WRITE_AFTER)


def _settle(session: Session, added: list[UUID], refused: dict[UUID, str]) -> None:
    settle(session, added, Outcome.ADDED)
    for sentence_id, fault in refused.items():
        settle(session, [sentence_id], Outcome.REFUSED, fault)


def _as_labelled(line: int, one: Sentence) -> Labelled:
    return Labelled(line, one.id, one.text, one.language, str(one.label))
