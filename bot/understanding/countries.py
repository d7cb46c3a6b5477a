"""Countries and places abroad in a message (data/countries.tsv), and the country somebody is in now.

Emergency numbers depend on where the person in need is, not on where the journey goes or began, so only
"di" and its like tell the place; home places (data/home_places.tsv) count for that purpose alone.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.model import Entity
from bot.understanding.patterns import written_out_word
from bot.understanding.text import Word, fold, head_and_tail, split_words

_CAPITALS = {"KL": "MY", "HK": "HK", "JB": "MY", "TW": "TW", "SG": "SG", "UAE": "AE"}
"""Short names that count in capitals only: in small letters they are short forms of everyday words."""

_LANGUAGE_OR_PEOPLE = frozenset({"bahasa", "orang", "masakan", "makanan", "obat", "lagu", "film", "drama", "uang"})
_NOW_IN = frozenset({"di", "d", "et", "bi", "in", "at", "dalam", "didalam"})
_TO_OR_FROM = frozenset({"ke", "pi", "menuju", "tujuan", "dari", "asal", "nako"})
_SITES = frozenset(
    """
    dalam sekitar dekat negara negeri kota pulau daerah wilayah kabupaten kab kecamatan desa kampung kampong
    pelabuhan bandara terminal dermaga stasiun rumah sakit hotel penampungan mes ladang kebun hutan laut
    penjara kantor polisi imigrasi kbri kjri
    """.split()  # noqa: SIM905 - one word a line would fill the page
)
"""What may stand between "di" and the place's name: "di pelabuhan kupang"."""

_PAST = frozenset({"dulu", "dahulu", "pernah", "bekas", "kemarin"})
_NOT = frozenset({"bukan", "bkn", "tidak", "belum", "jangan", "not"})
_BEFORE_IN = frozenset({"ada", "berada", "lagi", "sampai", "tiba", "masuk", "tinggal"})
_PLAN = frozenset(["mau", "akan", "ingin", "rencana", "untuk", "ditawari", "dijanjikan", "disuruh", "diajak", "calon"])
_WORKERS = frozenset({"tki", "tkw", "pmi", "visa", "kerja", "karja", "job", "order", "negara"})
_WORK = frozenset({"kerja", "dijual", "jual", "dipekerjakan"})
_OTHERS = frozenset({"keluarga", "tua", "orangtua"})
_MAX_ALIAS_WORDS = 3
_MAX_SITES = 3
_SHORTEST_JOINED = 3


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
    """Return the ISO 3166 code of the country somebody is in now, or None when no such place is told.

    The last "di <place>" counts that is not denied ("bukan di"), over ("dulu di") or only planned ("mau kerja
    di"). A weaker sign counts only alone: a village, where the family is, "majikan Malaysia".
    """
    read = head_and_tail(text)
    found = _spread(split_words(read))
    certain: str | None = None
    weak: str | None = None
    for position, word in enumerate(found):
        before = _before(read, found, position)
        if word.text in _NOW_IN and not _is_elsewhere(before):
            code, strong, end = _place_after(read, found, position)
            sure = strong and not _OTHERS.intersection(before[-2:]) and not _is_past_after(found, end)
            certain, weak = (code, weak) if code and sure else (certain, code or weak)
        elif written_out_word(word.text) == "majikan":
            code, strong, _ = _place_after(read, found, position, sites=0, loose=False)
            weak = code if code and strong else weak
    return certain or weak


def _place_after(
    text: str, found: tuple[Word, ...], position: int, *, sites: int = _MAX_SITES, loose: bool = True
) -> tuple[str | None, bool, int]:
    """Return the code of the place told after ``position``, whether it is certain, and where it ends."""
    weak: tuple[str | None, bool, int] = (None, False, position)
    for start in range(position + 1, min(position + 2 + sites, len(found))):
        for length in range(min(_MAX_ALIAS_WORDS, len(found) - start), 0, -1):
            span = found[start : start + length]
            name = " ".join(word.text for word in span)
            match = _aliases().get(name) or (_after_preposition().get(name) if loose else None) or _capitals(text, span)
            home = _home().get(name)
            if match or home == "strong":
                return (match[0] if match else "ID"), True, start + length
            if home:
                weak = ("ID", False, start + length)
        if found[start].text not in _SITES:
            break
    return weak


