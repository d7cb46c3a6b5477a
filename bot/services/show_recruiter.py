"""What an officer sees of the recruiter of a case and decides about it: over cases that are open to the officer only.

Cases that are not open add nothing to what is shown: no flag, no score, no act of the history comes from them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError, CorruptDataError, NotOpenError
from bot.recruiters.flags import Flag, flag_from
from bot.recruiters.matching import Profile, Reason, compare
from bot.reports.case_codes import read_code
from bot.services.handle_case import Who, active_officer, look_at, may_see
from bot.services.settle_recruiters import confirm_link, merge_recruiters, rule_on, split_case, undo_act
from bot.store.cases import facts_of
from bot.store.drafts import signal_count
from bot.store.engine import Store
from bot.store.officers import all_officers
from bot.store.recruiter_history import RULED, history_of
from bot.store.recruiter_lookup import told_by
from bot.store.recruiters import LinkHow, cases_decided, cases_of, links_of, own_link, recruiter, witnesses_of
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import RecruiterAct, RecruiterLink

_NO_CASE = "no case with this code is open to you"
_NO_ACT = "no act with this number is open to you"
_NOBODY = "this case tells of no recruiter"
_T = TypeVar("_T")


@dataclass(frozen=True)
class Suggested:
    """Who the recruiter may be as well: the codes of the cases of that one, a score of 0 to 100 and what it is from."""

    codes: tuple[str, ...]
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Shown:
    """The recruiter of a case. ``flag``: None when no credible report is left. ``others``: codes of further cases.

    ``unsent``: days on which reports that were never sent named a phone or company of this case: they set no flag.
    """

    flag: Flag | None
    others: tuple[str, ...]
    suggested: tuple[Suggested, ...]
    unsent: int = 0


@dataclass(frozen=True)
class ShownAct:
    """One act of the history. ``code``: of the case it is about, ``undone_by``: who took it back; "" for none."""

    number: int
    at: datetime
    actor: str
    act: str
    code: str
    undone_by: str


def show(store: Store, clock: Clock, code: str, officer: Who) -> Shown:
    """Return the recruiter of a case. Raises BadInputError for a case that is not open or tells of nobody."""
    return _looked(store, clock, code, officer, _shown)


def history(store: Store, clock: Clock, code: str, officer: Who) -> tuple[ShownAct, ...]:
    """Return what was done to the recruiter of a case, oldest first. Raises BadInputError as ``show`` does."""
    return _looked(store, clock, code, officer, _history)


def confirm(store: Store, clock: Clock, code: str, other_code: str, officer: Who) -> int:
    """Say that two cases are of one recruiter, suggested or not. Returns the number to undo it by."""
    pair = _looked(store, clock, code, officer, lambda sight, case: _pair(sight, case, other_code))
    if pair.link is None:
        return merge_recruiters(store, clock, pair.other_root, pair.root, pair.by)
    return confirm_link(store, clock, *pair.link, pair.by)


def split(store: Store, clock: Clock, code: str, other_code: str, officer: Who) -> int:
    """Say that a case is not of the recruiter of another. Returns the number to undo it by.

    Raises BadInputError when nothing put the two together.
    """
    pair = _looked(store, clock, code, officer, lambda sight, case: _pair(sight, case, other_code))
    if pair.link is None:
        raise BadInputError("nothing links these two cases")
    return split_case(store, clock, *pair.link, pair.by)


def rule(store: Store, clock: Clock, code: str, ruling: Flag, officer: Who) -> int:
    """Verify or clear the recruiter of a case. Returns the number to undo it by."""
    own, by = _looked(store, clock, code, officer, lambda sight, case: (_own(sight, case)[0].recruiter_id, sight.by))
    return rule_on(store, clock, own, ruling, by)


def undo(store: Store, clock: Clock, number: int, officer: Who) -> None:
    """Take an act back. Raises BadInputError for one that is not open to the officer, as for one that is not there."""
    with store.reading() as session:
        sight, act = _Sight(store, session, active_officer(session, officer).id), session.get(RecruiterAct, number)
        if act is None or not sight.sees_act(act):
            raise BadInputError(_NO_ACT)
    undo_act(store, clock, number, sight.by)


@dataclass(frozen=True)
class _Sight:
    """What one officer may see in a transaction. ``own``: the case that was asked for, open already."""

    store: Store
    session: Session
    officer_id: UUID
    own: UUID | None = None

    @property
    def by(self) -> str:
        return f"officer {self.officer_id.hex}"

    def codes(self, case_ids: Iterable[UUID]) -> dict[UUID, str]:
        """Return the codes of those of the cases that are open."""
        rows = self.session.scalars(select(Case).where(Case.id.in_(list(case_ids))).order_by(Case.code)).all()
        return {row.id: row.code for row in rows if self._sees(row)}

    def sees_act(self, act: RecruiterAct) -> bool:
        """Tell whether an act is open: its case is, and of each recruiter it names a case, if there ever was one."""
        cases = [{act.case_id}] if act.case_id else []
        cases += [cases_decided(self.session, one) for one in (act.recruiter_id, act.other_id) if one]
        return all(self.codes(each) for each in cases if each)

    def _sees(self, row: Case) -> bool:
        if row.id == self.own:
            return True
        self.session.expunge(row)  # looking changes nothing: other cases are not locked here
        try:
            return may_see(self.store, self.session, row, self.officer_id)
        except CorruptDataError:
            return False


@dataclass(frozen=True)
class _Pair:
    """Two cases. ``link``: the case and the recruiter by which they are linked, if they are."""

    by: str
    root: UUID
    other_root: UUID
    link: tuple[UUID, UUID] | None


def _looked(store: Store, clock: Clock, code: str, officer: Who, read: Callable[[_Sight, Case], _T]) -> _T:
    """Return what is read of a case that is open; that it was opened stays in its history and in the audit log."""
    found: list[_T] = []

    def look(session: Session, case: Case) -> None:
        found.append(read(_Sight(store, session, active_officer(session, officer).id, case.id), case))

    look_at(store, clock, code, officer, look, action="opened_recruiter")
    return found[0]


def _own(sight: _Sight, case: Case) -> tuple[RecruiterLink, UUID]:
    link = own_link(sight.session, case.id)
    if link is None:
        raise BadInputError(_NOBODY)
    return link, recruiter(sight.session, link.recruiter_id).root_id


def _pair(sight: _Sight, case: Case, other_code: str) -> _Pair:
    session = sight.session
    other = session.scalar(select(Case).where(Case.code == read_code(other_code).code))
    if other is None or other.id not in sight.codes([other.id]):
        raise NotOpenError(_NO_CASE, other_code)
    if other.id == case.id:
        raise BadInputError("give the codes of two cases")
    (own, root), (_, other_root) = _own(sight, case), _own(sight, other)
    if root == other_root:
        return _Pair(sight.by, root, other_root, (case.id, own.recruiter_id))
    link = _linked(session, case.id, other_root) or _linked(session, other.id, root)
    return _Pair(sight.by, root, other_root, link)


def _linked(session: Session, case_id: UUID, root: UUID) -> tuple[UUID, UUID] | None:
    links = [link for link, to in links_of(session, case_id) if to == root]
    links.sort(key=lambda link: link.how == LinkHow.SPLIT.value)
    return (case_id, links[0].recruiter_id) if links else None


def _shown(sight: _Sight, case: Case) -> Shown:
    session, root = sight.session, _own(sight, case)[1]
    seen = sight.codes(cases_of(session, root))
    rulings = [act.ruling for act in _acts(sight, root) if act.act == RULED and act.undone_at is None]
    ruling = Flag(rulings[-1]) if rulings and rulings[-1] else None
    flag = flag_from(witnesses_of(session, sight.store.vault, seen), ruling)
    links = [(link, to) for link, to in links_of(session, case.id) if to != root and link.how == LinkHow.SUGGESTED]
    suggested = [_suggested(sight, link, to) for link, to in links]
    others = tuple(code for case_id, code in seen.items() if case_id != case.id)
    unsent = signal_count(session, sight.store.vault, facts_of(sight.store.vault, case))
    return Shown(flag, others, tuple(one for one in suggested if one), unsent)


def _suggested(sight: _Sight, link: RecruiterLink, root: UUID) -> Suggested | None:
    """Return a suggestion; where only some cases of the recruiter are open, it is compared anew with those."""
    cases = cases_of(sight.session, root)
    seen = sight.codes(cases)
    codes = tuple(seen.values())
    if len(seen) == len(cases):
        return Suggested(codes, link.score, tuple(map(Reason, link.reasons))) if codes else None
    vault = sight.store.vault
    told = [each for case_id in seen for each in told_by(sight.session, vault, case_id).items()]
    match = compare(
        Profile.of(told_by(sight.session, vault, link.case_id).items()), Profile.of(told, max(len(seen), 1))
    )
    return Suggested(codes, match.score, match.reasons) if codes and match.is_worth_showing else None


def _acts(sight: _Sight, root: UUID) -> list[RecruiterAct]:
    return [act for act in history_of(sight.session, root) if sight.sees_act(act)]


def _history(sight: _Sight, case: Case) -> tuple[ShownAct, ...]:
    names = {f"officer {row.id.hex}": row.name for row in all_officers(sight.session)}
    acts = _acts(sight, _own(sight, case)[1])
    codes = sight.codes({act.case_id for act in acts if act.case_id})
    return tuple(
        ShownAct(
            act.seq,
            act.at,
            names.get(act.actor, act.actor),
            act.ruling or act.act,
            codes[act.case_id] if act.case_id else "",
            names.get(act.undone_by, act.undone_by) if act.undone_by else "",
        )
        for act in acts
    )
