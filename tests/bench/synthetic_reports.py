"""Invented reports about invented recruiters, to measure how well a matcher links reports to recruiters.

Written without knowledge of any matcher. Everything is our choice, as true to life as we can guess, and not kind:

- recruiters: 10 % bear first name and clan of one in another regency, 14 % are relatives (one clan, one regency) and
  22 % partners in a ring of another (one area, mostly one company); 40 % and 35 % of those share a phone. Up to 15 %
  of the others have a number that a recruiter gave up 200 days before or more. 17 % have a byname or a false name;
- reports of a recruiter, at 3 to 5 a recruiter: 45 to 65 % have one, up to 5 % have 25 or more, none over 40;
- 45 to 60 % have a phone. 4 % have a number of a shop, hotline or agency that is told with many recruiters, 1 to 4 %
  the reporter's own, 2 % of the recruiters' numbers have a wrong digit;
- 85 to 95 % have a name; 25 to 45 % of those are one word, with a title or without. 8 % have a second name of the same
  person, 7 % one of somebody else (a partner, the victim, whoever drives);
- 15 to 25 % have a company, 2 to 7 % a company and neither name nor phone; 75 to 90 % a place; 1 to 4 % an account;
- 10 to 22 % come from a phone that a report came from before: mostly of one recruiter, 3 % from people who report many
  (a priest, a village clerk), 6 % from a phone lent to others.

Names, places and companies are as taken from messages: spelling by ear, titles, "yanti dari soe" (see synthetic_names,
synthetic_spelling). Every report has a name, a phone or a company. Any number may by chance be somebody's: never call.
"""

import random
from dataclasses import dataclass
from itertools import accumulate

from tests.bench.synthetic_names import (
    as_called,
    common,
    filler_names,
    some_form,
    some_person,
    some_place,
    some_regency,
    words,
)
from tests.bench.synthetic_recruiters import Numbers, Recruiter, Scene
from tests.bench.synthetic_spelling import mistyped, written

__all__ = ("SyntheticReport", "filler_names", "make")

MOST = 40
"""Reports on one recruiter, four times the mean where that is more."""

STUCK = (
    *(
        "{name} dari {place}",
        "{name} dari {place}",
        "{name} orang {place}",
        "{name} {place}",
        "nama {name}",
        "{name} itu",
    ),
    *(
        "namanya {name}",
        "{name} calo",
        "an. {name}",
        "{name} yg di {place}",
        "{name} istri pak desa",
        "{name} tukang rekrut",
    ),
    *("si {name}", "{name} cs", "{name} (agen)", "{name} yg rumah dekat gereja", "{name} namanya", "{name} pung nama"),
)
"""What the extraction leaves on a name: 11 % of the names."""


@dataclass(frozen=True)
class SyntheticReport:
    """One report. ``number``: from 1 in time order. ``recruiter``: the truth. ``day``: from 0. Phones are E.164."""

    number: int
    recruiter: int
    reporter: str
    day: int
    names: tuple[str, ...]
    phones: tuple[str, ...]
    companies: tuple[str, ...]
    places: tuple[str, ...]
    accounts: tuple[str, ...]


def make(seed: int, reports: int, recruiters: int) -> list[SyntheticReport]:
    """Return ``reports`` reports in time order on ``recruiters`` recruiters: each has one where there are enough.

    Raises ValueError where reports are wanted but no recruiters.
    """
    if reports > 0 and recruiters < 1:
        raise ValueError("reports need a recruiter")
    rng = random.Random(f"reports of {seed}")
    scene = Scene(seed, recruiters)
    counts = zip(scene.all, _counts(rng, reports, recruiters), strict=True)
    due = [(day, one) for one, count in counts for day in _days(rng, one, count)]
    due.sort(key=lambda pair: (pair[0], pair[1].number))
    desk = _Desk(rng, scene.numbers, reports)
    return [desk.report(number, day, one) for number, (day, one) in enumerate(due, 1)]


