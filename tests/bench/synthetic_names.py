"""Invented people of East Nusa Tenggara and the many ways somebody writes of one of them.

Common names are far more common than rare ones (weight 1 / (rank + 6), our choice), so namesakes occur by themselves.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from tests.bench.synthetic_spelling import written

WORDS = Path(__file__).parent / "synthetic_words.tsv"
OUTSIDERS = ("java", "batak", "muslim")

MAN_TITLES = (
    "Om",
    "Om",
    "Om",
    "Pak",
    "Pak",
    "Bapa",
    "Bapak",
    "Bos",
    "Kaka",
    "Abang",
    "Pa",
    "Bpk",
    "To'o",
    "Kak",
    "Sdr",
)
WOMAN_TITLES = ("Ibu", "Ibu", "Mama", "Mama", "Tanta", "Tante", "Kaka", "Nona", "Bu", "Bos", "Ma", "Kak", "Usi", "Ibuk")
PEOPLE_TITLES = {
    "java": ("Mas", "Mbak"),
    "batak": ("Lae", "Ito"),
    "muslim": ("Haji", "Hajah"),
    "sikka": ("Moat", "Du'a"),
    "lamaholot": ("Ama", "Ina"),
    "manggarai": ("Kraeng", "Enu"),
    "sumba": ("Umbu", "Rambu"),
}
"""Titles of a people, a man's and a woman's."""

FORMS = {
    "full": 15,
    "given clan": 22,
    "nick clan": 13,
    "title nick": 22,
    "title given": 5,
    "given": 5,
    "nick": 6,
    "title clan": 3,
    "title nick clan": 3,
    "initial clan": 4,
    "clan given": 2,
    "all given": 3,
}
"""How people are written of, of 100 names (our choice); each recruiter has one favourite besides."""


@dataclass(frozen=True)
class Person:
    """Somebody's true name. ``nicks``: short forms, the usual one first. ``clans``: two for a married woman.

    ``titles``: as people address that person, the usual one first. ``people``: a key of the clans in the word list.
    """

    woman: bool
    people: str
    given: tuple[str, ...]
    clans: tuple[str, ...]
    nicks: tuple[str, ...]
    titles: tuple[str, ...]


@cache
def words(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of one kind in the word list: its name and its words."""
    rows = (line.split("\t") for line in WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {name: tuple(rest.split(";")) for row, name, rest in rows if row == kind}


@cache
def _weights(count: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + 6) for rank in range(count)))


def common(rng: random.Random, choices: tuple[str, ...]) -> str:
    """Return one of ``choices``, which are in order of how common they are."""
    return rng.choices(choices, cum_weights=_weights(len(choices)))[0]


@cache
def regencies() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the regencies and how many recruiters of 100 are at home in each."""
    return tuple(words("home")), tuple(accumulate(int(row[2]) for row in words("home").values()))


def some_regency(rng: random.Random) -> str:
    """Return a regency, those of West Timor far more often."""
    names, weights = regencies()
    return rng.choices(names, cum_weights=weights)[0]


def island(regency: str) -> str:
    """Return the island, or the group of islands, of a regency."""
    return words("home")[regency][0]


def some_person(rng: random.Random, regency: str) -> Person:
    """Return somebody who lives in ``regency``; 10 % are Javanese, Batak or of a Muslim coastal family."""
    peoples = words("home")[regency][1].split(",")
    people = rng.choice(OUTSIDERS) if rng.random() < 0.1 else rng.choice([peoples[0], *peoples])
    woman = rng.random() < 0.45
    kind = _kind(people, woman)
    given = tuple(dict.fromkeys(common(rng, _given(kind)) for _ in range(rng.choices((1, 2, 3), (56, 38, 6))[0])))
    clan = common(rng, words("clans")[people])
    clans: tuple[str, ...] = (clan,)
    if people == "java" and rng.random() < 0.5:
        clans = ()
    elif woman and rng.random() < 0.25:
        clans = (clan, common(rng, words("clans")[people]))
    return Person(woman, people, given, clans, _nicks(rng, kind, given), _titles(rng, people, woman))


def of_one_clan(rng: random.Random, person: Person, given: bool) -> Person:
    """Return another person with the clan of ``person``; where ``given``, with the same first given name too."""
    woman = person.woman if given else rng.random() < 0.45
    kind = _kind(person.people, woman)
    first = person.given[0] if given else common(rng, _given(kind))
    names = (first, common(rng, _given(kind)))[: 1 + (rng.random() < 0.4)]
    titles = _titles(rng, person.people, woman)
    return Person(woman, person.people, names, person.clans[:1], _nicks(rng, kind, names), titles)


def _kind(people: str, woman: bool) -> str:
    sex = "woman" if woman else "man"
    return f"{people}_{sex}" if people in OUTSIDERS else sex


@cache
def _given(kind: str) -> tuple[str, ...]:
    return tuple(words(kind))


def _nicks(rng: random.Random, kind: str, given: tuple[str, ...]) -> tuple[str, ...]:
    called = given[rng.randrange(len(given))]
    short = words(kind)[called]
    return tuple(dict.fromkeys((rng.choice(short), *short[:1], called)))


def _titles(rng: random.Random, people: str, woman: bool) -> tuple[str, ...]:
    local = PEOPLE_TITLES.get(people)
    usual = WOMAN_TITLES if woman else MAN_TITLES
    first = local[woman] if local and rng.random() < 0.6 else rng.choice(usual)
    return first, rng.choice(usual)


def as_called(rng: random.Random, person: Person, form: str) -> str:
    """Return one of the FORMS of a name, spelt right."""
    title = person.titles[rng.random() < 0.25]
    nick = person.nicks[0] if rng.random() < 0.75 else rng.choice(person.nicks)
    clan = rng.choice(person.clans) if person.clans else ""
    first = person.given[0]
    texts = {
        "full": " ".join((*person.given, *person.clans)),
        "given clan": f"{first} {clan}",
        "nick clan": f"{nick} {clan}",
        "title nick": f"{title} {nick}",
        "title given": f"{title} {first}",
        "given": first,
        "nick": nick,
        "title clan": f"{title} {clan or first}",
        "title nick clan": f"{title} {nick} {clan}",
        "initial clan": f"{first[0]}{rng.choice(('.', '. ', ' '))}{clan or first}",
        "clan given": f"{clan} {first}",
        "all given": " ".join(person.given),
    }
    return " ".join(texts[form].split())


def some_form(rng: random.Random) -> str:
    """Return one of the FORMS by its weight."""
    return rng.choices(tuple(FORMS), tuple(FORMS.values()))[0]


def some_place(rng: random.Random, regency: str) -> str:
    """Return a village, district or town of ``regency``, the seat more often."""
    places = words("places")[regency]
    return places[0] if rng.random() < 0.12 else rng.choice(places)


def filler_names(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Yield ``count`` pairs of a name and a place: people nobody asks about, drawn as the recruiters are.

    Names are in the FORMS above; one of four is spelt as somebody heard it. 2 % of the pairs have no place ("").
    """
    rng = random.Random(f"fillers of {seed}")
    for _ in range(count):
        regency = some_regency(rng)
        name = as_called(rng, some_person(rng, regency), some_form(rng))
        yield (
            written(rng, name) if rng.random() < 0.25 else name,
            some_place(rng, regency) if rng.random() < 0.98 else "",
        )
