"""What becomes of a case: taken by an officer, taken back by its author, or marked not credible."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import BadInputError
from bot.reports.case_questions import WhyOver
from bot.reports.cases import CaseState
from bot.store.alerts import drop_waiting
from bot.store.case_questions import end_questions
from bot.store.cases import add_event
from bot.store.journal import note_case, officer_actor
from bot.store.tables.cases import Case, CaseAddition
from bot.store.vault import Vault

_ENDED = frozenset({CaseState.CLOSED.value, CaseState.WITHDRAWN.value})


def take_case(session: Session, case: Case, officer: UUID | None, now: datetime) -> None:
    """Note that an officer works on a case: nobody else is told of it any more. Taken twice, the first stays."""
    if officer is None or case.state in _ENDED:
        return
    if case.taken_by == officer and case.assigned_at is not None:
        case.assigned_at = case.escalate_at = None  # they were given it, and answer by TERIMA
    if case.taken_at is not None:
        return
    case.state, case.taken_at, case.taken_by, case.escalate_at = CaseState.TAKEN.value, now, officer, None
    case.assigned_at = None
    drop_waiting(session, case.id, now)
    add_event(session, case, now, officer_actor(officer), "taken")
    note_case(session, now, officer, "took_case", case.id)


def withdraw_case(session: Session, case: Case, now: datetime) -> None:
    """Take a case back for its author. What officers read cannot be unread; it counts nowhere any more."""
    case.state, case.escalate_at, case.credible = CaseState.WITHDRAWN.value, None, False
    case.closed_at, case.assigned_at = now, None
    drop_waiting(session, case.id, now)
    end_questions(session, [case.id], now, WhyOver.CASE_ENDED)
    add_event(session, case, now, "reporter", "withdrawn")


def mark_credible(
    session: Session, vault: Vault, case: Case, officer: UUID, reason: str, now: datetime, *, credible: bool
) -> None:
    """Note whether an officer believes a report; one that is not believed counts nowhere. It can be taken back."""
    if not reason.strip():
        raise BadInputError("say why: the reason stays in the case's history")
    case.credible = credible
    judged = "credible" if credible else "not_credible"
    add_event(session, case, now, officer_actor(officer), judged, reason=(vault, reason))
    note_case(session, now, officer, "judged_case", case.id, judged)


def accept_addition(session: Session, case: Case, officer: UUID, now: datetime) -> int:
    """Accept what came from other phones and waits; return how many additions."""
    waiting = session.scalars(
        select(CaseAddition).where(CaseAddition.case_id == case.id, CaseAddition.accepted_at.is_(None))
    ).all()
    for addition in waiting:
        addition.accepted_at, addition.accepted_by = now, officer_actor(officer)
    if waiting:
        add_event(session, case, now, officer_actor(officer), "addition_accepted", f"{len(waiting)}")
        note_case(session, now, officer, "accepted_additions", case.id, f"{len(waiting)}")
    return len(waiting)
