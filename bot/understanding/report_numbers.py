"""Short answers to "how many?", "is somebody not yet 18?" and "when do they leave?" of a report."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.commands import find_number
from bot.understanding.entities import find_entities
from bot.understanding.pieces.dates import find_departure_dates
from bot.understanding.pieces.numerals import number_value, number_words, words_of
from bot.understanding.pieces.reading import read_message
from bot.understanding.text import clauses
from bot.understanding.told import plain_words, says, without_polite, word_set

_MOST = 999
_SHORT, _LONG = 10, 20
_ADULT, _YOUNGEST, _OLDEST = 18, 10, 70
_MANY_TIMES = re.compile(r"\b(?:ana|anak|nona|nyong)(?:\s?-?\s?(?:2|anak|ana|nona|nyong))\b(?!\s?orang)", re.IGNORECASE)
_DIGITS = re.compile(r"(?<!\d)\d{1,3}(?![\d.,:/]*\d)")
_JOINS = frozenset({"dan", "dengan", "sama", "satu", "atau", "yang", "ada", "sampai", "semua", "dua"})
_BESIDE_YOUNG = frozenset({"umur", "usia", "baru", "masih", "belum"})
_BESIDE_OLD = frozenset({"umur", "usia", "baru", "masih", "sudah", "semua", "atas", "diatas", "lebih"})
_CLEAR_YES = frozenset({"ya", "y", "yah", "iya", "iyah", "io", "iyo", "heh", "yes", "betul", "benar", "hao"})
_AS_DATES_SAY = {"mingu": "minggu", "tangal": "tanggal"}
_SAME_DAY = {
    "sekarang": "hari ini",
    "now": "hari ini",
    "today": "hari ini",
    "tomorow": "besok",
    "tonight": "malam ini",
}


def people_count(text: str) -> int | None:
    """Return how many people a short answer names, from 1 to 999; of "5 atau 6" the higher, None for "belasan"."""
    said = plain_words(text)
    if not 0 < len(said) <= _SHORT:
        return None
    if says("only_me", said):
        return 1
    alone = find_number(text)
    if alone is not None:
        return alone
    counted = [number for number, after in _numbers(text) if says("person_after", after)]
    if not counted and says("no_count", said):
        return None
    numbers = counted or [number for number, _ in _numbers(text)] or list(_together(said))
    if len(numbers) > 1 and not (says("range", said) or re.search(r"\d\s?[-–/]\s?\d", text)):
        return min(sum(numbers), _MOST) if counted else None
    return max(numbers) if numbers and 1 <= max(numbers) <= _MOST else None


def children_told(text: str) -> bool | None:
    """Take the answer to "is somebody not yet 18?"; None where it is not told.

    A figure is an age only alone or beside a word for age, so "12 orang" and "jam 12" say nothing. School is a yes.
    The first clear yes or no decides, unless ages or school say the opposite.
    """
    said = plain_words(text)
    if not 0 < len(said) <= _LONG:
        return None
    young, heard = _tells_young(text, said), without_polite(said)
    if said[0] in _CLEAR_YES:
        return _after_yes(young, heard)
    if heard and heard[0] in word_set("no") - {"belum"}:
        return _after_no(text, heard)
    if young is not None or says("not_told", heard) or says("count_only", heard):
        return young
    return _in_one_word(heard)


def departure_told(text: str) -> str | None:
    """Return the time of leaving in a short answer, as pieces/dates.py reads it beside a word of going; folded."""
    said = plain_words(text)
    if not 0 < len(said) <= _LONG:
        return None
    if said == ("mingu",):
        return "hari mingu"
    plain = " ".join(_AS_DATES_SAY.get(word, word) for word in said)
    found = [time for line in (*clauses(text), plain) for time in _times(line)]
    if found:
        return max(found, key=len)
    return next((_SAME_DAY[word] for word in said if word in _SAME_DAY), None)


def _times(line: str) -> Iterator[str]:
    yield from (entity.normalised for entity in find_departure_dates(read_message(f"berangkat {line}")))


def _numbers(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the figures and number words of a message with the words after each."""
    lowered = text.lower()
    for match in re.finditer(rf"{_DIGITS.pattern}|(?<!\w){number_words()}", lowered):
        after = plain_words(lowered[match.end() : match.end() + 40].removeprefix("an "))
        yield int(number_value(match[0])), after


def _together(said: tuple[str, ...]) -> Iterator[int]:
    """Yield the number of "berlima", Kupang Malay "batiga"."""
    yield from (int(number_value(match[1])) for word in said if (match := _together_pattern().fullmatch(word)))


@lru_cache(maxsize=1)
def _together_pattern() -> re.Pattern[str]:
    return re.compile(rf"b[ae]r?({words_of('digit', 'add')})")


def _in_one_word(heard: tuple[str, ...]) -> bool | None:
    """Take "belum" and "masih" for not yet 18, "sudah" for grown up, "ada" and the like for a yes."""
    first = heard[0] if heard else ""
    if first in {"belum", "masih", "sudah"}:
        alone = {"belum": True, "masih": True, "sudah": False, "belum ada": False, "masih ada": True}
        return alone.get(" ".join(heard))
    return True if first in word_set("yes") - {"ok", "oke"} and word_set("no").isdisjoint(heard[1:]) else None


def _after_yes(young: bool | None, heard: tuple[str, ...]) -> bool | None:
    """Take a yes: "ya, 25 tahun" and "ya tidak" contradict themselves, "ya belum" means not yet 18."""
    denied = not (word_set("no") - {"belum"}).isdisjoint(heard)
    return None if young is False or (denied and not young) else True


def _after_no(text: str, heard: tuple[str, ...]) -> bool | None:
    """Take a no: "tidak tahu" tells nothing, "tidak, masih SMA" tells of a child after all."""
    _, _, rest = text.partition(",")
    if rest.strip() and children_told(rest):
        return True
    return None if says("not_told", heard) else False


def _tells_young(text: str, said: tuple[str, ...]) -> bool | None:
    """Return whether ages, school or words for the young tell of a child (True) or of grown people only (False)."""
    ages = [*_ages(text, said)]
    if any(age < _ADULT for age in ages) or says("minor", said):
        return True
    school = says("school", said) and not says("school_else", said)
    if school or _MANY_TIMES.search(text):
        return True
    return False if ages or says("grown", said) else None


def _ages(text: str, said: tuple[str, ...]) -> Iterator[int]:
    figures = [word for word in without_polite(said) if word not in _JOINS]
    if figures and all(word.isdecimal() and _YOUNGEST <= int(word) <= _OLDEST for word in figures):
        yield from (int(word) for word in figures)
    for before, word, after in zip(("", *said), said, (*said[1:], ""), strict=False):
        beside = _BESIDE_OLD if len(word) == 2 and word >= str(_ADULT) else _BESIDE_YOUNG
        counts = word.isdecimal() and len(word) <= 2 and before in beside
        if counts and after not in word_set("unit") - {"tahun"}:
            yield int(word)
    for entity in find_entities(text):
        if entity.entity == "age":
            yield from (int(age) for age in entity.normalised.split("-") if age.isdecimal())
