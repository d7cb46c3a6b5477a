"""The inbox of an officer: the cases open to them, filtered, searched and counted without opening any.

A case that is not open to the officer is not found, not counted, and reads in every way as one that is not there.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.errors import BadInputError, OffDutyError
from bot.reports.cases import CaseKind, CaseState, Level
from bot.reports.regencies import regencies, regency_of
from bot.services.handle_case import OFF_DUTY
from bot.store.case_checks import ENDED, some_to_check
from bot.store.case_list import Counts, ListedCase, SortBy, count_cases, is_late_at, read_cases
from bot.store.case_search import found_by
from bot.store.case_visibility import active_readers, open_to
from bot.store.engine import Store
from bot.store.journal import note, officer_actor
from bot.store.tables.cases import Case
from bot.store.vault import Vault
from bot.vocabulary import Word

PAGE = 25
MOST_OF_A_PAGE = 200
LONGEST_SEARCH = 120
_LAST_PAGE = 100_000
_YEARS = range(2000, 2100)


class TakenBy(Word):
    """Who works on a case: the officer who asks, nobody yet, or anyone of the officers."""

    ME = "me"
    NOBODY = "nobody"
    ANYONE = "anyone"


@dataclass(frozen=True)
class Wanted:
    """Which cases to list. What is empty or None filters nothing.

    ``regency``: the name of one, or of a place in it; "-" for cases without one. ``ended``: closed and withdrawn cases
    too; they are listed as well where ``states`` names them. ``since`` and ``until``: days on which cases began (WITA),
    both included. ``search``: a case code, a phone, or words of names, companies and places. ``page`` counts from 1.
    """

    states: tuple[CaseState, ...] = ()
    levels: tuple[Level, ...] = ()
    kinds: tuple[CaseKind, ...] = ()
    regency: str = ""
    taken: TakenBy | None = None
    late: bool = False
    ended: bool = False
    since: date | None = None
    until: date | None = None
    search: str = ""
    sort: SortBy = SortBy.DEADLINE
    page: int = 1
    page_size: int = PAGE


@dataclass(frozen=True)
class CaseList:
    """One page. ``counts`` are of all pages. ``pages`` is 1 for an empty list.

    ``checking``: cases are being looked through because officers changed; until then some may be missing, whoever asks.
    """

    cases: tuple[ListedCase, ...]
    counts: Counts
    page: int
    pages: int
    checking: bool


def list_cases(store: Store, clock: Clock, officer_id: UUID, wanted: Wanted) -> CaseList:
    """Return the cases that are open to an officer and wanted; that they were listed is in the audit log.

    Raises BadInputError for an officer who is not active, for a page, period, regency or search that cannot be.
    """
    now = clock.now()
    with store.reading() as session:
        where = wanted_cases(session, store.vault, officer_id, wanted, now)
        counts = count_cases(session, where, officer_id, now)
        offset = (wanted.page - 1) * wanted.page_size
        listed = read_cases(session, where, wanted.sort, now, offset, wanted.page_size) if counts.total else []
        checking = some_to_check(session)
    with store.writing() as session:
        note(session, now, officer_actor(officer_id), "listed_cases", "cases", f"{counts.total} cases")
    pages = max(1, -(-counts.total // wanted.page_size))
    return CaseList(tuple(listed), counts, wanted.page, pages, checking)


def wanted_cases(
    session: Session, vault: Vault, officer_id: UUID, wanted: Wanted, now: datetime
) -> ColumnElement[bool]:
    """Return where a case is open to an officer and wanted. Raises BadInputError as ``list_cases`` does."""
    _refuse_unclear(wanted)
    chosen = [*_filters(wanted, officer_id, now), *_searched(vault, wanted.search)]
    return and_(open_cases_of(session, officer_id), *chosen)


def open_cases_of(session: Session, officer_id: UUID) -> ColumnElement[bool]:
    """Return which cases are open to an officer. Raises OffDutyError for one who is not active."""
    readers = active_readers(session)
    reader = next((one for one in readers if one.id == officer_id), None)
    if reader is None:
        raise OffDutyError(OFF_DUTY)
    return open_to(reader, readers)


def _refuse_unclear(wanted: Wanted) -> None:
    if not 1 <= wanted.page <= _LAST_PAGE:
        raise BadInputError(f"pages count from 1 to {_LAST_PAGE}")
    if not 1 <= wanted.page_size <= MOST_OF_A_PAGE:
        raise BadInputError(f"a page holds 1 to {MOST_OF_A_PAGE} cases")
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise BadInputError("the period ends before it begins; swap the two days")
    if any(day.year not in _YEARS for day in (wanted.since, wanted.until) if day):
        raise BadInputError("give days from 2000 to 2099")
    if len(wanted.search) > LONGEST_SEARCH:
        raise BadInputError(f"search for at most {LONGEST_SEARCH} characters")


def _filters(wanted: Wanted, officer_id: UUID, now: datetime) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [
        column.in_([one.value for one in values])
        for column, values in ((Case.state, wanted.states), (Case.level, wanted.levels), (Case.kind, wanted.kinds))
        if values
    ]
    if not (wanted.ended or wanted.states):
        chosen.append(Case.state.not_in(ENDED))
    if wanted.regency:
        chosen.append(Case.regency == regency_named(wanted.regency))
    if wanted.taken is not None:
        chosen.append(_taken(wanted.taken, officer_id))
    if wanted.late:
        chosen.append(is_late_at(now))
    if wanted.since:
        chosen.append(Case.created_at >= _midnight(wanted.since))
    if wanted.until:
        chosen.append(Case.created_at < _midnight(wanted.until) + timedelta(days=1))
    return chosen


def _taken(taken: TakenBy, officer_id: UUID) -> ColumnElement[bool]:
    if taken is TakenBy.ME:
        return Case.taken_by == officer_id
    return Case.taken_at.is_(None) if taken is TakenBy.NOBODY else Case.taken_at.is_not(None)


def regency_named(told: str) -> str:
    """Return the regency somebody names, or a place in it; "" for "-". Raises BadInputError for none."""
    if told.strip() == "-":
        return ""
    name = " ".join(told.split()).casefold()
    full = next((one for one in regencies() if one.casefold() == name), "")
    short = next((one for one in regencies() if one.partition(" ")[2].casefold() == name), "")
    found = full or regency_of([name]) or short
    if not found:
        raise BadInputError(f'the regency must be "-" (not known yet) or one of: {", ".join(regencies())}')
    return found


def _searched(vault: Vault, text: str) -> list[ColumnElement[bool]]:
    if not text.strip():
        return []
    found = found_by(vault, text)
    if found is None:
        raise BadInputError("search for a case code, a phone, or words of a name, a company or a place")
    return [found]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WITA)
