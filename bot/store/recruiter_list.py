"""Lists of recruiters for one officer, over the cases that are open to them; only columns are read.

A list is sorted and filtered by how many phones its credible reports came from. Two phones one of which names the other
count as one person for the flag (bot/recruiters/flags.py): that is told by what is sealed, so it is looked at where a
recruiter is shown.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from bot.recruiters.flags import ENOUGH_REPORTERS, Flag
from bot.store.case_checks import ENDED
from bot.store.case_glimpses import COLUMNS, Glimpse
from bot.store.recruiter_history import RULED
from bot.store.recruiters import LinkHow
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import Recruiter, RecruiterAct, RecruiterLink

NO_FLAG = "none"
ORDER = (Flag.VERIFIED.value, Flag.CORROBORATED.value, Flag.REPORTED.value, NO_FLAG, Flag.CLEARED.value)
"""Flags as they are listed, what is surest first; of each flag the recruiters with open cases come first."""


@dataclass(frozen=True)
class ListedRecruiter:
    """One line. ``cases`` and ``open_cases``: how many an officer sees, and how many of them have not ended."""

    root_id: UUID
    cases: int
    open_cases: int
    newest: datetime
    flag: str
    ruling: str


def read_recruiters(
    session: Session,
    is_open: ColumnElement[bool],
    *,
    flag: str = "",
    regency: str | None = None,
    found: ColumnElement[bool] | None = None,
    offset: int = 0,
    count: int = 25,
) -> tuple[list[ListedRecruiter], Counter[str]]:
    """Return ``count`` recruiters from ``offset`` on, and how many there are of each flag (all of them, unfiltered).

    ``is_open``: which cases the officer may see. ``regency``, ``found``: at least one of these cases is there, or fits.
    """
    listed = _listed(is_open, regency, found)
    # Counted beside the lines, not by a second statement: grouping all cases is what takes the time.
    many = [func.count(case((listed.c.flag == each, 1))).over().label(f"many_{each}") for each in ORDER]
    counted = select(listed, *many).subquery()
    wanted = select(counted).where(counted.c.flag == flag) if flag else select(counted)
    rows = session.execute(wanted.order_by(*_order(counted)).offset(offset).limit(count)).all()
    if not rows:
        return [], Counter(session.scalars(select(listed.c.flag)))
    width = len(fields(ListedRecruiter))
    counts = Counter(dict(zip(ORDER, rows[0][width:], strict=True)))
    return [ListedRecruiter(*row[:width]) for row in rows], counts


def sizes_of_recruiters(
    session: Session, is_open: ColumnElement[bool], flags: Collection[str], least: int
) -> list[int]:
    """Return of how many cases each recruiter with one of these flags is, of ``least`` cases or more."""
    listed = _listed(is_open)
    return list(session.scalars(select(listed.c.cases).where(listed.c.flag.in_(flags), listed.c.cases >= least)))


def _listed(
    is_open: ColumnElement[bool], regency: str | None = None, found: ColumnElement[bool] | None = None
) -> Subquery:
    """Return all recruiters of these cases, each with its counts, its flag and its ruling."""
    groups = _grouped(is_open, regency, found).subquery()
    rulings = _rulings(is_open)
    ruling = func.coalesce(rulings.c.ruling, "")
    reporters = groups.c.phones + groups.c.erased
    named = case(
        (ruling != "", ruling),
        (reporters >= ENOUGH_REPORTERS, Flag.CORROBORATED.value),
        (reporters > 0, Flag.REPORTED.value),
        else_=NO_FLAG,
    ).label("flag")
    columns = (groups.c.root_id, groups.c.cases, groups.c.open_cases, groups.c.newest)
    return (
        select(*columns, named, ruling.label("ruling"))
        .join(rulings, rulings.c.root_id == groups.c.root_id, isouter=True)
        .subquery()
    )


def _order(listed: Subquery) -> tuple[ColumnElement[Any], ...]:
    rank = case({each: number for number, each in enumerate(ORDER)}, value=listed.c.flag)
    return listed.c.open_cases == 0, rank, listed.c.open_cases.desc(), listed.c.newest.desc(), listed.c.root_id


def cases_of_roots(
    session: Session, is_open: ColumnElement[bool], roots: Collection[UUID], most: int
) -> dict[UUID, list[Glimpse]]:
    """Return the open cases of each of these recruiters, the newest first and at most ``most`` of each."""
    newest = func.row_number().over(partition_by=Recruiter.root_id, order_by=(Case.created_at.desc(), Case.code.desc()))
    numbered = (
        _belonging(select(Recruiter.root_id, *COLUMNS, newest.label("number")))
        .where(is_open, Recruiter.root_id.in_(roots))
        .subquery()
    )
    found: dict[UUID, list[Glimpse]] = {root: [] for root in roots}
    for root, *columns, _ in session.execute(select(numbered).where(numbered.c.number <= most)):
        found[root].append(Glimpse(*columns))
    for cases in found.values():
        cases.sort(key=lambda case: (case.created_at, case.code), reverse=True)
    return found


def _grouped(is_open: ColumnElement[bool], regency: str | None, found: ColumnElement[bool] | None) -> Any:
    """Return the cases of each recruiter, counted. ``erased``: 1 where a credible one leads back to nobody any more."""
    ended = Case.state.in_(ENDED)
    grouped = _belonging(
        select(
            Recruiter.root_id,
            func.count().label("cases"),
            func.sum(case((ended, 0), else_=1)).label("open_cases"),
            func.max(Case.created_at).label("newest"),
            func.count(func.distinct(case((Case.credible, Case.reporter_key)))).label("phones"),
            func.max(case((and_(Case.credible, Case.reporter_key.is_(None)), 1), else_=0)).label("erased"),
        )
    ).where(is_open)
    if regency is not None:
        grouped = grouped.having(func.sum(case((Case.regency == regency, 1), else_=0)) > 0)
    if found is not None:
        grouped = grouped.where(Recruiter.root_id.in_(_belonging(select(Recruiter.root_id)).where(is_open, found)))
    return grouped.group_by(Recruiter.root_id)


def _rulings(is_open: ColumnElement[bool]) -> Subquery:
    """Return the latest ruling on each recruiter that the officer sees; see ``Sight.sees_act``."""
    links = select(RecruiterLink.id).where(
        RecruiterLink.recruiter_id == RecruiterAct.recruiter_id, RecruiterLink.how != LinkHow.SUGGESTED.value
    )
    seen = or_(exists(links.join(Case, Case.id == RecruiterLink.case_id).where(is_open)), ~exists(links))
    latest = (
        select(func.max(RecruiterAct.seq))
        .join(Recruiter, Recruiter.id == RecruiterAct.recruiter_id)
        .where(RecruiterAct.act == RULED, RecruiterAct.undone_at.is_(None), seen)
        .group_by(Recruiter.root_id)
    )
    return (
        select(Recruiter.root_id, RecruiterAct.ruling)
        .join(Recruiter, Recruiter.id == RecruiterAct.recruiter_id)
        .where(RecruiterAct.seq.in_(latest))
        .subquery()
    )


def _belonging(wanted: Any) -> Any:
    return (
        wanted.select_from(Case)
        .join(RecruiterLink, and_(RecruiterLink.case_id == Case.id, RecruiterLink.belongs))
        .join(Recruiter, Recruiter.id == RecruiterLink.recruiter_id)
    )
