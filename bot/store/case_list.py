"""Lists of cases for one officer: which, in which order, and how many of each kind; only columns are read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, func, select
from sqlalchemy.orm import Session

from bot.reports.cases import CaseKind, CaseState, Level
from bot.store.case_checks import ENDED
from bot.store.tables.cases import Case
from bot.vocabulary import Word


class SortBy(Word):
    """How a list is sorted: by the time until which somebody must act, the newest first, or the most pressing first."""

    DEADLINE = "deadline"
    NEWEST = "newest"
    LEVEL = "level"


@dataclass(frozen=True)
class ListedCase:
    """One line of a list. Times are aware; ``taken_by``: the officer who has it; ``late``: nobody took it in time."""

    code: str
    kind: CaseKind
    state: CaseState
    level: Level
    regency: str
    confirmed: bool
    act_by: datetime
    created_at: datetime
    taken_by: UUID | None
    late: bool


@dataclass(frozen=True)
class Counts:
    """How many cases there are in all, of each level and state, how many are late, and how many the officer has."""

    total: int = 0
    levels: Counter[Level] = field(default_factory=Counter)
    states: Counter[CaseState] = field(default_factory=Counter)
    late: int = 0
    mine: int = 0


def is_late_at(now: datetime) -> ColumnElement[bool]:
    """Return where the time to act on an open case is over and nobody took it."""
    return and_(Case.taken_at.is_(None), Case.act_by < now, Case.state.not_in(ENDED))


def read_cases(
    session: Session, where: ColumnElement[bool], sort: SortBy, now: datetime, offset: int, count: int
) -> list[ListedCase]:
    """Return ``count`` cases from ``offset`` on; cases that are equal in the order follow their code."""
    columns = (Case.code, Case.kind, Case.state, Case.level, Case.regency, Case.confirmed, Case.act_by)
    late = is_late_at(now).label("late")
    rows = session.execute(
        select(*columns, Case.created_at, Case.taken_by, late)
        .where(where)
        .order_by(*_order(sort), Case.code)
        .offset(offset)
        .limit(count)
    )
    return [
        ListedCase(
            code=row.code,
            kind=CaseKind(row.kind),
            state=CaseState(row.state),
            level=Level(row.level),
            regency=row.regency,
            confirmed=row.confirmed,
            act_by=row.act_by,
            created_at=row.created_at,
            taken_by=row.taken_by,
            late=bool(row.late),
        )
        for row in rows
    ]


def count_cases(session: Session, where: ColumnElement[bool], officer_id: UUID, now: datetime) -> Counts:
    """Return how many cases there are of each kind; ``mine`` are those ``officer_id`` took."""
    late = case((is_late_at(now), 1), else_=0).label("late")
    mine = case((Case.taken_by == officer_id, 1), else_=0).label("mine")
    groups = (Case.level, Case.state, late, mine)
    levels, states = Counter[Level](), Counter[CaseState]()
    total = all_late = all_mine = 0
    for level, state, is_late, is_mine, count in session.execute(
        select(*groups, func.count()).where(where).group_by(*groups)
    ):
        levels[Level(level)] += count
        states[CaseState(state)] += count
        total, all_late, all_mine = total + count, all_late + is_late * count, all_mine + is_mine * count
    return Counts(total, levels, states, all_late, all_mine)


def _order(sort: SortBy) -> Sequence[SQLColumnExpression[Any]]:
    if sort is SortBy.NEWEST:
        return [Case.created_at.desc()]
    if sort is SortBy.LEVEL:
        ranks = {level.value: rank for rank, level in enumerate(Level)}
        return [case(ranks, value=Case.level, else_=len(ranks)), Case.act_by]
    return [Case.act_by]
