"""Published revisions of answers, which stand over the shipped files."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
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
    last = session.scalar(
        select(AnswerRevision)
        .where(AnswerRevision.key == key, AnswerRevision.language == Language.ID.value)
        .where(AnswerRevision.state == "shipped")
        .order_by(AnswerRevision.number.desc())
        .limit(1)
    )
    forms = {"label": texts[Form.LABEL], "short": texts[Form.SHORT], "full": texts[Form.FULL]}
    if last is not None and all(getattr(last, name) == text for name, text in forms.items()):
        return False
    number = session.scalar(
        select(func.max(AnswerRevision.number)).where(
            AnswerRevision.key == key, AnswerRevision.language == Language.ID.value
        )
    )
    session.add(
        AnswerRevision(
            key=key,
            language=Language.ID.value,
            number=(number or 0) + 1,
            state="shipped",
            author="shipped files",
            created_at=now,
            label=texts[Form.LABEL],
            short=texts[Form.SHORT],
            full=texts[Form.FULL],
        )
    )
    return True
