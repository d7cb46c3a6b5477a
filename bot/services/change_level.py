"""Say that a case is more, or less, pressing than it is graded."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot.errors import BadInputError
from bot.reports.cases import CaseKind, Level
from bot.reports.routing import OfficerRole
from bot.reports.triage import act_by_at
from bot.services.acting import Act, Acting, act_on, refuse_ended, said_why
from bot.services.handle_case import Who
from bot.services.tell_officers import start_anew, tell_next
from bot.store.cases import facts_of
from bot.store.tables.cases import Case
from bot.store.tables.officers import Officer

_RANKS = list(Level)


def change_level(
    acting: Acting, code: str, officer: Who, level: Level, reason: str, *, seen: int | None = None
) -> None:
    """Set the level; until when somebody must act follows by the rules of triage, and is never later for a higher one.

    A case that nobody has rings from the beginning again when it rises: at once, whoever was told before. It is lowered
    only by who has it, or by a coordinator or deputy once somebody has it: nobody's alarm is put off by another.
    """
    why = said_why(reason)
    with act_on(acting, code, officer, seen) as act:
        case, before = act.case, Level(act.case.level)
        refuse_ended(case)
        if level is before:
            raise BadInputError("the case is at this level already")
        rises = _RANKS.index(level) < _RANKS.index(before)
        if not rises and not _may_lower(act.session, case, act.officer):
            raise BadInputError("only who works on a case lowers it, or a coordinator once somebody works on it")
        act_by = act_by_at(level, facts_of(act.vault, case), CaseKind(case.kind), act.now)
        case.level, case.act_by = level.value, min(act_by, case.act_by) if rises else act_by
        act.record("level_changed", f"{before} {level}", why, action="changed_level")
        if rises:
            _ring(act)


def _may_lower(session: Session, case: Case, officer: UUID) -> bool:
    if case.taken_by is None:
        return False
    return case.taken_by == officer or session.get_one(Officer, officer).role != OfficerRole.DUTY.value


def _ring(act: Act) -> None:
    if act.case.taken_at is not None:
        act.tell(act.case.taken_by)
        return
    start_anew(act.case, act.now)
    tell_next(act.session, act.vault, act.case, act.now, act.set_up, at_once=True)
