"""Where the work is that a message asks about, and for whom it asks: the advice differs by both.

Rules, no model. A wrong guess costs little: a variant stands alone and says in its first words for whom it is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.model import Entity, Understanding
from bot.understanding.patterns import compile_pattern, line_of, word_sets, written_out
from bot.understanding.text import clauses

INDONESIA = "ID"
UNDER_18 = "under_18"
ADULT = 18
"""Age from which work abroad, and household work in Indonesia, is allowed at all (UU 18/2017 art. 5, UU 2/2026)."""

_NOT_AWAY = frozenset({"Kota Kupang", "Nusa Tenggara Timur", "Nusa Tenggara", "Nunukan", "Tarakan", "Sebatik"})
"""Home, and the towns from which people cross to Sabah: nobody's destination."""

_WORK_WORDS = frozenset(
    ["kerja", "bekerja", "karja", "pembantu", "prt", "art", "pengasuh", "buruh", "sawit", "kebun", "loker", "lowongan"]
)
_REACH = 4
_ADDRESSED = re.compile(
    r"^(?:(?:halo|hai|slmt|selamat|malam|mlm|pagi|siang|sore)\W+){0,2}"
    r"(?:(?:kak|kaka|min|pak|bu)\b\W*|(?:kakak|bapak|bapa|ibu|mama|om|tante|tanta)\s*,\s*)",
    re.IGNORECASE,
)
"""Whom a message speaks to ("kak saya mau ...", "bapak, saya ..."): no relative of the writer."""

_CHILD = re.compile(r" (?:anak|adik|ponakan|keponakan|murid|siswa|siswi|nona|cucu|bayi)\b")
_IS_A_CHILD = re.compile(r" (?:saya|aku|kami) (?:masih |ini )?(?:anak|murid|siswa|siswi)\b")
_OF_THE_WRITER = frozenset({"worker", "own_age", "own_youth"})


def destination_of(understood: Understanding) -> str:
    """Return the ISO 3166 code of where the work is, ``ID`` for work elsewhere in Indonesia, "" when it is not told.

    Of several countries the last counts, where a place is called the destination that one; never the origin.
    """
    abroad = [entity for entity in understood.entities if _is_abroad(entity) and entity.role != "origin"]
    told = [entity for entity in abroad if entity.role == "destination"] or abroad
    if told:
        return told[-1].normalised
    if understood.country and understood.country != INDONESIA:
        return understood.country
    inside = any(_is_away_at_home(entity, understood.text) for entity in understood.entities)
    return INDONESIA if inside or "inside" in _told(understood.text) else ""


def audience_of(understood: Understanding) -> str | None:
    """Return ``under_18`` or ``family``, "" for a grown-up worker, or None when a message does not tell who asks.

    Rules: data/audience_phrases.tsv and the ages named. Who says "I want to go" is the worker, whatever relatives
    and children they mention; their own age below 18 goes before all of it.
    """
    told = _told(understood.text)
    ages = ages_named(understood)
    young = any(age < ADULT for age in ages) and "rule" not in told
    grown = any(age >= ADULT for age in ages)
    if ("own_youth" in told and not grown) or (young and "own_age" in told):
        return UNDER_18
    if "worker" in told or (grown and not told.isdisjoint({"own_age", "own_youth"})):
        return ""
    if young or ("under_18" in told and not grown):
        return UNDER_18
    if "family" in told:
        return "family"
    return "" if grown and "rule" not in told else None


def ages_named(understood: Understanding) -> list[int]:
    """Return the ages in whole years that a message names."""
    return [int(one.normalised) for one in understood.entities if one.entity == "age" and one.normalised.isdecimal()]


def is_writers_own(understood: Understanding) -> bool:
    """Tell whether it is the writer who is young, not a child that is spoken of."""
    return not _told(understood.text).isdisjoint({"own_age", "own_youth"})


def speaks_of_a_child(text: str) -> bool:
    """Tell whether a message speaks of a child that is not its writer: "anak saya", "anak-anak itu", "murid"."""
    lines = [line_of(written_out(clause)) for clause in clauses(text)]
    return any(_CHILD.search(line) and not _IS_A_CHILD.search(line) for line in lines)


def _is_abroad(entity: Entity) -> bool:
    code = entity.normalised
    named = entity.entity in {"country", "place"} and len(code) == 2 and code.isupper()
    return named and code != INDONESIA


def _is_away_at_home(entity: Entity, text: str) -> bool:
    """Tell whether a place is a province or town elsewhere in Indonesia that somebody goes to for work."""
    if entity.entity != "place" or entity.normalised not in _places_away():
        return False
    before = written_out(text[: entity.start])[-_REACH:]
    return entity.role == "destination" or not _WORK_WORDS.isdisjoint(before)


@lru_cache(maxsize=1)
def _places_away() -> frozenset[str]:
    rows = read_table("places")
    return frozenset(row["name"] for row in rows if row["kind"] in {"city", "province"}) - _NOT_AWAY


def _told(text: str) -> frozenset[str]:
    return frozenset(_found(text))


def _found(text: str) -> Iterator[str]:
    for clause in clauses(text):
        line = line_of(written_out(_ADDRESSED.sub("", clause)))
        own = _possessive().sub(r"\1 ", line)
        yield from (name for name, pattern in _phrases() if pattern.search(own if name in _OF_THE_WRITER else line))


@lru_cache(maxsize=1)
def _possessive() -> re.Pattern[str]:
    """Compile "anak saya" and the like: there "saya" is no writer who wants to go."""
    kin = "|".join(word_sets()["kin"])
    return re.compile(rf"(?<= )((?:{kin})(?: perempuan| laki| cowok| cewek)?) (?:saya|kami|kita) ")


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["tells"], compile_pattern(row["pattern"])) for row in read_table("audience_phrases"))
