"""Texts made to be slow: every rule must answer at once, for an SMS costs its sender almost nothing."""

import time
from collections.abc import Callable, Iterable
from functools import partial

import pytest

from bot.understanding.chain import Chain
from bot.understanding.commands import find_command, find_number
from bot.understanding.countries import find_countries, main_country
from bot.understanding.danger import danger_phrase, is_urgent
from bot.understanding.entities import FINDERS, find_entities
from bot.understanding.keywords import rank_by_keywords
from bot.understanding.language import guess_language
from bot.understanding.model import Entity
from bot.understanding.pieces.reading import Reading, read_message

CHARS = 4_000
UNITS = {
    "blanks": "kode" + " " * 1_000,
    "blanks and sign": "NTT" + " " * 1_000 + "-",
    "pak": "pak ",
    "pak Yos": "Pak Yos ",
    "PT Jaya": "PT Jaya ",
    "blanks only": " ",
    "digits of a number": "0812 3456 ",
    "sampai": "5 sampai ",
    "satu": "satu ",
    "tanggal": "tgl 5 ",
    "dots": "kode" + " ." * 500,
    "company": "PT" + " " * 1_000,
    "digits": "1",
    "grouped digits": "1.000.",
    "digits apart": "8 1 2 ",
    "kode": "kode ",
    "status saya": "status saya ",
    "umur": "umur saya masih baru ",
    "puluh": "dua puluh ",
    "di": "di ",
    "di dalam rumah": "di dalam rumah ",
    "majikan": "majikan ",
    "saya anak": "saya anak ",
    "brackets": "(((",
    "one word": "x",
    "word of vowels": "aiueo",
    "marks": "!?.",
    "full stops": ".",
    "short clauses": "a. b! ",
    "alternating": "a1",
    "letters apart": "N T ",
    "commas": "saya, ",
    "plus": "+62 ",
    "apostrophes": "a'",
    "accents": "a\u0301\u0300",
}


def _found_by(finder: Callable[[Reading], Iterable[Entity]], text: str) -> tuple[Entity, ...]:
    return tuple(finder(read_message(text)))


RULES: list[Callable[[str], object]] = [
    find_entities,
    *(partial(_found_by, finder) for finder in FINDERS),
    find_countries,
    main_country,
    find_command,
    find_number,
    danger_phrase,
    is_urgent,
    guess_language,
    rank_by_keywords,
]
LIMIT_SECONDS = 0.5


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_no_rule_is_slow_with_a_hostile_text(unit):
    text = (unit * CHARS)[:CHARS]
    Chain(None).understand("halo")  # the tables are read once, before the clock starts
    danger_phrase("halo")
    slow = {name: used for name, used in ((str(rule), _seconds(rule, text)) for rule in RULES) if used > LIMIT_SECONDS}
    assert not slow


def _seconds(rule: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    rule(text)
    return time.process_time() - started
