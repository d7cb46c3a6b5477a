"""Close a case with its outcome, and open one again that was closed by mistake."""

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from bot.errors import BadInputError, NotOpenError
from bot.reports.case_codes import read_code
from bot.reports.case_questions import WhyOver
from bot.reports.case_work import Outcome
from bot.reports.cases import CaseKind, CaseState, Level
from bot.reports.triage import act_by_at
from bot.services.acting import Act, Acting, act_on, refuse_ended, said_why
from bot.services.handle_case import Who
from bot.services.tell_officers import ring_anew, route_of
from bot.store.alerts import drop_waiting
from bot.store.case_questions import end_questions
from bot.store.case_visibility import active_readers, open_to
from bot.store.cases import facts_of
from bot.store.officers import officers_on_duty
from bot.store.tables.cases import Case

_NOT_OPEN = "no case with this code is open to you"


def close(
    acting: Acting,
    code: str,
    officer: Who,
    outcome: Outcome,
    reason: str,
    *,
    same_as: str = "",
    seen: int | None = None,
) -> None:
    """Close a case. The author learns by STATUS that it is closed, never how it ended.

    ``same_as``: the code of the case it is the same as, one that is open to the officer too. Raises BadInputError.
    """
    why = said_why(reason)
    with act_on(acting, code, officer, seen) as act:
        case = act.case
        refuse_ended(case)
        if outcome is Outcome.DUPLICATE:
            case.duplicate_of = _other_case(act, same_as).id
        case.closed_from, case.state = case.state, CaseState.CLOSED.value
        if case.taken_at is None:  # who closes it has dealt with it
            case.taken_at, case.taken_by = act.now, act.officer
        case.outcome, case.closed_at = outcome.value, act.now
        case.escalate_at = case.assigned_at = None
        end_questions(act.session, [case.id], act.now, WhyOver.CASE_ENDED)
        drop_waiting(act.session, case.id, act.now)
        act.record("closed", outcome.value, why, action="moved_case", noted="closed")


def reopen(acting: Acting, code: str, officer: Who, reason: str, *, seen: int | None = None) -> None:
    """Open a closed case again as it was: with who had it, else told from the beginning.

    Its time of retention begins with its next end. What was asked of the author stays ended. Raises BadInputError for
    one that is open, that its author took back, or whose content is erased by now.
    """
    why = said_why(reason)
    with act_on(acting, code, officer, seen) as act:
        case = act.case
        if case.state != CaseState.CLOSED.value:
            raise BadInputError("only a closed case is opened again")
        if case.erased:
            raise BadInputError("what this case told is erased; it cannot be opened again")
        case.state = case.closed_from or CaseState.TAKEN.value
        if case.state == CaseState.RECEIVED.value:
            case.taken_at = case.taken_by = None
        case.closed_at, case.duplicate_of, case.outcome, case.closed_from = None, None, "", ""
        if case.act_by < act.now:
            case.act_by = act_by_at(Level(case.level), facts_of(act.vault, case), CaseKind(case.kind), act.now)
        act.record("reopened", "", why, action="reopened_case")
        _put_back(act)


def _put_back(act: Act) -> None:
    """Leave it with who had it, where they may still read it; else let the chain begin anew."""
    case = act.case
    if case.taken_by in route_of(act.session, case, act.vault, officers_on_duty(act.session, act.vault)):
        act.tell(case.taken_by)
        return
    ring_anew(act.session, act.vault, case, act.now, act.set_up)


def _other_case(act: Act, typed: str) -> Case:
    """Return the case with that code where it is in the officer's list; without locking it, for it may end likewise."""
    code = read_code(typed).code if typed.strip() else ""
    if not code:
        raise BadInputError("give the code of the case it is the same as")
    found = _listed(act.session, act.officer, code) if code != act.case.code else None
    if found is None:
        raise NotOpenError(_NOT_OPEN, code)
    return found


def _listed(session: Session, officer: object, code: str) -> Case | None:
    readers = active_readers(session)
    reader = next(one for one in readers if one.id == officer)
    return session.scalar(select(Case).where(and_(open_to(reader, readers), Case.code == code)))
