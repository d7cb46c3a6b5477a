"""Whether a text names an official as a suspect: police and army, village officials, offices and groups we work with.

Every official in a text restricts the report, except where simple rules show that he is only somebody to go to ("mau
lapor ke polisi"), to hide from, the keeper of a usual paper, or not aware of it ("kepala desa tidak tahu"). When in
doubt it restricts: the coordinator then reads it first, which costs time only.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from bot.errors import BadInputError
from bot.reports.cases import PassTo
from bot.reports.letters import fold, words
from bot.reports.rows import FOLDER, Row, read_rows
from bot.vocabulary import Word

Phrase = tuple[str, ...]

_CLAUSE_END = re.compile(r"[.!?;:,\n\r…]+|\b(?:tapi|tetapi|karena|karna|padahal|lalu|terus|sedangkan|ma)\b")
_HOUSE_NUMBERS = {"rt", "rw"}
_BUILDINGS = {("kantor",), ("pos",)}
_LONGEST = 4
_MOST_BETWEEN = 5


class OfficialKind(Word):
    """What kind of official a word stands for."""

    POLICE = "police"
    VILLAGE = "village"
    OFFICE = "office"


class Cue(Word):
    """What a word says of the official beside it; see data/official_words.tsv."""

    TOLD = "told"
    TOLD_NOT_VILLAGE = "told_not_village"
    PAPER = "paper"
    ERRAND = "errand"
    INSIDER = "insider"
    DIRTY = "dirty"
    BETWEEN = "between"
    UNAWARE = "unaware"
    SINGLED = "singled"
    SELF = "self"
    PLACE = "place"
    SUSPECT = "suspect"
    TITLE = "title"


@dataclass(frozen=True)
class Official:
    """What a word stands for; ``institution`` is None for an office that gets no reports."""

    kind: OfficialKind
    institution: PassTo | None


@dataclass(frozen=True)
class _Mention:
    """An official in the words of a clause, ``start`` to ``end`` (exclusive)."""

    official: Official
    start: int
    end: int


def suspects(text: str) -> frozenset[Official]:
    """Return the officials a text names otherwise than harmlessly."""
    return frozenset(official for clause in _clauses(text) for official in _suspects(clause))


def officials(text: str) -> frozenset[Official]:
    """Return all officials a text names, for texts in which no mention is harmless: names, whom to avoid."""
    return frozenset(mention.official for clause in _clauses(text) for mention in _mentions(clause))


def words_after_officials(text: str, reach: int) -> frozenset[str]:
    """Return the ``reach`` words after each official: where his name would stand ("polisi Anton")."""
    found = [(clause, mention) for clause in _clauses(text) for mention in _mentions(clause)]
    return frozenset(word for clause, mention in found for word in clause[mention.end : mention.end + reach])


@cache
def titles() -> frozenset[str]:
    """Return the words before and after a name that are no part of it."""
    return frozenset(phrase[0] for phrase in _cues()[Cue.TITLE])


def _suspects(clause: Phrase) -> Iterator[Official]:
    mentions = _mentions(clause)
    accused = _has(clause, _cues()[Cue.SUSPECT])
    harmless: set[int] = set()
    for mention in mentions:
        if not _is_address(clause, mention) and (accused or not _is_harmless(clause, mention, harmless)):
            yield mention.official
        else:
            harmless.update(range(mention.start, mention.end))


def _is_harmless(clause: Phrase, mention: _Mention, harmless: Collection[int]) -> bool:
    """Tell whether the words beside an official clear him; ``harmless``: places of officials cleared before him."""
    before, after, cues = clause[: mention.start], clause[mention.end :], _cues()
    if _find(after, 0, cues[Cue.UNAWARE]) or (before in cues[Cue.SELF] and not after):
        return True
    if _find(after, 0, cues[Cue.SINGLED]):
        return False
    return _is_errand(clause, mention) or _is_told(clause, mention, harmless)


def _is_errand(clause: Phrase, mention: _Mention) -> bool:
    """Tell whether an official is only where one goes or a paper is from: "surat dari kepala desa", "di imigrasi"."""
    before, cues = clause[: mention.start], _cues()
    if _has(clause, cues[Cue.DIRTY]):
        return False
    if _ends(before, cues[Cue.PAPER]):
        return True
    if _has(_bare(before[-4:]), cues[Cue.INSIDER]):
        return False
    near = before[-1:] in _BUILDINGS and _ends(before[:-1], cues[Cue.PLACE])
    return near or (mention.official.kind is OfficialKind.OFFICE and _ends(before, cues[Cue.ERRAND]))


def _is_told(clause: Phrase, mention: _Mention, harmless: Collection[int]) -> bool:
    told = _cues()[Cue.TOLD]
    if mention.official.kind is not OfficialKind.VILLAGE:
        told |= _cues()[Cue.TOLD_NOT_VILLAGE]
    for at in range(mention.start, max(0, mention.start - _MOST_BETWEEN), -1):
        if _ends(clause[:at], told):
            return True
        if at - 1 not in harmless and (clause[at - 1],) not in _cues()[Cue.BETWEEN]:
            return False
    return False


def _is_address(clause: Phrase, mention: _Mention) -> bool:
    """Tell whether "RT 03" is where somebody lives."""
    return clause[mention.start] in _HOUSE_NUMBERS and "".join(clause[mention.end : mention.end + 1]).isdigit()


def _mentions(clause: Phrase) -> tuple[_Mention, ...]:
    found: list[_Mention] = []
    bare, at = _bare(clause), 0
    while at < len(bare):
        length = _find(bare, at, _officials())
        if length:
            found.append(_Mention(_officials()[bare[at : at + length]], at, at + length))
        at += length or 1
    return tuple(found)


def _bare(clause: Phrase) -> Phrase:
    """Return the words without "-nya" (his, the): "polisinya" is "polisi"."""
    return tuple(word.removesuffix("nya") for word in clause)


def _find(clause: Phrase, start: int, phrases: Collection[Phrase]) -> int:
    """Return how many words the longest of the phrases has that begins at ``start``, 0 for none."""
    longest = min(_LONGEST, len(clause) - start)
    return next((size for size in range(longest, 0, -1) if clause[start : start + size] in phrases), 0)


def _has(clause: Phrase, phrases: Collection[Phrase]) -> bool:
    return any(_find(clause, start, phrases) for start in range(len(clause)))


def _ends(clause: Phrase, phrases: frozenset[Phrase]) -> bool:
    return any(clause[-size:] in phrases for size in range(1, _LONGEST + 1))


def _clauses(text: str) -> tuple[Phrase, ...]:
    return tuple(words(part) for part in _CLAUSE_END.split(fold(text)))


@cache
def _officials() -> dict[Phrase, Official]:
    rows = [row for row in _rows() if row["kind"] in set(OfficialKind)]
    return {phrase: Official(OfficialKind(row["kind"]), _institution(row)) for row in rows for phrase in _phrases(row)}


@cache
def _cues() -> dict[Cue, frozenset[Phrase]]:
    return {cue: frozenset(phrase for row in _rows() if row["kind"] == cue for phrase in _phrases(row)) for cue in Cue}


@cache
def _rows() -> tuple[Row, ...]:
    rows = read_rows(FOLDER / "official_words.tsv", ("kind", "institution", "words"))
    unknown = next((row for row in rows if row["kind"] not in {*OfficialKind, *Cue}), None)
    if unknown:
        raise BadInputError(f"{unknown.place}: unknown kind")
    return rows


def _phrases(row: Row) -> Iterator[Phrase]:
    yield from (words(phrase) for phrase in row["words"].split(";"))


def _institution(row: Row) -> PassTo | None:
    try:
        return PassTo(row["institution"]) if row["institution"] else None
    except ValueError as problem:
        raise BadInputError(f"{row.place}: the institution is one of {', '.join(PassTo)}") from problem
