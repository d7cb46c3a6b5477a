"""All that an officer may read of one recruiter, or of two side by side, as values: for the console."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bot.clock import Clock
from bot.errors import BadInputError
from bot.recruiters.identity import Identity, IdentityKind
from bot.recruiters.shared_things import Thing, shared_by_several, things_told
from bot.services.handle_case import Who
from bot.services.recruiter_sight import Sight, looked
from bot.services.show_recruiter import Shown, ShownAct, shown, shown_acts
from bot.services.suggested_recruiters import Suggested
from bot.store.case_glimpses import Glimpse
from bot.store.engine import Store

NAMED_BY = (IdentityKind.NAME, IdentityKind.PHONE, IdentityKind.COMPANY)
"""By what a recruiter is called, the first that was told."""


@dataclass(frozen=True)
class ShownThing:
    """One thing that was told, as the newest case spells it. ``by``: codes and days, the newest first."""

    identity: Identity
    by: tuple[tuple[str, date], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the cases that tell it."""
        return tuple(code for code, _ in self.by)


@dataclass(frozen=True)
class RecruiterView:
    """One recruiter. ``told``: what makes them known. ``shared``: what several cases tell, of suggested ones too.

    ``acts``: what was done, the newest first.
    """

    shown: Shown
    told: tuple[ShownThing, ...]
    shared: tuple[ShownThing, ...]
    acts: tuple[ShownAct, ...]

    @property
    def name(self) -> str:
        """Return what to call the recruiter: a name, else a phone or company; "" where nothing was told."""
        return called(one.identity for one in self.told)


@dataclass(frozen=True)
class Beside:
    """One thing that is told of one of two recruiters or of both: the codes of the cases on either side."""

    identity: Identity
    own: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Two recruiters who may be one. ``told``: what both have first. ``linked``: the suggestion between them, if any.

    ``state``: of both, for a decision that is made on this.
    """

    own: Shown
    other: Shown
    own_name: str
    other_name: str
    told: tuple[Beside, ...]
    linked: Suggested | None
    state: str


def read_recruiter(store: Store, clock: Clock, code: str, officer: Who) -> RecruiterView:
    """Return the recruiter of a case that is open. Raises BadInputError, also where the case tells of nobody."""
    return looked(store, clock, code, officer, _view)


def compare_recruiters(store: Store, clock: Clock, code: str, other_code: str, officer: Who) -> Comparison:
    """Return the recruiters of two open cases side by side. Raises BadInputError, also where they are one already."""
    return looked(store, clock, code, officer, lambda sight, case: _compared(sight, case, sight.case(other_code)))


def called(told: Iterable[Identity]) -> str:
    """Return what to call a recruiter of whom this was told, the commonest first: a name before a phone."""
    known = tuple(told)
    named = (one.value for kind in NAMED_BY for one in known if one.kind is kind)
    return next(named, "")


def _view(sight: Sight, case: Glimpse) -> RecruiterView:
    found = shown(sight, case)
    near = {one.id: one for suggested in found.suggested for one in suggested.cases}
    codes = {one.id: one.code for one in (*found.cases, *near.values())}
    told = sight.told([*found.cases, *near.values()])
    own = things_told({one.id: told[one.id] for one in found.cases})
    shared = shared_by_several(things_told(told))
    acts = shown_acts(sight, sight.own(case)[1])
    return RecruiterView(found, _with_codes(own, codes), _with_codes(shared, codes), tuple(reversed(acts)))


def _with_codes(things: tuple[Thing, ...], codes: dict[UUID, str]) -> tuple[ShownThing, ...]:
    return tuple(ShownThing(one.identity, tuple((codes[case], day) for case, day in one.by)) for one in things)


def _compared(sight: Sight, case: Glimpse, other: Glimpse) -> Comparison:
    if sight.own(case)[1] == sight.own(other)[1]:
        raise BadInputError("these are one recruiter already")
    own, theirs = shown(sight, case), shown(sight, other)
    told = sight.told([*own.cases, *theirs.cases])
    names = [
        called(one.identity for one in things_told({case.id: told[case.id] for case in side.cases}))
        for side in (own, theirs)
    ]
    other_codes = {one.code for one in theirs.cases}
    linked = next((one for one in own.suggested if other_codes & set(one.codes)), None)
    rows = _beside(things_told(told), own, theirs)
    return Comparison(own, theirs, names[0], names[1], rows, linked, own.state + theirs.state)


def _beside(things: tuple[Thing, ...], own: Shown, other: Shown) -> tuple[Beside, ...]:
    sides = [{case.id: case.code for case in side.cases} for side in (own, other)]
    rows = [
        Beside(one.identity, *(tuple(side[case] for case in one.cases if case in side) for side in sides))
        for one in things
    ]
    return tuple(sorted(rows, key=lambda row: not (row.own and row.other)))
