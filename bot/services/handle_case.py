"""What an officer does with a case by hand: one transaction each, in the case's history with the officer's name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError, ChangedMeanwhileError, NotOpenError, OffDutyError
from bot.reports.case_codes import read_code
from bot.reports.cases import CaseState
from bot.services.tell_officers import route_of
from bot.services.work_case import accept_addition, mark_credible, take_case
from bot.store.case_handovers import last_institution
from bot.store.case_intakes import contact_of
from bot.store.cases import add_event, case_with_code, consent_of, newest_change, open_cases
from bot.store.engine import Store
from bot.store.journal import note_case, officer_actor
from bot.store.officers import officer_named, officers_on_duty
from bot.store.people import is_stopped, recipient
from bot.store.tables.cases import Case
from bot.store.tables.officers import Officer
from bot.store.vault import Vault

Who = str | UUID
"""An officer by name, as the operator types it, or by id, as an account of the console names them."""

OFF_DUTY = "you are off duty, so no case is open to you; ask the coordinator"
_NO_SUCH = "no active officer has this name; see `bot staff list`"
_UNKNOWN = "no case with this code is open to you"


def take(store: Store, clock: Clock, code: str, officer: Who, seen: int | None = None) -> None:
    """Take a case: nobody else is told any more. Raises BadInputError also where somebody has it already.

    One that was handed over to an institution is taken by its officers from who handed it over.
    """
    with case_of(store, code, officer, seen) as (session, case, officer_id):
        if case.closed_at is not None or not (case.taken_at is None or may_take_over(session, case, officer_id)):
            raise BadInputError("somebody works on this case already, or it has ended; see its history")
        case.taken_at = None
        take_case(session, case, officer_id, clock.now())


def may_take_over(session: Session, case: Case, officer_id: UUID) -> bool:
    """Tell whether a case that somebody has was handed over to the officer's institution."""
    if case.state != CaseState.PASSED_ON.value or case.taken_by == officer_id:
        return False
    return session.get_one(Officer, officer_id).institution == last_institution(session, case.id)


def judge(
    store: Store, clock: Clock, code: str, officer: Who, reason: str, *, credible: bool, seen: int | None = None
) -> None:
    """Say whether a report is to be believed; one that is not counts nowhere."""
    with case_of(store, code, officer, seen) as (session, case, officer_id):
        mark_credible(session, store.vault, case, officer_id, reason, clock.now(), credible=credible)


def accept(store: Store, clock: Clock, code: str, officer: Who, seen: int | None = None) -> int:
    """Accept what was added from other phones; return how many additions."""
    with case_of(store, code, officer, seen) as (session, case, officer_id):
        return accept_addition(session, case, officer_id, clock.now())


def look_at(
    store: Store,
    clock: Clock,
    code: str,
    officer: Who,
    show: Callable[[Session, Case], None],
    *,
    action: str = "opened_case",
    reason: str = "",
) -> None:
    """Show a case to an officer who may read it; that it was opened stays in its history and in the audit log.

    That is written down, and committed, before anything is shown: an entry too many is better than one too few.
    ``reason``: why it is opened, in the officer's words.
    """
    with case_of(store, code, officer) as (session, case, officer_id):
        add_event(session, case, clock.now(), officer_actor(officer_id), "opened_by")
        note_case(session, clock.now(), officer_id, action, case.id, reason=(store.vault, reason))
    with case_of(store, code, officer) as (session, case, _):
        show(session, case)


def reply_address(session: Session, vault: Vault, case: Case) -> str | None:
    """Return where the author may be called or written to, for an officer's eyes only.

    None unless they allowed it, after STOP, and once they had everything erased. Who told it to an officer can be
    called at the number they gave then; STOP and HAPUS are said to the service and do not reach it.
    """
    if not consent_of(vault, case).reply:
        return None
    if case.conversation_id is None:
        return contact_of(session, vault, case.id)
    if is_stopped(session, case.conversation_id):
        return None
    return recipient(session, vault, case.conversation_id).address


def may_see(store: Store, session: Session, case: Case, officer_id: UUID) -> bool:
    """Tell whether a case is open to an officer: those on its route, and never one it names or must not reach."""
    return officer_id in route_of(session, case, store.vault, officers_on_duty(session, store.vault))


@contextmanager
def case_of(store: Store, code: str, officer: Who, seen: int | None = None) -> Iterator[tuple[Session, Case, UUID]]:
    """Open the transaction on a case for an officer. Raises BadInputError, and NotOpenError.

    A case not open to them and one that is not there read alike. ``seen``: the newest change the officer knows of;
    where there is a newer one by now, nothing is done (ChangedMeanwhileError). Whoever was given it has got it by this.
    """
    with store.writing() as session:
        case, officer_id = open_for(store, session, code, officer)
        refuse_moved(session, case, seen)
        if case.assigned_at is not None and case.taken_by == officer_id:
            case.assigned_at = case.escalate_at = None
        yield session, case, officer_id


def open_for(store: Store, session: Session, code: str, officer: Who) -> tuple[Case, UUID]:
    """Return a case, locked until the commit, and the officer it is open to. Raises BadInputError, and NotOpenError."""
    row = active_officer(session, officer)
    case = case_with_code(session, read_code(code).code)
    if case is None or not may_see(store, session, case, row.id):
        raise NotOpenError(_UNKNOWN, code)
    return case, row.id


@contextmanager
def case_seen(store: Store, code: str, officer: Who) -> Iterator[tuple[Session, Case]]:
    """Read from a case that is open to an officer, without changing or locking it. Raises BadInputError.

    Nothing is noted: for what belongs to a page whose opening was.
    """
    with store.reading() as session:
        row = active_officer(session, officer)
        case = session.scalar(select(Case).where(Case.code == read_code(code).code))
        if case is None or not may_see(store, session, case, row.id):
            raise NotOpenError(_UNKNOWN, code)
        yield session, case


def refuse_moved(session: Session, case: Case, seen: int | None) -> None:
    """Raise ChangedMeanwhileError where a case changed after ``seen``; None: whatever it is like now."""
    if seen is not None and newest_change(session, case.id) > seen:
        raise ChangedMeanwhileError("the case changed since you opened it; nothing was done")


def active_officer(session: Session, who: Who) -> Officer:
    """Return an officer who works. Raises OffDutyError."""
    row = session.get(Officer, who) if isinstance(who, UUID) else officer_named(session, who)
    if row is None or not row.active:
        raise OffDutyError(OFF_DUTY if isinstance(who, UUID) else _NO_SUCH)
    return row


def late_cases(store: Store, clock: Clock) -> int:
    """Return how many open cases nobody took in time; those routed around somebody are not counted."""
    now = clock.now()
    with store.reading() as session:
        return sum(is_late(case, now) for case in open_cases(session) if not case.restricted)


def is_late(case: Case, now: datetime) -> bool:
    """Tell whether the time to act on a case is over and nobody took it."""
    return case.taken_at is None and case.act_by < now