def _counts(rng: random.Random, reports: int, recruiters: int) -> list[int]:
    """Return how many reports each recruiter gets: one each, the rest go to half of them, to few of those most."""
    order = rng.sample(range(recruiters), recruiters)
    counts = [0] * recruiters
    for place in order[:reports]:
        counts[place] = 1
    busy = order[: (recruiters + 1) // 2]
    weights = list(accumulate((rank + 2 + recruiters / 25) ** -1.25 for rank in range(len(busy))))
    most, left = max(MOST, 4 * reports // max(recruiters, 1)), reports - sum(counts)
    while left > 0:
        place = rng.choices(busy, cum_weights=weights)[0]
        if counts[place] < most:
            counts[place] += 1
            left -= 1
    return counts


def _days(rng: random.Random, one: Recruiter, count: int) -> list[int]:
    """Reports come in heaps: whenever a recruiter is in a village, within some weeks."""
    heaps = [rng.randint(one.start, one.end) for _ in range(1 + count // 5)]
    return [min(rng.choice(heaps) + int(rng.expovariate(1 / 12)), one.end) for _ in range(count)]


class _Desk:
    """Whoever took the messages down: remembers who reported, as people report again."""

    def __init__(self, rng: random.Random, numbers: Numbers, reports: int) -> None:
        self._rng = rng
        self._numbers = numbers
        self._busy_reporters = [numbers.mobile() for _ in range(2 + reports // 150)]
        self._offices = [rng.choice((numbers.mobile, numbers.landline))() for _ in range(6 + reports // 1000)]
        self._earlier: dict[int, list[SyntheticReport]] = {}
        self._reporters: list[str] = []

    def report(self, number: int, day: int, one: Recruiter) -> SyntheticReport:
        """Return what the next report on ``one`` tells."""
        rng, told = self._rng, self._earlier.setdefault(one.number, [])
        again = told[-1] if told and rng.random() < 0.13 and told[-1].day > day - 60 else None
        reporter = again.reporter if again else self._reporter()
        base = one.bases[-1] if day > (one.start + one.end) / 2 else one.bases[0]
        area = base if rng.random() < 0.88 else some_regency(rng)
        names = again.names if again and rng.random() < 0.4 else self._names(one, area)
        phones = self._phones(one, day, reporter)
        companies = self._companies(one)
        if companies and rng.random() < 0.18:
            names, phones = (), ()
        if not names and not phones and not companies:
            names = (self._dirty(as_called(rng, one.person, some_form(rng)), area),)
        accounts = one.accounts if rng.random() < 0.025 else ()
        made = SyntheticReport(
            number, one.number, reporter, day, names, phones, companies, self._places(one, area), accounts
        )
        told.append(made)
        return made

    def _reporter(self) -> str:
        roll = self._rng.random()
        if roll < 0.03:
            return self._rng.choice(self._busy_reporters)
        if roll < 0.09 and self._reporters:
            return self._rng.choice(self._reporters)
        self._reporters.append(self._numbers.mobile())
        return self._reporters[-1]

    def _names(self, one: Recruiter, area: str) -> tuple[str, ...]:
        rng = self._rng
        roll = rng.random()
        if roll > 0.92:
            return ()
        names = [self._name(one, area)]
        if roll < 0.08:
            names.append(self._name(one, area))
        elif roll < 0.15:
            other = rng.choice(one.partners) if one.partners and rng.random() < 0.6 else some_person(rng, area)
            names.insert(rng.randrange(2), self._dirty(as_called(rng, other, some_form(rng)), area))
        return tuple(dict.fromkeys(names))

    def _name(self, one: Recruiter, area: str) -> str:
        rng = self._rng
        if one.byname and rng.random() < 0.45:
            return self._dirty(one.byname, area)
        form = one.favourite if rng.random() < 0.35 else some_form(rng)
        return self._dirty(as_called(rng, one.person, form), area)

    def _dirty(self, name: str, area: str) -> str:
        rng = self._rng
        text = written(rng, name)
        if rng.random() < 0.11:
            return rng.choice(STUCK).format(name=text, place=some_place(rng, area).lower())
        return text

    def _phones(self, one: Recruiter, day: int, reporter: str) -> tuple[str, ...]:
        rng, found = self._rng, []
        in_use = [phone for phone, since in one.phones if since <= day] or [one.phones[0][0]]
        if rng.random() < 0.53:
            wanted = 2 if len(in_use) > 1 and rng.random() < 0.15 else 1
            newest_first = in_use[-1:] if wanted == 1 and rng.random() < 0.4 else rng.sample(in_use, wanted)
            found += [self._copied(phone) for phone in newest_first]
        if rng.random() < 0.04:
            found.insert(rng.randrange(len(found) + 1), common(rng, tuple(self._offices)))
        if rng.random() < 0.025:
            found.append(reporter)
        return tuple(dict.fromkeys(found))

    def _copied(self, phone: str) -> str:
        """2 % have a wrong digit at the end or two swapped."""
        if self._rng.random() > 0.02:
            return phone
        at = self._rng.randrange(6, len(phone) - 1)
        if self._rng.random() < 0.5:
            return phone[:at] + phone[at + 1] + phone[at] + phone[at + 2 :]
        return phone[:at] + str(self._rng.randrange(10)) + phone[at + 1 :]

    def _companies(self, one: Recruiter) -> tuple[str, ...]:
        rng = self._rng
        if rng.random() > 0.30 or not (one.companies or rng.random() < 0.15):
            return ()
        name = rng.choice(one.companies or tuple(words("company")["all"]))
        parts = name.split()
        forms = (name, name, " ".join(parts[1:]), " ".join(parts[:-1]), " ".join(parts[:2]), self._initials(parts))
        return (written(rng, rng.choice(forms)),)

    @staticmethod
    def _initials(parts: list[str]) -> str:
        return f"{parts[0]} {''.join(part[0] for part in parts[1:])}"

    def _places(self, one: Recruiter, area: str) -> tuple[str, ...]:
        rng = self._rng
        count = rng.choices((0, 1, 2, 3), (18, 54, 22, 6))[0]
        found = [some_place(rng, area if rng.random() < 0.85 else one.bases[0]) for _ in range(count)]
        if count and rng.random() < 0.12:
            found.append(rng.choice(words("places")["transit"]))
        return tuple(dict.fromkeys(self._placed(place) for place in found))

    def _placed(self, place: str) -> str:
        """Three of four places are written as on a map."""
        roll = self._rng.random()
        if roll < 0.75:
            return place
        return written(self._rng, place) if roll < 0.95 else mistyped(self._rng, place.lower())
