"""Places in Indonesia (data/places.tsv) and abroad (countries.py), and what they are in the story.

A name that is also an everyday word counts only after a preposition or a word such as "desa" or "pasar", or with a
capital inside a sentence. After "desa", "kecamatan" and the like an unknown name counts as well, because no list
has every village. Countries keep their own finder; of two names at one spot the longer wins ("Papua Nugini").
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.understanding.countries import find_countries
from bot.understanding.datafile import read_table
from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.everyday import is_everyday
from bot.understanding.pieces.place_roles import role_at
from bot.understanding.pieces.reading import Reading, find_terms, folded

_LONGEST = 4
_LANGUAGE_BEFORE = frozenset({"bahasa", "bhs", "bahasanya"})


@lru_cache(maxsize=1)
def _places() -> Mapping[str, dict[str, str]]:
    return {folded(row["alias"]): row for row in reversed(read_table("places"))}


@lru_cache(maxsize=1)
def _names_abroad() -> frozenset[str]:
    return frozenset(folded(row["alias"]) for row in read_table("countries"))


def is_place(name: str) -> bool:
    """Tell whether folded words are the name of a country or place, even one that is an everyday word too."""
    return name in _places() or is_abroad(name)


def is_abroad(name: str) -> bool:
    """Tell whether folded words are the name of a country or of a place abroad."""
    return name in _names_abroad()


def find_places(reading: Reading) -> Iterator[Entity]:
    """Yield countries and places; a place's ``normalised`` is its full name, abroad its country's ISO code."""
    found = sorted((*_at_home(reading), *_abroad(reading)), key=lambda one: (one.start - one.end, one.start))
    yield from found
    yield from _unlisted(reading)


def _at_home(reading: Reading) -> Iterator[Entity]:
    for term, row in find_terms(reading, _places(), _LONGEST):
        if _counts(reading, term.first, term.last, row):
            start, end = reading.words[term.first].start, reading.words[term.last - 1].end
            yield reading.entity("place", start, end, row["name"], role_at(reading, term.first))


def _counts(reading: Reading, first: int, last: int, row: Mapping[str, str]) -> bool:
    before = reading.words[first - 1].text if first else ""
    if before in _LANGUAGE_BEFORE:
        return False
    if row["needs"] == "letters":
        written = "".join(reading.written(index) for index in range(first, last))
        return written == row["alias"]
    if row["needs"] == "preposition":
        inside = reading.is_capital(first) and not reading.opens_sentence(first)
        return inside or (_is_cue(before) and not (row["alias"] == "kapan" and before in entity_words("origin")))
    return True


def _is_cue(before: str) -> bool:
    return any(before in entity_words(name) for name in ("origin", "destination", "inside", "sites", "origin_people"))


def _abroad(reading: Reading) -> Iterator[Entity]:
    starts = {word.start: index for index, word in enumerate(reading.words)}
    for entity in find_countries(reading.read):
        role = role_at(reading, starts[entity.start]) if entity.entity == "place" else None
        yield reading.entity(entity.entity, entity.start, entity.end, entity.normalised, entity.role or role)


def _unlisted(reading: Reading) -> Iterator[Entity]:
    """Yield the unknown name after "desa" or "kecamatan", and a capitalised one right after "di" or "ke"."""
    for index in range(1, len(reading.words)):
        word, before = reading.words[index], reading.words[index - 1].text
        if reading.between(index).strip(" ") or len(word.text) < 4 or not word.text.isalpha():
            continue
        capital = reading.is_capital(index) and reading.written(index)[1:] == reading.read[word.start + 1 : word.end]
        named = before in entity_words("name_sites") and (capital or not is_everyday(word.text))
        told = before in {"di", "ke"} and capital and not is_everyday(word.text)
        if (named or told) and word.text not in entity_words("no_place"):
            name = reading.read[word.start : word.end]
            yield reading.entity("place", word.start, word.end, name.title(), role_at(reading, index))
