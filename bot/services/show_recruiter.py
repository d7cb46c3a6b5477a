"""What an officer sees of the recruiter of a case: over cases that are open to the officer only.

Cases that are not open add nothing to what is shown: no flag, no score, no act of the history comes from them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.clock import Clock
from bot.errors import CorruptDataError
from bot.recruiters.flags import Flag, flag_from, independent_groups
from bot.services.handle_case import Who
from bot.services.recruiter_sight import Sight, looked
from bot.services.suggested_recruiters import Suggested, suggested_for
from bot.store.case_glimpses import Glimpse
from bot.store.cases import facts_of
from bot.store.drafts import signal_count
from bot.store.engine import Store
from bot.store.officers import all_officers
from bot.store.recruiter_history import RULED, reasons_of
from bot.store.recruiters import cases_decided, own_link, witnesses_by_case
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import RecruiterAct

_STATE_LENGTH = 16


@dataclass(frozen=True)
class FlagStep:
    """When the flag became what it is: by a report (``code``) or, of a ruling, by an act of the history."""

    at: datetime
    flag: Flag
    code: str


@dataclass(frozen=True)
class Shown:
    """The recruiter of a case. ``flag``: None when no credible report is left. ``cases``: all open ones, newest first.

    ``steps``: how reports made the flag, as they are put together now. ``unsent``: days on which reports that were
    never sent named a phone or company of this case: they set no flag. ``state``: changes with whatever is decided.
    """

    code: str
    flag: Flag | None
    steps: tuple[FlagStep, ...]
    cases: tuple[Glimpse, ...]
    suggested: tuple[Suggested, ...]
    unsent: int
    state: str

    @property
    def others(self) -> tuple[Glimpse, ...]:
        """Return the cases beside the one that was asked for."""
        return tuple(case for case in self.cases if case.code != self.code)


@dataclass(frozen=True)
class ShownAct:
    """One act of the history. ``act``: of a ruling the ruling. ``code``: of the case it is about, "" for none.

    ``other``: codes of open cases of the recruiter that was merged or that a split made. ``undone_by``: who took it
    back, ``reason`` and ``undo_reason`` why; "" where there is none. ``ruling``: it set the flag.
    """

    number: int
    at: datetime
    actor: str
    act: str
    ruling: bool
    code: str
    other: tuple[str, ...]
    reason: str
    undone_at: datetime | None
    undone_by: str
    undo_reason: str

    @property
    def last_at(self) -> datetime:
        """Return when something happened to it last."""
        return self.undone_at or self.at


def show(store: Store, clock: Clock, code: str, officer: Who) -> Shown:
    """Return the recruiter of a case. Raises BadInputError for a case that is not open or tells of nobody."""
    return looked(store, clock, code, officer, shown)


def show_if_any(store: Store, clock: Clock, code: str, officer: Who) -> Shown | None:
    """Return the recruiter of a case that is being shown, None where it tells of nobody. Raises BadInputError."""

    def read(sight: Sight, case: Glimpse) -> Shown | None:
        return shown(sight, case) if own_link(sight.session, case.id) else None

    return looked(store, clock, code, officer, read, beside_case=True)


def history(store: Store, clock: Clock, code: str, officer: Who) -> tuple[ShownAct, ...]:
    """Return what was done to the recruiter of a case, oldest first. Raises BadInputError as ``show`` does."""
    return looked(store, clock, code, officer, lambda sight, case: shown_acts(sight, sight.own(case)[1]))


def shown(sight: Sight, case: Glimpse) -> Shown:
    """Return the recruiter of an open case."""
    root = sight.own(case)[1]
    cases = sight.cases_of(root)
    suggested = suggested_for(sight, cases, root)
    acts = sight.acts(root)
    rulings = [act.ruling for act in acts if act.act == RULED and act.undone_at is None]
    ruling = Flag(rulings[-1]) if rulings and rulings[-1] else None
    witnesses = witnesses_by_case(sight.session, sight.store.vault, [one.id for one in cases])
    flag = flag_from(witnesses.values(), ruling)
    groups = independent_groups(witnesses.values())
    credible = [case_id for case_id, witness in witnesses.items() if witness.credible]
    steps = _steps({one.id: one for one in cases}, dict(zip(credible, groups, strict=True)))
    return Shown(case.code, flag, steps, tuple(cases), suggested, _unsent(sight, case), _state(cases, acts, suggested))


def state_of(sight: Sight, case: Glimpse) -> str:
    """Return what changes whenever somebody decides about the recruiter of a case, or a report is put with it."""
    root = sight.own(case)[1]
    cases = sight.cases_of(root)
    return _state(cases, sight.acts(root), suggested_for(sight, cases, root))


def shown_acts(sight: Sight, root: UUID) -> tuple[ShownAct, ...]:
    """Return what was done to a recruiter, oldest first."""
    names = {f"officer {row.id.hex}": row.name for row in all_officers(sight.session)}
    return tuple(_act(sight, act, names) for act in sight.acts(root))


def _steps(cases: dict[UUID, Glimpse], groups: dict[UUID, int]) -> tuple[FlagStep, ...]:
    """Return the first report, and the first that is independent of it."""
    first = next(iter(groups), None)
    if first is None:
        return ()
    second = next((case for case, group in groups.items() if group != groups[first]), None)
    steps = [(first, Flag.REPORTED), *([(second, Flag.CORROBORATED)] if second else [])]
    return tuple(FlagStep(cases[case].created_at, flag, cases[case].code) for case, flag in steps)


def _state(cases: Sequence[Glimpse], acts: Sequence[RecruiterAct], suggested: Sequence[Suggested]) -> str:
    known = (
        sorted(case.code for case in cases),
        [(act.seq, act.undone_at is None) for act in acts],
        sorted((one.own, one.other, sorted(one.codes)) for one in suggested),
    )
    return hashlib.sha256(repr(known).encode()).hexdigest()[:_STATE_LENGTH]


def _unsent(sight: Sight, case: Glimpse) -> int:
    try:
        facts = facts_of(sight.store.vault, sight.session.get_one(Case, case.id))
    except CorruptDataError:
        return 0
    return signal_count(sight.session, sight.store.vault, facts)


def _act(sight: Sight, act: RecruiterAct, names: dict[str, str]) -> ShownAct:
    about = sight.see([act.case_id]) if act.case_id else []
    other = sight.see(cases_decided(sight.session, act.other_id)) if act.other_id else []
    reason, undo_reason = reasons_of(sight.store.vault, act)
    return ShownAct(
        number=act.seq,
        at=act.at,
        actor=names.get(act.actor, act.actor),
        act=act.ruling or act.act,
        ruling=act.act == RULED,
        code=about[0].code if about else "",
        other=tuple(case.code for case in other),
        reason=reason,
        undone_at=act.undone_at,
        undone_by=names.get(act.undone_by, act.undone_by) if act.undone_by else "",
        undo_reason=undo_reason,
    )