def _is_elsewhere(before: tuple[str, ...]) -> bool:
    """Tell from the words of the clause before "di" whether it is denied, long over or only a plan."""
    near = before[-3:]
    past = [index for index, word in enumerate(near) if word in _PAST]
    if past and "sekarang" not in near[past[-1] :]:
        return True
    rest = list(before)
    while rest and rest[-1] in _BEFORE_IN:
        rest.pop()
    if rest and rest[-1] in _NOT:
        return True
    return bool(before) and before[-1] in _WORK and not _PLAN.isdisjoint(before[-3:-1])


def _is_past_after(found: tuple[Word, ...], end: int) -> bool:
    return end < len(found) and written_out_word(found[end].text) in {"dulu", "dahulu"}


def _before(text: str, found: tuple[Word, ...], position: int) -> tuple[str, ...]:
    """Return up to four written-out words before a position, of the same clause (commas end one too)."""
    words: list[str] = []
    while position > 0 and len(words) < 4:
        if re.search(r"[,.;:!?\n]", text[found[position - 1].end : found[position].start]):
            break
        position -= 1
        words.insert(0, written_out_word(found[position].text))
    return tuple(words)


def _spread(found: tuple[Word, ...]) -> tuple[Word, ...]:
    """Part "dimalaysia", written together as often as not, into "di" and "malaysia"."""
    spread: list[Word] = []
    for word in found:
        if word.text.startswith("di") and word.text[2:] in _first_words():
            spread += [Word("di", word.start, word.start + 2), Word(word.text[2:], word.start + 2, word.end)]
        else:
            spread.append(word)
    return tuple(spread)


def _at(text: str, found: tuple[Word, ...], position: int) -> tuple[Entity | None, int]:
    before = found[position - 1].text if position else ""
    loose = before in _NOW_IN or before in _TO_OR_FROM or (found[position].text == "arab" and before in _WORKERS)
    for length in range(min(_MAX_ALIAS_WORDS, len(found) - position), 0, -1):
        span = found[position : position + length]
        name = " ".join(word.text for word in span)
        match = _aliases().get(name) or (_after_preposition().get(name) if loose else None) or _capitals(text, span)
        if not match:
            continue
        if before in _LANGUAGE_OR_PEOPLE:
            return None, length
        code, kind = match
        start, end = span[0].start, span[-1].end
        role = _role(before) if kind == "place" else None
        return Entity(kind, text[start:end], code, start, end, role), length
    return None, 1


def _capitals(text: str, span: tuple[Word, ...]) -> tuple[str, str] | None:
    code = _CAPITALS.get(text[span[0].start : span[0].end]) if len(span) == 1 else None
    if code is None or text.upper() == text:
        return None
    return code, "place" if code == "MY" else "country"


def _role(before: str) -> str | None:
    if before in {"ke", "pi", "tujuan", "on", "menuju"}:
        return "destination"
    return "origin" if before in {"dari", "asal", "nako"} else None


def _folded(alias: str) -> str:
    return " ".join(fold(word).replace("'", "") for word in alias.split())


@lru_cache(maxsize=1)
def _aliases() -> Mapping[str, tuple[str, str]]:
    rows = (row for row in read_table("countries") if not row["needs"])
    return {_folded(row["alias"]): (row["code"], row["kind"]) for row in rows}


@lru_cache(maxsize=1)
def _after_preposition() -> Mapping[str, tuple[str, str]]:
    rows = (row for row in read_table("countries") if row["needs"] == "preposition")
    return {_folded(row["alias"]): (row["code"], row["kind"]) for row in rows}


@lru_cache(maxsize=1)
def _home() -> Mapping[str, str]:
    return {_folded(row["alias"]): row["weight"] for row in read_table("home_places")}


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    first = (alias.split()[0] for alias in (*_aliases(), *_home()))
    return frozenset(word for word in first if len(word) >= _SHORTEST_JOINED)
