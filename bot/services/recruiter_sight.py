"""What one officer sees of recruiters: only what comes from cases that are open to them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError, CorruptDataError, NotOpenError
from bot.recruiters.identity import Identity
from bot.reports.case_codes import read_code
from bot.services.handle_case import Who, active_officer
from bot.services.tell_officers import route_of
from bot.store.case_glimpses import Glimpse, glimpse_of, glimpses
from bot.store.case_visibility import active_readers, open_to
from bot.store.cases import add_event
from bot.store.engine import Store
from bot.store.journal import note_case, officer_actor
from bot.store.officers import Reachable, latest_change, officers_on_duty
from bot.store.recruiter_history import history_of
from bot.store.recruiter_lookup import told_by_each
from bot.store.recruiters import cases_decided, cases_of, own_link, recruiter
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import RecruiterAct, RecruiterLink

NO_CASE = "no case with this code is open to you"
NOBODY = "this case tells of no recruiter"
_T = TypeVar("_T")


@dataclass(frozen=True)
class Sight:
    """What one officer may see in a transaction. ``opened``: cases of which something told was read.

    Cases that were looked through since officers changed are judged by their columns, the others are opened.
    """

    store: Store
    session: Session
    officer_id: UUID
    opened: set[UUID] = field(default_factory=set)
    _known: dict[UUID, Glimpse | None] = field(default_factory=dict)

    @property
    def by(self) -> str:
        """Return how the officer stands in histories."""
        return officer_actor(self.officer_id)

    def see(self, case_ids: Iterable[UUID]) -> list[Glimpse]:
        """Return those of the cases that are open, the newest first."""
        wanted = set(case_ids)
        self._find(wanted - self._known.keys())
        seen = [case for case in map(self._known.get, wanted) if case]
        return sorted(seen, key=lambda case: (case.created_at, case.code), reverse=True)

    def case(self, code: str) -> Glimpse:
        """Return the case with a code. Raises BadInputError for one that is not open, as for one that is not there."""
        found = self.session.scalar(select(Case.id).where(Case.code == read_code(code).code))
        seen = self.see([found]) if found else []
        if not seen:
            raise NotOpenError(NO_CASE, code)
        return seen[0]

    def own(self, case: Glimpse) -> tuple[RecruiterLink, UUID]:
        """Return the link of a case to its recruiter, and who that is after all merges. Raises BadInputError."""
        link = own_link(self.session, case.id)
        if link is None:
            raise BadInputError(NOBODY)
        return link, recruiter(self.session, link.recruiter_id).root_id

    def cases_of(self, root_id: UUID) -> list[Glimpse]:
        """Return the open cases of a recruiter, the newest first."""
        return self.see(cases_of(self.session, root_id))

    def told(self, cases: Collection[Glimpse]) -> Mapping[UUID, dict[Identity, date]]:
        """Return what open cases tell of recruiters; that it was read is noted."""
        ids = [case.id for case in cases]
        self.opened.update(ids)
        return told_by_each(self.session, self.store.vault, ids)

    def acts(self, root_id: UUID) -> list[RecruiterAct]:
        """Return the open acts on a recruiter, oldest first."""
        return [act for act in history_of(self.session, root_id) if self.sees_act(act)]

    def sees_act(self, act: RecruiterAct) -> bool:
        """Tell whether an act is open: its case is, and of each recruiter it names a case, if there ever was one."""
        cases = [{act.case_id}] if act.case_id else []
        cases += [cases_decided(self.session, one) for one in (act.recruiter_id, act.other_id) if one]
        return all(self.see(each) for each in cases if each)

    @cached_property
    def _officers(self) -> list[Reachable]:
        return officers_on_duty(self.session, self.store.vault)

    def _find(self, case_ids: Collection[UUID]) -> None:
        if not case_ids:
            return
        readers = active_readers(self.session)
        reader = next(one for one in readers if one.id == self.officer_id)
        seen, unsure = glimpses(self.session, case_ids, open_to(reader, readers), latest_change(self.session))
        self._known.update(dict.fromkeys(case_ids))
        self._known.update({case.id: case for case in seen})
        for row in self.session.scalars(select(Case).where(Case.id.in_(unsure))).all():
            self.session.expunge(row)  # looking changes nothing: other cases are not locked here
            if self._may_open(row):
                self._known[row.id] = glimpse_of(row)

    def _may_open(self, row: Case) -> bool:
        try:
            return self.officer_id in route_of(self.session, row, self.store.vault, self._officers)
        except CorruptDataError:
            return False


def looked(
    store: Store,
    clock: Clock,
    code: str,
    officer: Who,
    read: Callable[[Sight, Glimpse], _T],
    *,
    beside_case: bool = False,
) -> _T:
    """Return what is read of the recruiter of a case that is open.

    First it is written down, and committed, that this case was opened, and every other of which something is told.
    ``beside_case``: the case itself was opened just now; its history says so already.
    """
    with store.reading() as session:
        sight = Sight(store, session, active_officer(session, officer).id)
        case = sight.case(code)
        found = read(sight, case)
    with store.writing() as session:
        if not beside_case:
            add_event(session, session.get_one(Case, case.id), clock.now(), sight.by, "opened_by")
        for each in (case.id, *sorted(sight.opened - {case.id})):
            note_case(session, clock.now(), sight.officer_id, "opened_recruiter", each)
    return found
