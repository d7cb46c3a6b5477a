"""Cases page by page, the oldest first: for exports, which never hold more than a page of them in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from bot.store.cases import add_event
from bot.store.tables.cases import Case

PAGE = 500


class CountedCase(NamedTuple):
    """What statistics read of a case."""

    regency: str
    kind: str
    level: str
    created_at: datetime


def how_many(session: Session, where: ColumnElement[bool]) -> int:
    """Return how many cases there are."""
    return session.scalar(select(func.count()).select_from(Case).where(where)) or 0


def page_after(session: Session, where: ColumnElement[bool], last: tuple[datetime, str] | None) -> Sequence[Case]:
    """Return the next page of cases after one that began then and has this code; they are cut off the session."""
    order = (Case.created_at, Case.code)
    found = select(Case).where(where).order_by(*order).limit(PAGE)
    if last is not None:
        found = found.where(tuple_(*order) > last)
    rows = session.scalars(found).all()
    session.expunge_all()
    return rows


def counted_cases(session: Session, where: ColumnElement[bool]) -> Iterator[CountedCase]:
    """Yield what statistics read of all cases."""
    columns = (Case.regency, Case.kind, Case.level, Case.created_at)
    yield from map(CountedCase._make, session.execute(select(*columns).where(where)))


def note_exported(session: Session, case_ids: Sequence[UUID], at: datetime, actor: str, detail: str) -> None:
    """Put into the history of cases that they were exported."""
    for case in session.scalars(select(Case).where(Case.id.in_(case_ids))):
        add_event(session, case, at, actor, "exported", detail)
