"""The recruiters that the cases open to an officer tell of: the surest and most pressing first, filtered and searched.

Cases that are not open add nothing: no recruiter, no flag, no count and no name comes from them.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError
from bot.recruiters.flags import RULINGS, Flag, flag_from
from bot.recruiters.identity import IdentityKind
from bot.recruiters.shared_things import things_told
from bot.services.list_cases import LONGEST_SEARCH, open_cases_of, regency_named
from bot.services.read_recruiter import NAMED_BY, called
from bot.store.case_checks import some_to_check
from bot.store.case_glimpses import Glimpse
from bot.store.case_search import found_by
from bot.store.engine import Store
from bot.store.journal import note, officer_actor
from bot.store.recruiter_list import ListedRecruiter, cases_of_roots, read_recruiters
from bot.store.recruiter_lookup import told_by_each
from bot.store.recruiters import witnesses_by_case

PAGE = 25
_LAST_PAGE = 100_000
_CASES_READ = 8
"""Newest cases of each recruiter that a list reads names, regencies and the flag from: they bound its time."""


@dataclass(frozen=True)
class WantedRecruiters:
    """Which recruiters to list. What is empty filters nothing.

    ``flag``: a word of ``Flag``. ``regency``: as in the list of cases. ``search``: a phone, or words of names,
    companies and places. ``page`` counts from 1.
    """

    flag: Flag | None = None
    regency: str = ""
    search: str = ""
    page: int = 1


@dataclass(frozen=True)
class RecruiterLine:
    """One recruiter of a list. ``code``: of the newest open case; ``name``: "" where none was told; ``more``: phones
    and companies. ``cases``: how many are open to the officer, ``unfinished`` how many of them nobody closed.
    """

    code: str
    flag: Flag | None
    name: str
    more: tuple[str, ...]
    cases: int
    unfinished: int
    newest: datetime
    regencies: tuple[str, ...]


@dataclass(frozen=True)
class RecruiterList:
    """One page. ``counts``: recruiters by flag, whatever flag was wanted. ``checking``: as in the list of cases."""

    recruiters: tuple[RecruiterLine, ...]
    counts: Counter[str]
    total: int
    page: int
    pages: int
    checking: bool


def list_recruiters(store: Store, clock: Clock, officer_id: UUID, wanted: WantedRecruiters) -> RecruiterList:
    """Return recruiters that open cases tell of; that they were listed is in the audit log before.

    Raises BadInputError for an officer who is not active, for a page, regency or search that cannot be.
    """
    if not 1 <= wanted.page <= _LAST_PAGE:
        raise BadInputError(f"pages count from 1 to {_LAST_PAGE}")
    if len(wanted.search) > LONGEST_SEARCH:
        raise BadInputError(f"search for at most {LONGEST_SEARCH} characters")
    found = found_by(store.vault, wanted.search) if wanted.search.strip() else None
    if wanted.search.strip() and found is None:
        raise BadInputError("search for a case code, a phone, or words of a name, a company or a place")
    flag = wanted.flag.value if wanted.flag else ""
    with store.reading() as session:
        is_open = open_cases_of(session, officer_id)
        rows, counts = read_recruiters(
            session,
            is_open,
            flag=flag,
            regency=regency_named(wanted.regency) if wanted.regency else None,
            found=found,
            offset=(wanted.page - 1) * PAGE,
            count=PAGE,
        )
        cases = cases_of_roots(session, is_open, [row.root_id for row in rows], _CASES_READ)
        lines = _lines(store, session, rows, cases)
        checking = some_to_check(session)
    total = counts[flag] if flag else counts.total()
    with store.writing() as session:
        note(session, clock.now(), officer_actor(officer_id), "listed_recruiters", "recruiters", f"{total} recruiters")
    return RecruiterList(lines, counts, total, wanted.page, max(1, -(-total // PAGE)), checking)


def _lines(
    store: Store, session: Session, rows: list[ListedRecruiter], cases: dict[UUID, list[Glimpse]]
) -> tuple[RecruiterLine, ...]:
    ids = [case.id for found in cases.values() for case in found]
    told = told_by_each(session, store.vault, ids, NAMED_BY)
    doubtful = [row for row in rows if row.flag == Flag.CORROBORATED and row.cases <= _CASES_READ]
    witnesses = witnesses_by_case(session, store.vault, [case.id for row in doubtful for case in cases[row.root_id]])
    lines = []
    for row in rows:
        own = cases[row.root_id]
        things = things_told({case.id: told[case.id] for case in own})
        name = called(one.identity for one in things)
        more = [one.identity.value for one in things if one.identity.kind is not IdentityKind.NAME]
        flag = Flag(row.flag) if row.flag in set(Flag) else None
        if row in doubtful:
            ruling = Flag(row.ruling) if row.ruling in RULINGS else None
            flag = flag_from([witnesses[case.id] for case in own], ruling)
        lines.append(
            RecruiterLine(
                code=own[0].code,
                flag=flag,
                name=name,
                more=tuple(value for value in more if value != name)[:3],
                cases=row.cases,
                unfinished=row.open_cases,
                newest=own[0].created_at,
                regencies=tuple(dict.fromkeys(case.regency for case in own if case.regency)),
            )
        )
    return tuple(lines)
