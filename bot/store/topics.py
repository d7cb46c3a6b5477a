"""Topics that admins added, and the sentences people ask for them with."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.answers.model import ADDED_TOPICS, Answer, RevisionState, WithdrawalKind
from bot.store.tables.answers import AnswerRevision, Withdrawal
from bot.store.tables.topics import AddedTopic
from bot.store.tables.topics import TopicSentence as Row
from bot.training.topic_sentences import NewSentence, SentenceState, TopicSentence
from bot.vocabulary import Language

_IN_DATA = (SentenceState.WRITTEN.value, SentenceState.LEAVING.value)


def added_topics(session: Session) -> tuple[Answer, ...]:
    """Return every added topic as an answer without texts but its title; revisions hold them. Oldest first."""
    rows = session.scalars(select(AddedTopic).order_by(AddedTopic.created_at, AddedTopic.key))
    return tuple(Answer(row.key, ADDED_TOPICS, row.label, "", "", tuple(map(str, row.next))) for row in rows)


def live_topics(session: Session) -> frozenset[str]:
    """Return the keys of the added topics people can be answered with: published, and not withdrawn."""
    published = (
        select(AddedTopic.key)
        .join(AnswerRevision, AnswerRevision.key == AddedTopic.key)
        .where(AnswerRevision.language == Language.ID.value, AnswerRevision.state == RevisionState.PUBLISHED)
    )
    gone = select(Withdrawal.name).where(Withdrawal.kind == WithdrawalKind.ANSWER)
    return frozenset(session.scalars(published.where(AddedTopic.key.not_in(gone))))


def topic_keys(session: Session) -> frozenset[str]:
    """Return the keys of all added topics."""
    return frozenset(session.scalars(select(AddedTopic.key)))


def add_topic(session: Session, topic: Answer, by: str, now: datetime) -> None:
    """Add a topic under a key nobody has."""
    row = AddedTopic(key=topic.key, label=topic.label, next=list(topic.next), created_by=by, created_at=now)
    session.add(row)
    session.flush()


def was_published(session: Session, key: str) -> bool:
    """Tell whether people were ever answered with a topic."""
    found = AnswerRevision.key == key, AnswerRevision.published_at.is_not(None)
    return session.scalar(select(AnswerRevision.id).where(*found).limit(1)) is not None


def delete_topic(session: Session, key: str) -> None:
    """Delete a topic and its sentences; its revisions stay as history."""
    session.execute(delete(Row).where(Row.key == key))
    session.execute(delete(AddedTopic).where(AddedTopic.key == key))


def sentences_of(session: Session, key: str) -> list[TopicSentence]:
    """Return the sentences of a topic but those that leave, oldest first."""
    rows = session.scalars(select(Row).where(Row.key == key, Row.state != SentenceState.LEAVING).order_by(Row.seq))
    return [_sentence(row) for row in rows]


def sentence_counts(session: Session) -> Mapping[str, int]:
    """Return how many sentences every topic has."""
    counted = select(Row.key, func.count()).where(Row.state != SentenceState.LEAVING).group_by(Row.key)
    return {str(key): int(count) for key, count in session.execute(counted)}


def add_sentences(session: Session, key: str, new: Iterable[NewSentence], by: str, now: datetime) -> int:
    """Add sentences nobody else has read yet. Returns how many."""
    rows = [_row(key, one, by, now) for one in new]
    session.add_all(rows)
    session.flush()
    return len(rows)


def approve_sentences(
    session: Session, key: str, by: str, now: datetime, ids: Collection[UUID] | None = None, *, own: bool = False
) -> int:
    """Approve the sentences of a topic that others proposed, all of them or these; ``own``: one's own too.

    Returns how many.
    """
    wanted = [Row.key == key, Row.state == SentenceState.PROPOSED]
    if not own:
        wanted.append(Row.author != by)
    if ids is not None:
        wanted.append(Row.id.in_(list(ids)))
    values = {"state": SentenceState.APPROVED.value, "approved_by": by, "changed_at": now}
    return _count(session.execute(update(Row).where(*wanted).values(**values)))


def take_sentence_away(session: Session, key: str, sentence_id: UUID, now: datetime) -> bool:
    """Take a sentence away: at once, or with the next writing where it is in the training data."""
    mine = Row.key == key, Row.id == sentence_id
    leaving = {"state": SentenceState.LEAVING.value, "changed_at": now}
    written = update(Row).where(*mine, Row.state == SentenceState.WRITTEN).values(**leaving)
    if _count(session.execute(written)):
        return True
    return bool(_count(session.execute(delete(Row).where(*mine, Row.state.not_in(_IN_DATA)))))


def sentences_to_write(session: Session) -> list[TopicSentence]:
    """Return the approved sentences of live topics, oldest first."""
    live = live_topics(session)
    rows = session.scalars(select(Row).where(Row.state == SentenceState.APPROVED, Row.key.in_(live)).order_by(Row.seq))
    return [_sentence(row) for row in rows]


def written_sentences(session: Session) -> list[TopicSentence]:
    """Return what belongs into the training data by now: the written sentences of live topics, oldest first."""
    live = live_topics(session)
    rows = session.scalars(select(Row).where(Row.state == SentenceState.WRITTEN, Row.key.in_(live)).order_by(Row.seq))
    return [_sentence(row) for row in rows]


def settle_sentence(session: Session, sentence_id: UUID, state: SentenceState, now: datetime, note: str = "") -> None:
    """Say what became of an approved sentence; one that was taken away meanwhile stays away."""
    approved = Row.id == sentence_id, Row.state == SentenceState.APPROVED
    session.execute(update(Row).where(*approved).values(state=state.value, note=note[:120], changed_at=now))


def forget_left(session: Session, now: datetime) -> None:
    """Delete what left the training data; a withdrawn topic's sentences wait there to be written again."""
    session.execute(delete(Row).where(Row.state == SentenceState.LEAVING))
    waits = {"state": SentenceState.APPROVED.value, "changed_at": now}
    gone = Row.state == SentenceState.WRITTEN, Row.key.not_in(live_topics(session))
    session.execute(update(Row).where(*gone).values(**waits))


def topics_to_write(session: Session) -> tuple[int, datetime | None]:
    """Return how many sentences have to get into the training data or out of it, and when the last changed."""
    live = live_topics(session)
    enters = and_(Row.state == SentenceState.APPROVED, Row.key.in_(live))
    leaves = or_(Row.state == SentenceState.LEAVING, and_(Row.state == SentenceState.WRITTEN, Row.key.not_in(live)))
    count, last = session.execute(select(func.count(), func.max(Row.changed_at)).where(or_(enters, leaves))).one()
    return count, last


def _row(key: str, one: NewSentence, by: str, now: datetime) -> Row:
    return Row(
        key=key,
        language=one.language,
        text=one.text,
        speaker=one.speaker,
        state=SentenceState.PROPOSED.value,
        author=by,
        added_at=now,
        changed_at=now,
    )


def _sentence(row: Row) -> TopicSentence:
    return TopicSentence(
        id=row.id,
        topic=row.key,
        language=row.language,
        text=row.text,
        speaker=row.speaker,
        state=SentenceState(row.state),
        author=row.author,
        added_at=row.added_at,
        approved_by=row.approved_by,
        note=row.note,
    )


def _count(done: object) -> int:
    return int(getattr(done, "rowcount", 0))
