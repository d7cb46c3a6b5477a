"""The examples of added topics in the training data: their files are made anew from the database each time."""

from collections.abc import Mapping, Sequence

from bot.services.learning import Learning
from bot.store.journal import note
from bot.store.topics import forget_left, settle_sentence, topic_keys, written_sentences
from bot.training.labelled import write_topics
from bot.training.labels import Labelled
from bot.training.standins import with_stand_ins
from bot.training.topic_sentences import SentenceState, TopicSentence
from bot.understanding.examples import Example


def topic_row(line: int, one: TopicSentence) -> Labelled:
    """Return an example as it is compared with all other sentences."""
    return Labelled(line, one.id, one.text, one.language, one.topic)


def write_topic_sentences(
    learning: Learning, rows: Sequence[Labelled], faults: Mapping[int, str], by: str
) -> tuple[int, int]:
    """Settle the rows and write what belongs into the data by now. Returns how many were added, and how many refused.

    The files are written before the transaction ends: whoever is killed in between does it again, and finds its
    sentences there.
    """
    now = learning.clock.now()
    with learning.store.writing() as session:
        for row in rows:
            fault = faults.get(row.line, "")
            settle_sentence(session, row.id, SentenceState.REFUSED if fault else SentenceState.WRITTEN, now, fault)
        forget_left(session, now)
        written = [_example(one) for one in written_sentences(session)]
        write_topics(written, topic_keys(session), learning.nlu_data)
        refused = sum(row.line in faults for row in rows)
        detail = f"{len(rows) - refused} rows, {refused} refused, {len(written)} in all"
        note(session, now, by, "wrote", "topic_sentences", detail)
    return len(rows) - refused, refused


def _example(one: TopicSentence) -> Example:
    return Example(with_stand_ins(one.text), one.topic, one.language)
