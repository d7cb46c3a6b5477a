"""Telephone numbers in every way they are written, checked by ``phonenumbers`` and normalised to E.164.

A number is a run of groups of figures with blanks, dots, hyphens or brackets between. It begins like one: with
"+", "0", "00", "(0", "62", a neighbour's country code, or "8" right after a word such as "hp". Identity numbers (16
figures), bank accounts, dates and one-time codes do not pass. The longest run that is a valid number counts.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.numerals import words_of
from bot.understanding.pieces.reading import Reading

_RUN = re.compile(r"(?<![\w+])(?:[oO](?=8\d))?[+(]{0,2}\d{1,17}(?:[ .\-–()/]{1,3}\d{1,17}){0,15}")
_GROUP = re.compile(r"[oO]?\d+")
_DATE = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2}|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}")
_FOREIGN = ("60", "65", "66", "673", "852", "853", "886", "62", "855", "95", "670", "81", "82", "966", "971", "61")
_SHORTEST, _LONGEST = 9, 15
_NEAR = 24
"""How many characters before a number are looked at for a word such as "hp" or "rekening"."""


def find_phones(reading: Reading) -> Iterator[Entity]:
    """Yield telephone numbers, normalised to "+6281234567890"."""
    for run in _RUN.finditer(reading.read):
        yield from _in_run(reading, run.start(), run.end())
    for match in _spoken().finditer(reading.read):
        digits = "".join(_digit_words()[word] for word in re.findall(r"[a-z]+", match[0].lower()))
        normalised = _valid(digits)
        if normalised:
            yield reading.entity("phone_number", match.start(), match.end(), normalised)


def _in_run(reading: Reading, start: int, end: int) -> Iterator[Entity]:
    """Yield the numbers in one run of groups, which may hold two numbers or end in something else."""
    if _is_other(reading.read[max(0, start - _NEAR) : start]):
        return
    groups = [(start + m.start(), start + m.end()) for m in _GROUP.finditer(reading.read[start:end])]
    first = 0
    while first < len(groups):
        last = _longest(reading.read, groups, first)
        if last is None:
            first += 1
            continue
        begin = groups[first][0]
        while begin > start and reading.read[begin - 1] in "+(":
            begin -= 1
        normalised = _number(reading.read, begin, groups[last][1], loose=True)
        yield reading.entity("phone_number", begin, groups[last][1], normalised or "")
        first = last + 1


def _longest(read: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """Return the last group of the longest valid number that begins with group ``first``."""
    count = 0
    best = None
    for last in range(first, len(groups)):
        count += groups[last][1] - groups[last][0]
        if count > _LONGEST:
            break
        begin = groups[first][0]
        while begin > 0 and read[begin - 1] in "+(":
            begin -= 1
        if count >= _SHORTEST - 1 and not _is_unit(read[groups[last][1] : groups[last][1] + 12]):
            whole = first == 0 and last == len(groups) - 1 and best is None
            best = last if _number(read, begin, groups[last][1], loose=whole) else best
    return best


def _number(read: str, start: int, end: int, *, loose: bool = False) -> str | None:
    written = read[start:end]
    digits = re.sub(r"\D", "", written.translate({ord("o"): "0", ord("O"): "0"}))
    if _DATE.match(written) or (written.count("/") > 1):
        return None
    if written.startswith("+") or digits.startswith("00"):
        return _valid(f"+{digits.removeprefix('00')}", loose=loose)
    if digits.startswith("0"):
        return _valid(digits, loose=loose)
    if digits.startswith("8") and (_is_phone_word(read[max(0, start - _NEAR) : start]) or len(digits) > 10):
        return _valid(f"0{digits}") or _foreign(digits)
    return _foreign(digits)


def _foreign(digits: str) -> str | None:
    """Return a number abroad that is written without its plus sign, as it is read from a screen."""
    if not digits.startswith(_FOREIGN) or len(digits) < 10:
        return None
    number = phonenumbers.parse(f"+{digits}", None)
    return _valid(f"+{digits}") if phonenumbers.is_valid_number(number) else None


def _valid(digits: str, *, loose: bool = False) -> str | None:
    """Return the number in E.164 when its country uses such numbers; a trunk 0 after +62 is forgiven.

    ``loose``: a mobile number, or one with its country code, only has to be possible, for new ranges come faster
    than the tables; asked only for a run of figures as a whole.
    """
    if digits.startswith("+620"):
        digits = f"+62{digits[4:]}"
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException:
        return None
    plain = loose and digits.startswith(("+", "08")) and phonenumbers.is_possible_number(number)
    if not (phonenumbers.is_valid_number(number) or plain):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_unit(after: str) -> bool:
    """Tell whether the last group is rather an amount, an age or a count: "0812 3456 7890 5 juta"."""
    word = re.match(r"\s?([^\W\d_]+)", after)
    return word is not None and word[1].lower() in entity_words("units")


def _is_phone_word(before: str) -> bool:
    return any(word in entity_words("phone_words") for word in re.findall(r"[^\W\d_]+", before.lower())[-2:])


def _is_other(before: str) -> bool:
    """Tell whether a bank account or identity number is announced."""
    return any(word in entity_words("other_numbers") for word in re.findall(r"[^\W\d_]+", before.lower())[-2:])


@lru_cache(maxsize=1)
def _digit_words() -> dict[str, str]:
    zero = {"nol": "0", "kosong": "0"}
    return zero | {word: str(_DIGITS.index(word)) for word in _DIGITS} | {"lapan": "8", "ampat": "4", "anam": "6"}


_DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


@lru_cache(maxsize=1)
def _spoken() -> re.Pattern[str]:
    """Compile nine to fifteen figures said one by one, the first of them nought: "nol delapan satu dua ..."."""
    words = f"(?:nol|kosong|{words_of('digit')})"
    return re.compile(rf"(?<!\w)(?:nol|kosong)(?:[ ,-]{{1,2}}{words}){{8,14}}(?!\w)", re.I)
