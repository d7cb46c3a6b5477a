"""What an officer decides about recruiters, by the codes of cases that are open to them; every act can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError, ForbiddenError
from bot.recruiters.flags import Flag
from bot.services.handle_case import Who, active_officer
from bot.services.recruiter_sight import Sight
from bot.services.settle_recruiters import (
    Check,
    confirm_link,
    merge_recruiters,
    rule_on,
    split_case,
    undo_act,
)
from bot.services.show_recruiter import state_of
from bot.store.case_glimpses import Glimpse
from bot.store.engine import Store
from bot.store.recruiter_history import RULED
from bot.store.recruiters import LinkHow, links_of, suggestions_of
from bot.store.tables.recruiters import RecruiterAct

CHANGED = "something was decided or reported since this page was opened; look at it and decide again"
NO_ACT = "no act with this number is open to you"
_T = TypeVar("_T")


@dataclass(frozen=True)
class Basis:
    """What an officer had before their eyes: the recruiter of the case ``code`` in a state (``Shown.state``).

    ``other``: the code of another one who was shown beside, whose state follows in ``state``.
    """

    code: str
    state: str
    other: str = ""


@dataclass(frozen=True)
class _Pair:
    """Two open cases. ``link``: the case and the recruiter by which they are linked, if they are."""

    root: UUID
    other_root: UUID
    link: tuple[UUID, UUID] | None


def confirm(
    store: Store, clock: Clock, code: str, other_code: str, officer: Who, *, reason: str = "", seen: Basis | None = None
) -> int:
    """Say that two cases are of one recruiter, suggested or not. Returns the number to undo it by.

    Raises BadInputError for a case that is not open, and where what was ``seen`` has changed since.
    """
    by, pair = _looked(store, officer, lambda sight: _pair(sight, code, other_code))
    check = _check(store, officer, seen, (code, other_code))
    if pair.link is None:
        return merge_recruiters(store, clock, pair.other_root, pair.root, by, reason=reason, check=check)
    return confirm_link(store, clock, *pair.link, by, reason=reason, check=check)


def split(
    store: Store, clock: Clock, code: str, other_code: str, officer: Who, *, reason: str = "", seen: Basis | None = None
) -> int:
    """Say that a case is not of the recruiter of another. Returns the number to undo it by.

    Raises BadInputError when nothing put the two together, and as ``confirm`` does.
    """
    by, pair = _looked(store, officer, lambda sight: _pair(sight, code, other_code))
    if pair.link is None:
        raise BadInputError("nothing links these two cases")
    check = _check(store, officer, seen, (code, other_code))
    return split_case(store, clock, *pair.link, by, reason=reason, check=check)


def split_off(
    store: Store, clock: Clock, code: str, officer: Who, *, reason: str = "", seen: Basis | None = None
) -> int:
    """Say that one of a recruiter's cases tells of somebody else. Returns the number to undo it by.

    Raises BadInputError when no other case of the recruiter is open, as where there is none.
    """

    def read(sight: Sight) -> str:
        case = sight.case(code)
        others = [one.code for one in sight.cases_of(sight.own(case)[1]) if one.id != case.id]
        if not others:
            raise BadInputError("no other case of this recruiter is open to you")
        return others[0]

    _, other = _looked(store, officer, read)
    return split(store, clock, code, other, officer, reason=reason, seen=seen)


def rule(
    store: Store,
    clock: Clock,
    code: str,
    ruling: Flag,
    officer: Who,
    *,
    reason: str = "",
    seen: Basis | None = None,
) -> int:
    """Verify or clear the recruiter of a case. Returns the number to undo it by. Raises as ``confirm`` does."""
    by, own = _looked(store, officer, lambda sight: sight.own(sight.case(code))[0].recruiter_id)
    check = _check(store, officer, seen, (code,))
    return rule_on(store, clock, own, ruling, by, reason=reason, check=check)


def undo(
    store: Store,
    clock: Clock,
    number: int,
    officer: Who,
    *,
    reason: str = "",
    of: str = "",
    may_rule: bool = True,
) -> None:
    """Take an act back. Raises BadInputError for one that is not open to the officer, as for one that is not there.

    ``of``: the code of a case in whose recruiter's history it stands. Without ``may_rule`` rulings are refused
    (ForbiddenError).
    """
    by, act = _looked(store, officer, lambda sight: _act(sight, number, of))
    if act.act == RULED and not may_rule:
        raise ForbiddenError("only who may verify and clear takes that back")

    def check(session: Session) -> None:
        _act(Sight(store, session, active_officer(session, officer).id), number, of)

    undo_act(store, clock, number, by, reason=reason, check=check)


def _looked(store: Store, officer: Who, read: Callable[[Sight], _T]) -> tuple[str, _T]:
    with store.reading() as session:
        sight = Sight(store, session, active_officer(session, officer).id)
        return sight.by, read(sight)


def _check(store: Store, officer: Who, seen: Basis | None, codes: tuple[str, ...]) -> Check:
    """Return what makes sure, when nobody else can decide any longer, that the officer decides on what they saw."""

    def check(session: Session) -> None:
        sight = Sight(store, session, active_officer(session, officer).id)
        for code in codes:
            sight.own(sight.case(code))
        if seen is not None:
            cases = [sight.case(code) for code in (seen.code, seen.other) if code]
            if seen.state != "".join(state_of(sight, case) for case in cases):
                raise BadInputError(CHANGED)

    return check


def _act(sight: Sight, number: int, of: str) -> RecruiterAct:
    act = sight.session.get(RecruiterAct, number)
    if act is None or not sight.sees_act(act):
        raise BadInputError(NO_ACT)
    if of and act.seq not in {one.seq for one in sight.acts(sight.own(sight.case(of))[1])}:
        raise BadInputError(NO_ACT)
    return act


def _pair(sight: Sight, code: str, other_code: str) -> _Pair:
    case, other = sight.case(code), sight.case(other_code)
    if other.id == case.id:
        raise BadInputError("give the codes of two cases")
    (own, root), (_, other_root) = sight.own(case), sight.own(other)
    if root == other_root:
        return _Pair(root, other_root, (case.id, own.recruiter_id))
    link = _linked(sight, case, other_root) or _linked(sight, other, root) or _suggested(sight, root, other_root)
    return _Pair(root, other_root, link)


def _suggested(sight: Sight, root: UUID, other_root: UUID) -> tuple[UUID, UUID] | None:
    """Return the link that is suggested between any two open cases of two recruiters, the likeliest one."""
    own, others = ({case.id for case in sight.cases_of(each)} for each in (root, other_root))
    for link, to in suggestions_of(sight.session, own, root):
        if to == other_root or (to == root and link.case_id in others):
            return link.case_id, link.recruiter_id
    return None


def _linked(sight: Sight, case: Glimpse, root: UUID) -> tuple[UUID, UUID] | None:
    links = [link for link, to in links_of(sight.session, case.id) if to == root]
    links.sort(key=lambda link: link.how == LinkHow.SPLIT.value)
    return (case.id, links[0].recruiter_id) if links else None
