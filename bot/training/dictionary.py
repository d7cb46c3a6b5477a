"""The words of the rule tables as a dictionary for redaction: everyday words, listed names, listed places.

Stricter than a reader would be: a listed name or place is never an everyday word, and nothing counts as everyday
because of its form alone ("Berlinda" is built like a verb).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.text import fold

LONGEST_PLACE = 4
"""Words in the longest listed place name that is looked for."""

_LETTERS = re.compile(r"[^\W_]+")
_SUFFIXES = ("nya", "lah", "kah", "ku", "mu")
_SHORTEST_STEM = 4
_EVERYDAY_COLUMNS = {
    "language_words": "word",
    "everyday_words": "word",
    "short_forms": "short",
    "keywords": "pattern",
    "word_sets": "words",
    "commands": "phrase",
    "documents": "alias",
    "job_types": "alias",
    "languages": "alias",
}
_ACRONYMS = """
    bp3mi bp2mi kp2mi p3mi p2mi bnp2tki bp4mi ltsa lts blk disnaker disnakertrans dukcapil kbri kjri kdei kemenlu
    tppo opp pap bpjs akad pmi cpmi tki tkw ctki skck polri polda polres polsek puskesmas rsud igd pjtki lsm ngo
    indonesia ntt sms wa whatsapp fb facebook ig instagram tiktok google telegram hp cv pt nik ktp kk rt rw sim
    sd smp sma smk spp pdam pln kua dprd wni wna art prt plrt phk thr umr ump vip apk atm yth ln tim kur umkm
"""
"""Offices, papers and brands that are written with capitals and name nobody."""


def folded(word: str) -> str:
    """Return a word as the dictionary compares it."""
    return fold(word).replace("'", "")


def is_everyday(word: str) -> bool:
    """Tell whether a folded word is an everyday word, perhaps with an ending such as "-nya"."""
    if is_name(word, capital=False) or word in listed_places():
        return False
    stems = [word.removesuffix(suffix) for suffix in _SUFFIXES if word.endswith(suffix)]
    return word in _everyday() or any(
        stem in _acronyms() or (len(stem) >= _SHORTEST_STEM and stem in _everyday()) for stem in stems
    )


def is_kept(word: str) -> bool:
    """Tell whether a folded word is an office, a paper, a brand or a country, which stay although capitalised."""
    return word in _acronyms() or word in _countries()


def is_name(word: str, *, capital: bool) -> bool:
    """Tell whether a folded word is a listed given or family name; some count only with a capital ("Hari")."""
    needs = _names().get(word)
    return needs is not None and (capital or not needs)


@lru_cache(maxsize=1)
def listed_places() -> frozenset[str]:
    """Return the places below country, folded, that are no everyday words."""
    rows = [row for row in read_table("places") if not row["needs"]]
    rows += [row for row in read_table("countries") if row["kind"] == "place" and not row["needs"]]
    return frozenset(_name(row["alias"]) for row in rows) - _acronyms()


def _name(alias: str) -> str:
    return " ".join(folded(word) for word in alias.split())


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {folded(row["name"]): row["needs"] for row in read_table("given_names")}


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    cells = [row[column] for table, column in _EVERYDAY_COLUMNS.items() for row in read_table(table)]
    cells += [row["full"] for row in read_table("short_forms")]
    return frozenset(_words(cells)) | _acronyms() | _countries()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(_words(row["alias"] for row in read_table("countries") if row["kind"] == "country"))


@lru_cache(maxsize=1)
def _acronyms() -> frozenset[str]:
    return frozenset(map(folded, _ACRONYMS.split()))


def _words(cells: Iterable[str]) -> Iterable[str]:
    return (folded(word) for cell in cells for word in _LETTERS.findall(cell.replace("'", "")))
