"""Give a case to another officer, or back to whoever takes it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.errors import BadInputError
from bot.reports.cases import CaseState, Level
from bot.reports.escalation import due_at, may_tell_at
from bot.reports.routing import OfficerRole
from bot.services.acting import Act, Acting, act_on, refuse_ended, said_why
from bot.services.handle_case import Who
from bot.services.tell_officers import reachable_by, route_of, set_free, start_anew, tell_next
from bot.store.alerts import drop_waiting
from bot.store.cases import add_event
from bot.store.officers import officers_on_duty
from bot.store.tables.cases import Case
from bot.store.tables.officers import Officer


def assign(acting: Acting, code: str, officer: Who, to: UUID, reason: str, *, seen: int | None = None) -> None:
    """Give a case to an officer of its route; nobody else may be given it. Who had it is told too.

    The alarm is not off yet: who does not open it in the time in which somebody who is told must take it loses it, and
    it rings from the beginning. Raises BadInputError.
    """
    why = said_why(reason)
    with act_on(acting, code, officer, seen) as act:
        case, had_it = act.case, act.case.taken_by
        refuse_ended(case)
        if to not in route_of(act.session, case, act.vault, officers_on_duty(act.session, act.vault)):
            raise BadInputError("choose an officer of the list")
        if to == had_it:
            raise BadInputError("this officer works on it already")
        drop_waiting(act.session, case.id, act.now)
        case.state, case.taken_at, case.taken_by = CaseState.TAKEN.value, act.now, to
        own, level = to == act.officer, Level(case.level)
        case.assigned_at = None if own else act.now
        case.escalate_at = None if own else due_at(level, may_tell_at(level, act.now))
        act.record("assigned", f"officer {to.hex}", why, action="assigned_case")
        for one in (to, had_it):
            act.tell(one)


def release(acting: Acting, code: str, officer: Who, reason: str, *, seen: int | None = None) -> None:
    """Give a case back: it is told from the beginning, to who gives it back last.

    Only who has it does, or a coordinator or deputy; and only where somebody else can be told. Raises BadInputError.
    """
    why = said_why(reason)
    with act_on(acting, code, officer, seen) as act:
        case, had_it = act.case, act.case.taken_by
        refuse_ended(case)
        if had_it is None:
            raise BadInputError("nobody works on this case; take it, or give it to somebody")
        if had_it != act.officer and act.session.get_one(Officer, act.officer).role == OfficerRole.DUTY.value:
            raise BadInputError("only who works on a case gives it back, or a coordinator")
        if not can_tell_others(act, had_it):
            raise BadInputError("nobody else can be told of this case: it stays where it is")
        act.record("released", "", why, action="released_case")
        _let_go(case, act.now)
        tell_next(act.session, act.vault, case, act.now, act.set_up)
        act.tell(had_it)


def take_back_unopened(session: Session, case: Case, now: datetime) -> None:
    """Take a case from an officer who was given it and did not open it in time."""
    if case.assigned_at is None or case.taken_by is None:
        return
    add_event(session, case, now, "service", "released", f"officer {case.taken_by.hex} did not open it in time")
    _let_go(case, now)


def _let_go(case: Case, now: datetime) -> None:
    case.given_back_by = case.taken_by
    set_free(case)
    start_anew(case, now)


def can_tell_others(act: Act, but: UUID) -> bool:
    """Tell whether somebody else than this officer may read the case and can be told of it."""
    on_duty = officers_on_duty(act.session, act.vault)
    reachable = {one.officer.id for one in on_duty if reachable_by(one) & act.set_up.ways}
    return any(one in reachable for one in route_of(act.session, act.case, act.vault, on_duty) if one != but)
