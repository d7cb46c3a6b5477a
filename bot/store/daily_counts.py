"""Counts by day: one more of something, and how many there were."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.clock import WITA
from bot.store.inserts import insert_once
from bot.store.tables.figures import DailyCount
from bot.vocabulary import Word

log = logging.getLogger(__name__)


class CountKind(Word):
    """What is counted: messages by what became of them, people a month, our messages, how long an answer took."""

    PEOPLE = "people"
    TURN = "turn"
    SENDING = "sending"
    WAIT = "wait"


class Counted(NamedTuple):
    """One thing that happened, to be counted."""

    kind: CountKind
    name: str
    channel: str = ""
    language: str = ""


def count_all(session: Session, day: date, things: Iterable[Counted]) -> None:
    """Count things that happened, inside the caller's transaction. Never fails it: a fault is logged."""
    try:
        with session.begin_nested():
            # In one order everywhere: two transactions must not wait for each other.
            for thing in sorted(things):
                _count(session, day, thing)
    except Exception as fault:
        log.error("not counted: %s", type(fault).__name__)


def sums_of(
    session: Session, kind: CountKind, first: date, last: date, *by: InstrumentedAttribute[Any]
) -> list[tuple[Any, ...]]:
    """Return the values of some columns of DailyCount with how often that was, from one day to another, both included.

    The database adds up: a year has some twenty thousand rows.
    """
    days = DailyCount.day.between(first, last)
    found = select(*by, func.sum(DailyCount.count)).where(DailyCount.kind == kind.value, days).group_by(*by)
    return [(*values, int(times)) for *values, times in session.execute(found)]


def first_day(session: Session) -> date | None:
    """Return the first day of which there is any count, None for none."""
    return session.scalar(select(func.min(DailyCount.day)))


def local_day(at: datetime) -> date:
    """Return the day in NTT."""
    return at.astimezone(WITA).date()


def _count(session: Session, day: date, thing: Counted) -> None:
    kind, name, channel, language = thing.kind.value, thing.name, thing.channel, thing.language
    insert_once(session, DailyCount(day=day, kind=kind, channel=channel, language=language, name=name, count=0))
    same = and_(
        DailyCount.day == day,
        DailyCount.kind == kind,
        DailyCount.channel == channel,
        DailyCount.language == language,
        DailyCount.name == name,
    )
    session.execute(update(DailyCount).where(same).values(count=DailyCount.count + 1))
