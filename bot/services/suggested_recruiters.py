"""Who a recruiter may be as well, as far as an officer may see: links a report suggests, to this one or to others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from bot.recruiters.matching import Profile, Reason, compare
from bot.services.recruiter_sight import Sight
from bot.store.case_glimpses import Glimpse
from bot.store.recruiters import case_roots, cases_of, suggestions_of
from bot.store.tables.recruiters import RecruiterLink


@dataclass(frozen=True)
class Suggested:
    """Who the recruiter may be as well. ``own`` and ``other``: the codes of the two cases that are linked so.

    ``cases``: the open cases of the other one, the newest first. ``score``: 0 to 100, with the reasons it is from.
    """

    own: str
    other: str
    cases: tuple[Glimpse, ...]
    score: int
    reasons: tuple[Reason, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the other's open cases."""
        return tuple(case.code for case in self.cases)


@dataclass(frozen=True)
class _Found:
    suggested: Suggested
    case_id: UUID


def suggested_for(sight: Sight, own: Sequence[Glimpse], root: UUID) -> tuple[Suggested, ...]:
    """Return who the recruiter with these open cases may be as well, the likeliest first, each pair of cases once."""
    links = suggestions_of(sight.session, [case.id for case in own], root)
    found = [one for one in (_suggested(sight, link, to, own, root) for link, to in links) if one]
    once = {frozenset((one.suggested.own, one.suggested.other)): one for one in reversed(found)}
    shown = sorted(once.values(), key=lambda one: (-one.suggested.score, one.suggested.own, one.suggested.other))
    return tuple(_without_hint(one, shown) for one in shown)


def _suggested(sight: Sight, link: RecruiterLink, to: UUID, own: Sequence[Glimpse], root: UUID) -> _Found | None:
    """Return a suggestion; where only some cases of the one that is suggested are open, it is compared with those."""
    linked = sight.see([link.case_id])
    if not linked:
        return None
    other_root = case_roots(sight.session, [link.case_id]).get(link.case_id) if to == root else to
    others = sight.cases_of(other_root) if other_root else []
    if not others:
        return None
    first, second = (own[0], linked[0]) if to == root else (linked[0], others[0])
    scored = _scored(sight, link, to, own if to == root else others)
    if scored is None:
        return None
    return _Found(Suggested(first.code, second.code, tuple(others), *scored), link.case_id)


def _scored(
    sight: Sight, link: RecruiterLink, to: UUID, seen: Sequence[Glimpse]
) -> tuple[int, tuple[Reason, ...]] | None:
    if len(seen) == len(cases_of(sight.session, to)):
        return link.score, tuple(map(Reason, link.reasons))
    told = [each for one in sight.told(seen).values() for each in one.items()]
    (new,) = sight.told(sight.see([link.case_id])).values()
    match = compare(Profile.of(new.items()), Profile.of(told, len(seen)))
    return (match.score, match.reasons) if match.is_worth_showing else None


def _without_hint(one: _Found, shown: Sequence[_Found]) -> Suggested:
    """Say that a phone is used by several only where those are shown: they may not be open."""
    holders = [each for each in shown if each.case_id == one.case_id and Reason.SAME_PHONE in each.suggested.reasons]
    if len(holders) > 1:
        return one.suggested
    reasons = tuple(reason for reason in one.suggested.reasons if reason is not Reason.PHONE_OF_OTHERS)
    return replace(one.suggested, reasons=reasons)
