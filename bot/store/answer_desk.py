"""Around the answers: how often they are given, what the staff says about drafts, and drafts that are tried."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.answers.added_topics import with_topics
from bot.answers.catalog import Catalog
from bot.messaging.address import WHATSAPP_PREFIX
from bot.messaging.simulated import is_simulated
from bot.store.inserts import insert_once
from bot.store.revisions import as_revision
from bot.store.tables.answers import AnswerComment, AnswerRating, AnswerRevision, AnswerTrial, AnswerUse
from bot.store.topics import added_topics
from bot.vocabulary import Language


def count_use(session: Session, day: date, key: str, language: Language) -> None:
    """Count that an answer was given on a day; nothing tells to whom."""
    insert_once(session, AnswerUse(day=day, key=key, language=language.value, count=0))
    same = AnswerUse.day == day, AnswerUse.key == key, AnswerUse.language == language.value
    session.execute(update(AnswerUse).where(*same).values(count=AnswerUse.count + 1))


def uses_since(session: Session, day: date) -> dict[str, int]:
    """Return how often each answer was given from a day on."""
    return uses_between(session, day, date.max)


def uses_between(session: Session, first: date, last: date) -> dict[str, int]:
    """Return how often each answer was given from one day to another, both included."""
    days = AnswerUse.day.between(first, last)
    found = select(AnswerUse.key, func.sum(AnswerUse.count)).where(days).group_by(AnswerUse.key)
    return {key: int(count) for key, count in session.execute(found)}


def ratings_since(session: Session, day: date) -> Mapping[str, tuple[int, int]]:
    """Return how many people each answer helped, and did not, from a day on."""
    return ratings_between(session, day, date.max)


def ratings_between(session: Session, first: date, last: date) -> Mapping[str, tuple[int, int]]:
    """Return how many people each answer helped, and did not, from one day to another, both included."""
    found = (
        select(AnswerRating.key, AnswerRating.helped, func.sum(AnswerRating.count))
        .where(AnswerRating.day.between(first, last))
        .group_by(AnswerRating.key, AnswerRating.helped)
    )
    counted: dict[str, tuple[int, int]] = {}
    for key, helped, count in session.execute(found):
        good, bad = counted.get(key, (0, 0))
        counted[key] = (good + int(count), bad) if helped else (good, bad + int(count))
    return counted


def add_comment(session: Session, row: AnswerRevision, author: str, text: str, at: datetime) -> None:
    """Keep what somebody says about a revision."""
    session.add(AnswerComment(key=row.key, language=row.language, number=row.number, author=author, text=text, at=at))


def comments_on(session: Session, key: str, language: Language) -> list[AnswerComment]:
    """Return what was said about an answer in a language, oldest first."""
    found = AnswerComment.key == key, AnswerComment.language == language.value
    return list(session.scalars(select(AnswerComment).where(*found).order_by(AnswerComment.seq)))


def begin_trial(session: Session, number: str, revision_id: UUID, now: datetime) -> None:
    """Answer a simulated number with a revision from now on. Raises ValueError for a number a person could have."""
    if not is_simulated(number):
        raise ValueError("drafts are tried on simulated numbers only")
    end_trial(session, number)
    session.add(AnswerTrial(address=number, revision_id=revision_id, begun_at=now))


def end_trial(session: Session, number: str) -> None:
    """Answer a simulated number like everybody again."""
    session.execute(delete(AnswerTrial).where(AnswerTrial.address == number))


def forget_trials(session: Session, before: datetime) -> None:
    """Forget trials that nobody ended."""
    session.execute(delete(AnswerTrial).where(AnswerTrial.begun_at < before))


def tried_revision(session: Session, address: str | None) -> AnswerRevision | None:
    """Return the revision that is tried on an address; always None for one a person could have."""
    if address is None or not is_simulated(address):
        return None
    tried = select(AnswerTrial.revision_id).where(AnswerTrial.address == address.removeprefix(WHATSAPP_PREFIX))
    return session.scalar(select(AnswerRevision).where(AnswerRevision.id.in_(tried)))


def with_trial(session: Session, catalog: Catalog, address: str | None) -> Catalog:
    """Return the answers as they would be with the revision that is tried on an address, if any."""
    row = tried_revision(session, address)
    if row is None:
        return catalog
    tried = [topic for topic in added_topics(session) if topic.key == row.key]
    return with_topics(catalog, tried).with_revisions([as_revision(row)])
