"""An added topic as whoever keeps it sees it: its examples, what waits, and whether the served model knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.services.learning import Learning
from bot.services.staff_names import names_of
from bot.staff.permissions import Actor, Permission
from bot.store.learning_jobs import jobs
from bot.store.topics import live_topics, sentences_of, was_published
from bot.training.jobs import JobKind
from bot.training.topic_data import LEAST_LEARNED
from bot.training.topic_sentences import LEAST, SentenceState, TopicSentence, enough
from bot.vocabulary import Language, Word


class Reach(Word):
    """How far people's questions are from a topic.

    ``DRAFT``: no text is published. ``WITHDRAWN``: taken away. ``WRITING``: its examples are not in the training data
    yet. ``FEW``: too few of them are. ``TRAINING``: no model knows it, or only one that is not served. ``KNOWN``:
    people who ask get it.
    """

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    WRITING = "writing"
    FEW = "few"
    TRAINING = "training"
    KNOWN = "known"


@dataclass(frozen=True)
class TopicOnDesk:
    """A topic. ``others``: the sentences that wait for this reader; authors by their names.

    ``waiting_model``: a model that knows the topic and is not served, None for none.
    """

    sentences: tuple[TopicSentence, ...]
    others: tuple[TopicSentence, ...]
    reach: Reach
    waiting_model: str | None
    may_write: bool
    may_approve: bool
    may_drop: bool
    in_work: bool

    @property
    def missing(self) -> int:
        """Return how many sentences are wanted before it can be handed in."""
        return max(0, LEAST - enough(one for one in self.sentences if one.state is not SentenceState.REFUSED))

    def in_language(self, language: str) -> tuple[TopicSentence, ...]:
        """Return the sentences in a language."""
        return tuple(one for one in self.sentences if one.language == language)


def read_topic(learning: Learning, actor: Actor, key: str) -> TopicOnDesk:
    """Return an added topic. Raises ForbiddenError."""
    actor.must(Permission.READ_ANSWERS)
    with learning.store.reading() as session:
        found = sentences_of(session, key)
        published, live = was_published(session, key), key in live_topics(session)
        names = names_of(session, [one.author for one in found])
        work = any(job.open for job in jobs(session, 1, JobKind.WRITE))
    current = learning.models.current()
    known = current is not None and key in current.topics
    waiting = next((model.id for model in learning.models.models() if key in model.topics and not known), None)
    may_approve = actor.may_review(Language.ID)
    proposed = [one for one in found if one.state is SentenceState.PROPOSED and one.author != actor.name]
    return TopicOnDesk(
        sentences=tuple(_named(found, names)),
        others=tuple(_named(proposed, names)) if may_approve else (),
        reach=_reach(found, published=published, live=live, known=known),
        waiting_model=waiting,
        may_write=actor.may(Permission.EDIT_ANSWERS),
        may_approve=may_approve,
        may_drop=actor.may(Permission.EDIT_ANSWERS) and not published,
        in_work=work,
    )


def served_topics(learning: Learning) -> frozenset[str]:
    """Return the added topics that the served model knows."""
    current = learning.models.current()
    return frozenset(current.topics) if current else frozenset()


def _reach(found: Sequence[TopicSentence], *, published: bool, live: bool, known: bool) -> Reach:
    written = sum(one.state is SentenceState.WRITTEN for one in found)
    waits = any(one.state is SentenceState.APPROVED for one in found)
    rules = {
        Reach.DRAFT: not live and not published,
        Reach.WITHDRAWN: not live,
        Reach.KNOWN: known,
        Reach.WRITING: written < LEAST_LEARNED and waits,
        Reach.FEW: written < LEAST_LEARNED,
    }
    return next((reach for reach, so in rules.items() if so), Reach.TRAINING)


def _named(sentences: Sequence[TopicSentence], names: Mapping[str, str]) -> list[TopicSentence]:
    return [replace(one, author=names[one.author]) for one in sentences]
