"""Close a case to an officer who must not work on it: they know somebody in it, or it touches their own affairs.

Recruiters are often relatives or neighbours, officers' too. Whom a case names is found by itself
(bot/reports/conflicts.py); what only people know is said here, and holds wherever a case is opened, found or told.
"""

from uuid import UUID

from bot.errors import BadInputError
from bot.reports.routing import OfficerRole
from bot.services.acting import Act, Acting, act_on, said_why
from bot.services.assign_case import can_tell_others
from bot.services.handle_case import Who
from bot.services.tell_officers import ring_anew, route_of
from bot.store.alerts import was_told
from bot.store.case_tasks import leave_tasks
from bot.store.officers import officers_on_duty
from bot.store.tables.officers import Officer


def recuse(
    acting: Acting, code: str, officer: Who, reason: str, *, whom: UUID | None = None, seen: int | None = None
) -> None:
    """Close a case to its officer, or to ``whom``, at once: it is not open, not listed and not told to them any more.

    Who had it loses it, and it rings from the beginning; their open tasks are nobody's. For another officer a
    coordinator or deputy says so. Raises BadInputError, also where nobody would be left who can be told of it.
    """
    why = said_why(reason)
    with act_on(acting, code, officer, seen) as act:
        person = whom or act.officer
        if person != act.officer:
            _refuse_unless_leading(act)
        _refuse_last(act, person)
        act.case.recused = sorted({*act.case.recused, person.hex})
        leave_tasks(act.session, person, act.case.id)
        act.record("recused", f"officer {person.hex}", why, action="recused_officer")
        _pass_by(act, person)


def readmit(acting: Acting, code: str, officer: Who, whom: UUID, reason: str, *, seen: int | None = None) -> None:
    """Open a case again to an officer it was closed to, by a coordinator or deputy; one it names it stays closed to.

    Raises BadInputError.
    """
    why = said_why(reason)
    with act_on(acting, code, officer, seen) as act:
        _refuse_unless_leading(act)
        if whom.hex not in act.case.recused:
            raise BadInputError("the case is not closed to this officer")
        act.case.recused = [one for one in act.case.recused if one != whom.hex]
        act.record("readmitted", f"officer {whom.hex}", why, action="readmitted_officer")


def _refuse_unless_leading(act: Act) -> None:
    if act.session.get_one(Officer, act.officer).role == OfficerRole.DUTY.value:
        raise BadInputError("only a coordinator or deputy decides this for somebody else")


def _refuse_last(act: Act, person: UUID) -> None:
    if person not in route_of(act.session, act.case, act.vault, officers_on_duty(act.session, act.vault)):
        raise BadInputError("choose an officer of the list")
    if not can_tell_others(act, person):
        raise BadInputError("nobody else can be told of this case: have another officer set up first")


def _pass_by(act: Act, person: UUID) -> None:
    """Let an open case ring from the beginning where it was theirs, or waits for them."""
    case = act.case
    told = {one.officer for one in was_told(act.session, case.id, case.chain_from)}
    waits_for_them = case.taken_by is None and person in told
    if case.closed_at is not None or not (case.taken_by == person or waits_for_them):
        return
    ring_anew(act.session, act.vault, case, act.now, act.set_up)
