"""Published revisions of answers, which stand over the shipped files."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from bot.answers.catalog import Revision
from bot.answers.model import Form
from bot.store.tables.answers import AnswerRevision
from bot.vocabulary import Language


def published_revisions(session: Session) -> tuple[Revision, ...]:
    """Return every published revision; read at each turn, so a change shows in the next reply."""
    rows = session.scalars(
        select(AnswerRevision).where(AnswerRevision.state == "published").order_by(AnswerRevision.number)
    )
    return tuple(_revision(row) for row in rows)


def _revision(row: AnswerRevision) -> Revision:
    return Revision(
        key=row.key,
        language=Language(row.language),
        label=row.label,
        short=row.short,
        full=row.full,
        reference_hash=row.reference_hash,
    )


def note_shipped(session: Session, key: str, texts: Mapping[Form, str], now: datetime) -> bool:
    """Note a shipped Indonesian text as a revision unless the last noted one is the same.

    Its state is "shipped": it is history only, served from the files, and never stands over an admin's text.
    """
    last = _last_shipped(session, key)
    if last is not None and {Form.LABEL: last.label, Form.SHORT: last.short, Form.FULL: last.full} == texts:
        return False
    session.add(
        AnswerRevision(
            key=key,
            language=Language.ID.value,
            number=_next_number(session, key),
            state="shipped",
            author="shipped files",
            created_at=now,
            label=texts[Form.LABEL],
            short=texts[Form.SHORT],
            full=texts[Form.FULL],
        )
    )
    return True


def _last_shipped(session: Session, key: str) -> AnswerRevision | None:
    return session.scalar(
        select(AnswerRevision)
        .where(_indonesian(key), AnswerRevision.state == "shipped")
        .order_by(AnswerRevision.number.desc())
        .limit(1)
    )


def _next_number(session: Session, key: str) -> int:
    return (session.scalar(select(func.max(AnswerRevision.number)).where(_indonesian(key))) or 0) + 1


def _indonesian(key: str) -> ColumnElement[bool]:
    return and_(AnswerRevision.key == key, AnswerRevision.language == Language.ID.value)
