"""Countries and places abroad in a message (data/countries.tsv), whole words only."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.model import Entity
from bot.understanding.text import Word, fold, split_words

_CAPITALS = {"KL": "MY", "HK": "HK", "JB": "MY", "TW": "TW", "SG": "SG", "UAE": "AE"}
"""Short names that count in capitals only: in small letters they are short forms of everyday words."""

_LANGUAGE_OR_PEOPLE = frozenset({"bahasa", "orang", "masakan", "makanan", "obat", "lagu", "film", "drama", "uang"})
_NOW_IN = frozenset({"di", "dari", "et", "bi", "in", "didalam"})
_MAX_ALIAS_WORDS = 3


def find_countries(text: str) -> tuple[Entity, ...]:
    """Return every country ("country") and foreign place ("place") named; ``normalised`` is the ISO 3166 code.

    "bahasa Korea" and "orang Cina" name a language or people, not where somebody is, and are left out.
    """
    found = split_words(text)
    entities: list[Entity] = []
    position = 0
    while position < len(found):
        entity, used = _at(text, found, position)
        if entity:
            entities.append(entity)
        position += max(used, 1)
    return tuple(entities)


def main_country(text: str) -> str | None:
    """Return the country that matters most: the one somebody is in ("di Malaysia"), else the first named."""
    entities = find_countries(text)
    in_one = [entity for entity in entities if _word_before(text, entity.start) in _NOW_IN]
    return next((entity.normalised for entity in (*in_one, *entities)), None)


def _at(text: str, found: tuple[Word, ...], position: int) -> tuple[Entity | None, int]:
    for length in range(min(_MAX_ALIAS_WORDS, len(found) - position), 0, -1):
        span = found[position : position + length]
        match = _aliases().get(" ".join(word.text for word in span)) or _capitals(text, span)
        if not match:
            continue
        if position and found[position - 1].text in _LANGUAGE_OR_PEOPLE:
            return None, length
        code, kind = match
        start, end = span[0].start, span[-1].end
        role = _role(found[position - 1].text if position else "") if kind == "place" else None
        return Entity(kind, text[start:end], code, start, end, role), length
    return None, 1


def _capitals(text: str, span: tuple[Word, ...]) -> tuple[str, str] | None:
    code = _CAPITALS.get(text[span[0].start : span[0].end]) if len(span) == 1 else None
    shouting = text.upper() == text
    return None if code is None or shouting else (code, "place" if code == "MY" else "country")


def _role(before: str) -> str | None:
    if before in {"ke", "pi", "tujuan", "on", "menuju"}:
        return "destination"
    return "origin" if before in {"dari", "asal", "nako"} else None


def _word_before(text: str, start: int) -> str:
    before = re.findall(r"[^\W\d_]+", text[max(0, start - 20) : start])
    return fold(before[-1]) if before else ""


@lru_cache(maxsize=1)
def _aliases() -> Mapping[str, tuple[str, str]]:
    return {
        " ".join(fold(word) for word in row["alias"].split()): (row["code"], row["kind"])
        for row in read_table("countries")
    }
