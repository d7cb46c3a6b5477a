"""Invented recruiters: namesakes, relatives and rings, and the phones they use, share and give up."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.synthetic_names import (
    Person,
    common,
    island,
    of_one_clan,
    regencies,
    some_form,
    some_person,
    some_regency,
    words,
)

DAYS = 1_000
"""Days from the first report to the last."""

REST = 200
"""Days a number lies unused before somebody else gets it: providers in Indonesia sell it again after some months."""

LOCAL = ("8123", "8133", "8214", "8223", "8234", "8523", "8533")
ELSEWHERE = ("811", "812", "813", "821", "852", "859", "878", "857", "895", "881")
TOWNS = ("380", "388", "389", "382", "383")
"""Beginnings of mobile numbers sold in NTT and elsewhere, and area codes of NTT."""


@dataclass(frozen=True)
class Recruiter:
    """One recruiter, the truth. ``phones``: numbers and the day each came into use, the first from the start.

    ``start`` to ``end``: the days within which reports come. ``bases``: regencies, the later where the recruiter went.
    ``byname``: what people call the recruiter who do not know the name, "" for none; ``favourite``: the form of the
    name most people use. ``partners``: names of others of the ring. ``companies``: said to recruit for.
    """

    number: int
    person: Person
    byname: str
    favourite: str
    bases: tuple[str, ...]
    phones: tuple[tuple[str, int], ...]
    companies: tuple[str, ...]
    accounts: tuple[str, ...]
    partners: tuple[Person, ...]
    start: int
    end: int


class Numbers:
    """Invented numbers in E.164 form, none given out twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._given_out: set[str] = set()

    def mobile(self) -> str:
        """Return a mobile number, 4 % of them Malaysian."""
        return self._new(self._mobile)

    def landline(self) -> str:
        """Return the number of an office in NTT."""
        return self._new(lambda: f"+62{self._rng.choice(TOWNS)}{self._rng.randrange(200_000, 900_000)}")

    def _new(self, some: Callable[[], str]) -> str:
        while (number := some()) in self._given_out:
            pass
        self._given_out.add(number)
        return number

    def _mobile(self) -> str:
        rng, roll = self._rng, self._rng.random()
        if roll < 0.04:
            return f"+601{rng.choice('234679')}{rng.randrange(2 * 10**6, 10**7)}"
        beginning = rng.choice(LOCAL) if roll < 0.7 else rng.choice(ELSEWHERE)
        digits = rng.choice((10, 11, 11, 11)) - len(beginning)
        return f"+62{beginning}{rng.randrange(10 ** (digits - 1), 10**digits)}"


class Scene:
    """All recruiters of one seed, made one after another, as each may be a namesake, relative or partner of another."""

    def __init__(self, seed: int, count: int) -> None:
        self._rng = random.Random(f"recruiters of {seed}")
        self.numbers = Numbers(self._rng)
        self._shared: set[str] = set()
        self._recycled: set[str] = set()
        self.all: list[Recruiter] = []
        for number in range(1, count + 1):
            self.all.append(self._next(number))

    def _next(self, number: int) -> Recruiter:
        """One of ten is a namesake far away, 14 % a relative, 22 % a partner of an earlier one."""
        roll, rng = self._rng.random(), self._rng
        other = rng.choice(self.all) if self.all else None
        if other is None or roll > 0.46:
            home = some_regency(rng)
            return self._made(number, some_person(rng, home), home, None, 0.0)
        if roll < 0.1:
            home = rng.choice([name for name in regencies()[0] if name not in other.bases])
            return self._made(number, of_one_clan(rng, other.person, given=True), home, None, 0.0)
        if roll < 0.24:
            person = of_one_clan(rng, other.person, given=rng.random() < 0.2)
            return self._made(number, person, other.bases[0], other, 0.4)
        return self._made(number, some_person(rng, other.bases[0]), other.bases[0], other, 0.35)

    def _made(self, number: int, person: Person, home: str, other: Recruiter | None, sharing: float) -> Recruiter:
        rng = self._rng
        start = rng.randrange(int(DAYS * 0.85)) if other is None else other.start + rng.randrange(-20, 60)
        start = min(max(start, 0), DAYS - 60)
        end = min(start + int(min(max(rng.lognormvariate(4.6, 0.9), 10), 600)), DAYS)
        return Recruiter(
            number=number,
            person=person,
            byname=self._byname(person),
            favourite=some_form(rng) if rng.random() < 0.6 else rng.choice(("title nick", "given clan", "nick clan")),
            bases=(home, self._elsewhere(home)) if rng.random() < 0.25 else (home,),
            phones=self._phones(start, end, other, sharing),
            companies=self._companies(other),
            accounts=self._accounts(other),
            partners=(other.person,) if other is not None else (),
            start=start,
            end=end,
        )

    def _byname(self, person: Person) -> str:
        """One of six is known by a byname or another name; one of those by a false given name."""
        rng, kind = self._rng, "woman" if person.woman else "man"
        if rng.random() > 0.17:
            return ""
        if rng.random() < 0.35:
            return f"{person.titles[1]} {rng.choice(words(kind)[common(rng, tuple(words(kind)))])}"
        return f"{person.titles[0]} {rng.choice(words('byname')[kind])}"

    def _elsewhere(self, home: str) -> str:
        near = [name for name in regencies()[0] if island(name) == island(home) and name != home]
        return self._rng.choice(near) if near and self._rng.random() < 0.8 else some_regency(self._rng)

    def _phones(self, start: int, end: int, other: Recruiter | None, sharing: float) -> tuple[tuple[str, int], ...]:
        rng = self._rng
        count = rng.choices((1, 2, 3), (52, 33, 15))[0]
        first = self._given_up(start) if other is None and rng.random() < 0.15 else ""
        phones = [(first or self.numbers.mobile(), start)]
        phones += [(self.numbers.mobile(), rng.randint(start, end)) for _ in range(count - 1)]
        shared = other.phones[0][0] if other is not None else ""
        if rng.random() < sharing and shared not in self._recycled:
            self._shared.add(shared)
            phones[rng.randrange(count)] = (shared, start)
        return tuple(phones)

    def _given_up(self, start: int) -> str:
        """Return a number that nobody has used for REST days before ``start``, "" where there is none."""
        for _ in range(8 if self.all else 0):
            old = self._rng.choice(self.all)
            phone = old.phones[-1][0]
            if old.end + REST <= start and phone not in self._shared | self._recycled:
                self._recycled.add(phone)
                return phone
        return ""

    def _companies(self, other: Recruiter | None) -> tuple[str, ...]:
        rng = self._rng
        if other is not None and other.companies and rng.random() < 0.8:
            return other.companies
        count = rng.choices((0, 1, 2), (45, 45, 10))[0]
        return tuple(dict.fromkeys(common(rng, words("company")["all"]) for _ in range(count)))

    def _accounts(self, other: Recruiter | None) -> tuple[str, ...]:
        rng = self._rng
        if other is not None and other.accounts and rng.random() < 0.4:
            return other.accounts
        return (str(rng.randrange(10**9, 10**10) * 10 ** rng.choice((0, 3, 5)) + rng.randrange(1000)),)
