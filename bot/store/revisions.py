"""Revisions of answers, which stand over the shipped files, and what was withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, select, text
from sqlalchemy.orm import Session

from bot.answers.added_topics import with_topics, without_topics
from bot.answers.catalog import Catalog, Revision
from bot.answers.model import Confidence, Form, RevisionState, Source, WithdrawalKind
from bot.store.hotline_revisions import published_hotlines, with_hotlines
from bot.store.tables.answers import AnswerRevision, Withdrawal
from bot.store.topics import added_topics
from bot.vocabulary import Language, is_topic

OPEN = (RevisionState.DRAFT.value, RevisionState.IN_REVIEW.value, RevisionState.SCHEDULED.value)


class Withdrawn(NamedTuple):
    """The keys of withdrawn answers and the ids of withdrawn hotlines."""

    answers: frozenset[str]
    hotlines: frozenset[str]


def published_revisions(session: Session) -> tuple[Revision, ...]:
    """Return every published revision; read at each turn, so a change shows in the next reply."""
    rows = session.scalars(
        select(AnswerRevision).where(AnswerRevision.state == RevisionState.PUBLISHED).order_by(AnswerRevision.number)
    )
    return tuple(as_revision(row) for row in rows)


def served_catalog(session: Session, shipped: Catalog) -> Catalog:
    """Return what people are answered with now: shipped texts, published revisions over them, withdrawals over both.

    An added topic without a published text, or a withdrawn one, is not there at all.
    """
    gone, published = withdrawn(session).answers, published_catalog(session, shipped)
    topics = [answer for answer in published.answers() if is_topic(answer.key)]
    lost = [topic.key for topic in topics if topic.key in gone or not topic.short]
    return without_topics(published, lost).without(gone, ())


def published_catalog(session: Session, shipped: Catalog) -> Catalog:
    """Return what is published, withdrawn answers too: what drafts are compared with. Withdrawn numbers are out.

    Added topics are there from the beginning on, without texts until some are published.
    """
    known = with_topics(with_hotlines(shipped, published_hotlines(session)), added_topics(session))
    return known.with_revisions(published_revisions(session)).without((), withdrawn(session).hotlines)


def as_revision(row: AnswerRevision) -> Revision:
    """Return a stored revision as the catalog takes it."""
    return Revision(
        key=row.key,
        language=Language(row.language),
        label=row.label,
        short=row.short,
        full=row.full,
        reference_hash=row.reference_hash,
        sources=None if row.sources is None else tuple(_source(data) for data in row.sources),
        reviewed_on=row.reviewed_on,
        review_by=row.review_by,
        speaker=row.speaker,
        next=None if row.next is None else tuple(row.next),
    )


def _source(data: Mapping[str, str | bool]) -> Source:
    texts = {name: str(data[name]) for name in ("fact", "title", "url", "date")}
    return Source(**texts, confidence=Confidence(str(data["confidence"])), perishable=bool(data["perishable"]))


def add_revision(
    session: Session, revision: Revision, state: RevisionState, author: str, reason: str, now: datetime
) -> AnswerRevision:
    """Add a revision under the next number of its key and language."""
    row = AnswerRevision(
        key=revision.key,
        language=revision.language.value,
        number=_next_number(session, revision.key, revision.language),
        label=revision.label,
        short=revision.short,
        full=revision.full,
        reference_hash=revision.reference_hash,
        sources=None if revision.sources is None else [_as_data(source) for source in revision.sources],
        reviewed_on=revision.reviewed_on,
        review_by=revision.review_by,
        speaker=revision.speaker,
        next=None if revision.next is None else list(revision.next),
        state=state.value,
        author=author,
        reason=reason,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _as_data(source: Source) -> dict[str, str | bool]:
    texts = {"fact": source.fact, "title": source.title, "url": source.url, "date": source.date}
    return {**texts, "confidence": source.confidence.value, "perishable": source.perishable}


def revisions_of(session: Session, key: str, language: Language) -> list[AnswerRevision]:
    """Return all revisions of an answer in a language, oldest first."""
    return list(session.scalars(select(AnswerRevision).where(_address(key, language)).order_by(AnswerRevision.number)))


def lock_revisions(session: Session) -> None:
    """Let one transaction at a time change answers; readers go on. SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {AnswerRevision.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def open_revision(session: Session, key: str, language: Language) -> AnswerRevision | None:
    """Return the newest revision that is not served yet: draft, in review or scheduled."""
    found = _address(key, language), AnswerRevision.state.in_(OPEN)
    return session.scalar(select(AnswerRevision).where(*found).order_by(AnswerRevision.number.desc()).limit(1))


def open_revisions(session: Session) -> list[AnswerRevision]:
    """Return every draft and every revision in review or scheduled, oldest first."""
    found = select(AnswerRevision).where(AnswerRevision.state.in_(OPEN))
    return list(session.scalars(found.order_by(AnswerRevision.created_at, AnswerRevision.key)))


def was_served(row: AnswerRevision) -> bool:
    """Tell whether people were answered with a revision, or with the shipped text that it notes."""
    return row.state == RevisionState.SHIPPED or row.published_at is not None


def served_number(session: Session, key: str, language: Language) -> int:
    """Return the number of what is served: the published revision, else the shipped text last noted; 0 for neither."""
    published = published_revision(session, key, language)
    if published is not None:
        return published.number
    shipped = _last_shipped(session, key) if language is Language.ID else None
    return shipped.number if shipped is not None else 0


def due_revisions(session: Session, now: datetime) -> list[AnswerRevision]:
    """Return the scheduled revisions whose time has come, Indonesian first: translations belong to it."""
    found = AnswerRevision.state == RevisionState.SCHEDULED, AnswerRevision.publish_at <= now
    rows = session.scalars(select(AnswerRevision).where(*found).order_by(AnswerRevision.publish_at))
    return sorted(rows, key=lambda row: row.language != Language.ID)


def newest_number(session: Session, key: str, language: Language) -> int:
    """Return the number of the newest revision, 0 when there is none."""
    return session.scalar(select(func.max(AnswerRevision.number)).where(_address(key, language))) or 0


def published_revision(session: Session, key: str, language: Language) -> AnswerRevision | None:
    """Return the published revision of an answer in a language, None where the shipped text is served."""
    return session.scalar(
        select(AnswerRevision).where(_address(key, language), AnswerRevision.state == RevisionState.PUBLISHED)
    )


def withdrawn(session: Session) -> Withdrawn:
    """Return what is withdrawn now."""
    rows = session.execute(select(Withdrawal.kind, Withdrawal.name)).all()
    named = {kind: frozenset(name for of, name in rows if of == kind) for kind in WithdrawalKind}
    return Withdrawn(named[WithdrawalKind.ANSWER], named[WithdrawalKind.HOTLINE])


def withdrawals(session: Session) -> list[Withdrawal]:
    """Return what is withdrawn, with who did it, when and why."""
    return list(session.scalars(select(Withdrawal).order_by(Withdrawal.at)))


def remove_withdrawal(session: Session, kind: WithdrawalKind, name: str) -> bool:
    """End a withdrawal. Returns False when there was none."""
    found = delete(Withdrawal).where(Withdrawal.kind == kind, Withdrawal.name == name).returning(Withdrawal.id)
    return session.scalar(found) is not None


def note_shipped(session: Session, key: str, texts: Mapping[Form, str], now: datetime) -> bool:
    """Note a shipped Indonesian text as a revision unless the last noted one is the same.

    Its state is "shipped": it is history only, served from the files, and never stands over an admin's text.
    """
    last = _last_shipped(session, key)
    if last is not None and {Form.LABEL: last.label, Form.SHORT: last.short, Form.FULL: last.full} == texts:
        return False
    shipped = Revision(key, Language.ID, texts[Form.LABEL], texts[Form.SHORT], texts[Form.FULL])
    add_revision(session, shipped, RevisionState.SHIPPED, "shipped files", "", now)
    return True


def _last_shipped(session: Session, key: str) -> AnswerRevision | None:
    found = _address(key, Language.ID), AnswerRevision.state == RevisionState.SHIPPED
    return session.scalar(select(AnswerRevision).where(*found).order_by(AnswerRevision.number.desc()).limit(1))


def _next_number(session: Session, key: str, language: Language) -> int:
    return newest_number(session, key, language) + 1


def _address(key: str, language: Language) -> ColumnElement[bool]:
    return and_(AnswerRevision.key == key, AnswerRevision.language == language.value)
