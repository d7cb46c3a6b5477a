"""Which cases have to be looked through again: officers changed, more was told, or places are not kept yet."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.reports.cases import CaseState
from bot.store.officers import latest_change
from bot.store.tables.cases import Case

UNREADABLE = -1
"""What ``Case.checked_no`` is of a case that cannot be read: it is in no list, and is tried again the next day."""

ENDED = (CaseState.CLOSED.value, CaseState.WITHDRAWN.value)


def cases_to_check(session: Session, most: int) -> list[UUID]:
    """Return cases that have to be looked through, the open ones first, of these the one to be acted on first."""
    found = _unchecked(session).order_by(Case.state.in_(ENDED), Case.act_by, Case.id)
    return list(session.scalars(found.limit(most)))


def some_to_check(session: Session) -> bool:
    """Tell whether any case has to be looked through: until then lists may lack some."""
    return bool(session.scalar(select(exists(_unchecked(session)))))


def lock_cases(session: Session, case_ids: Sequence[UUID]) -> list[Case]:
    """Return these cases locked until the commit, without those that another transaction works on."""
    found = select(Case).where(Case.id.in_(case_ids)).order_by(Case.id).with_for_update(skip_locked=True)
    return list(session.scalars(found))


def check_again(session: Session, *, all_cases: bool) -> None:
    """Have cases that could not be read looked through again, for a data key may be back; or all cases."""
    which = Case.checked_no != 0 if all_cases else Case.checked_no == UNREADABLE
    session.execute(update(Case).where(which).values(checked_no=0))


def _unchecked(session: Session) -> Select[UUID]:
    older = Case.checked_no < latest_change(session)
    return select(Case.id).where(and_(Case.checked_no > UNREADABLE, or_(older, Case.places_kept.is_(False))))
