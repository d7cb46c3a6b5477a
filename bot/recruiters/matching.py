"""How likely two tellings are of one recruiter: a score with its reasons, and whether a phone links them at once.

Points are added up as in record linkage by weights (Fellegi and Sunter, 1969): what few people share weighs much, what
many share little, a contradiction takes points away. The sizes of the weights are our choice.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz

from bot.recruiters.blocking import COMPANY, PLACE, WORD
from bot.recruiters.company_names import name_words, sound_key
from bot.recruiters.identity import Identity, IdentityKind, place_key
from bot.recruiters.name_likeness import INITIAL, Agreement, NameLikeness, compare_names
from bot.recruiters.person_names import PersonName, read_name
from bot.vocabulary import Word

MOST_SUGGESTIONS = 5
PHONE_KEPT_DAYS, PHONE_ALONE_DAYS = 60, 14
"""Days after which a phone links nothing at once any more: with a name of two words or more that agrees as a whole, and
with less than that.

Indonesian operators give a number to somebody else a few months after its last top-up, and phones pass on in families
(our choice of days: with them 0.99 of the automatic links of tests/bench/linking.py are right).
"""

ENOUGH = 0.4
"""Points from which a link is worth showing to an officer, if there are not five better ones."""

_PHONE, _ACCOUNT, _WORD, _COMPANY, _PLACE = 8.0, 8.0, 4.5, 4.0, 3.2
"""Points of what nobody else shares."""

_RAREST = 8.5
"""Logarithm of how many recruiters there may be: what so many share says nothing."""

_APART, _SURPLUS, _OTHER_SEX, _INITIAL_POINTS = 1.5, 0.2, 2.0, 0.6
_OFTEN, _LONG_AGO = 0.5, 0.5
_HALF_WAY = 6.0
_COMPANY_ALIKE, _PLACE_ALIKE = 84.0, 85.0


class Reason(Word):
    """Why a link is suggested, or what speaks against it."""

    SAME_PHONE = "same_phone"
    SAME_ACCOUNT = "same_account"
    SAME_NAME = "same_name"
    PART_OF_NAME = "part_of_name"
    SIMILAR_NAME = "similar_name"
    SAME_COMPANY = "same_company"
    SAME_PLACE = "same_place"
    OTHER_NAME = "other_name"
    OTHER_COMPANY = "other_company"
    PHONE_OF_OTHERS = "phone_of_others"
    OLD_PHONE = "old_phone"


@dataclass(frozen=True)
class Profile:
    """All that is known of a recruiter, or all that one report tells, ready to be compared.

    ``phones``: the last day each was told. ``companies`` and ``places``: how they are compared. ``reports``: how many
    tell of the recruiter, the last one on ``last``.
    """

    names: tuple[PersonName, ...] = ()
    phones: Mapping[str, date] = field(default_factory=dict)
    companies: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    reports: int = 1
    last: date = date.min

    @staticmethod
    def of(told: Iterable[tuple[Identity, date]], reports: int = 1) -> "Profile":
        """Return the profile that these identities make, each with the day it was told."""
        values: dict[IdentityKind, dict[str, date]] = {kind: {} for kind in IdentityKind}
        for identity, day in told:
            days = values[identity.kind]
            days[identity.value] = max(day, days.get(identity.value, day))
        names = {read_name(name): None for name in values[IdentityKind.NAME]}
        heard = {sound_key("".join(name_words(name))): None for name in values[IdentityKind.COMPANY]}
        return Profile(
            tuple(name for name in names if name.words),
            values[IdentityKind.PHONE],
            tuple(company for company in heard if company),
            frozenset(filter(None, map(place_key, values[IdentityKind.PLACE]))),
            frozenset(values[IdentityKind.ACCOUNT]),
            reports,
            max((day for days in values.values() for day in days.values()), default=date.min),
        )


@dataclass(frozen=True)
class Match:
    """``score``: 0 to 100. ``automatic``: a phone links both at once, if no other recruiter has it too.

    ``weight`` ranks: the points, and more for whom many reports told of, and lately.
    """

    score: int = 0
    reasons: tuple[Reason, ...] = ()
    automatic: bool = False
    points: float = 0.0
    weight: float = 0.0

    @property
    def is_worth_showing(self) -> bool:
        """Whether an officer should see it."""
        return self.points >= ENOUGH


def compare(new: Profile, known: Profile, commonness: Mapping[str, int] | None = None) -> Match:
    """Return how well a new report fits a known recruiter.

    ``commonness``: how many recruiters have one of the new report's keys (bot/recruiters/blocking.py), as far as the
    store counted; 0 where unknown.
    """
    rare = _Rarity(commonness or {})
    named, name_reasons, name = _names(new, known, rare)
    phones = new.phones.keys() & known.phones.keys()
    company, company_reasons = _companies(new, known, rare)
    placed = _places(new, known, rare)
    accounts = bool(new.accounts & known.accounts)
    points = _PHONE * bool(phones) + _ACCOUNT * accounts + named + company + placed
    reasons = [Reason.SAME_PHONE] * bool(phones) + [Reason.SAME_ACCOUNT] * accounts + name_reasons + company_reasons
    reasons += [Reason.SAME_PLACE] * bool(placed)
    automatic = False
    if phones:
        days = min(abs((new.phones[phone] - known.phones[phone]).days) for phone in phones)
        reasons += [Reason.OLD_PHONE] * (days > PHONE_KEPT_DAYS)
        automatic = days <= _kept(name) and (name.sure or accounts if name else Reason.OTHER_COMPANY not in reasons)
    points = max(points, 0.0)
    weight = points + _OFTEN * math.log(known.reports) - _LONG_AGO * math.log1p(abs((new.last - known.last).days) / 30)
    return Match(round(100 * (1 - math.exp(-points / _HALF_WAY))), tuple(reasons), automatic, points, weight)


@dataclass(frozen=True)
class _Rarity:
    commonness: Mapping[str, int]

    def of(self, key: str) -> float:
        """Return how much a key says: 1 when nobody else has it, 0.1 when nearly everybody does."""
        return max(0.1, 1 - math.log(1 + self.commonness.get(key, 0)) / _RAREST)


def _names(new: Profile, known: Profile, rare: _Rarity) -> tuple[float, list[Reason], NameLikeness | None]:
    """Return the points, the reasons and the likeness of the two names that fit best; None with no names to compare."""
    best: tuple[float, NameLikeness] | None = None
    for one in new.names:
        for other in known.names:
            likeness = compare_names(one, other)
            points = _name_points(likeness, rare)
            if best is None or (points, likeness.sure) > (best[0], best[1].sure):
                best = points, likeness
    if best is None:
        return 0.0, [], None
    return best[0], [_NAME_REASON[best[1].agreement]], best[1]


_NAME_REASON = {
    Agreement.SAME: Reason.SAME_NAME,
    Agreement.PART: Reason.PART_OF_NAME,
    Agreement.SOME: Reason.SIMILAR_NAME,
    Agreement.NONE: Reason.OTHER_NAME,
}


def _name_points(likeness: NameLikeness, rare: _Rarity) -> float:
    fitting = sum(
        _INITIAL_POINTS if value == INITIAL else _WORD * (1 - 2.5 * (1 - value)) * rare.of(f"{WORD}{heard}")
        for heard, value in likeness.words
    )
    return fitting - _APART * likeness.apart - _SURPLUS * likeness.surplus - _OTHER_SEX * likeness.sexes_differ


def _companies(new: Profile, known: Profile, rare: _Rarity) -> tuple[float, list[Reason]]:
    if not new.companies or not known.companies:
        return 0.0, []
    nearest, key = max((fuzz.ratio(one, other), one) for one in new.companies for other in known.companies)
    if nearest >= _COMPANY_ALIKE:
        return _COMPANY * nearest / 100 * rare.of(f"{COMPANY}{key}"), [Reason.SAME_COMPANY]
    return 0.0, [Reason.OTHER_COMPANY]


def _places(new: Profile, known: Profile, rare: _Rarity) -> float:
    """Return the points of the places that both have: of the rarest all, of others a third."""
    points = sorted(
        _PLACE * rare.of(f"{PLACE}{place}")
        for place in new.places
        if place in known.places or any(fuzz.ratio(place, other) >= _PLACE_ALIKE for other in known.places)
    )
    return points[-1] + sum(points[:-1]) / 3 if points else 0.0


def _kept(name: NameLikeness | None) -> int:
    """Return for how many days a phone links at once: the less else speaks for it, the fewer."""
    whole = name is not None and name.agreement is Agreement.SAME and len(name.words) > 1 and not name.weak
    return PHONE_KEPT_DAYS if whole else PHONE_ALONE_DAYS
