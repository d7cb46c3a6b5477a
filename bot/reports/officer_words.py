"""What an officer may write to a person's phone. Pure.

Whoever holds the phone may be who was told of. So what leads to the case or to a recruiter is refused, and so is a
number nobody checked; words that only hint at a report, and promises, are asked about. That finds slips, not intent:
the officer answers for what goes out.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from bot.errors import BadInputError
from bot.reports.facts import Facts
from bot.reports.letters import fold, words
from bot.reports.rows import FOLDER, read_rows
from bot.vocabulary import Word

_DIGITS = re.compile(r"\+?\d(?:[\s().-]*\d){6,}")
_MONEY = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,2}")
_DATE = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|net|org|id|go|me|ly|link|info|io)\b", re.IGNORECASE)
_CODE = re.compile(r"\bntt[\s-]*[0-9a-z]{5}\b", re.IGNORECASE)
_SHORTEST_NAME = 3
_TITLES = frozenset("pak bapak bapa bu ibu mama om tante kak kaka kakak nona tuan haji pt cv ud".split())  # noqa: SIM905


class Hint(Word):
    """Why a word is asked about."""

    REVEALS = "reveals"
    PROMISES = "promises"


def refuse_words(text: str, facts: Facts, code: str, checked: Collection[str]) -> None:
    """Raise BadInputError for what must not go to a person's phone.

    ``code``: of the case; ``checked``: the digits of telephone numbers that somebody checked.
    """
    if _CODE.search(text) or code[-5:] in re.sub(r"[\s-]", "", text).upper():
        raise BadInputError("write without the case code: whoever holds the phone could use it")
    if _LINK.search(text):
        raise BadInputError("write without links: a link in a message is how people are cheated")
    if any(_is_phone(found, checked) for found in _DIGITS.findall(text)):
        raise BadInputError("write only telephone numbers of the list of hotlines: this one was checked by nobody")
    if any(_names(text, name) for name in _told(facts)):
        raise BadInputError("write without the names of the case: say he, she or they; others may read along")


def hints_in(text: str) -> dict[Hint, tuple[str, ...]]:
    """Return the words that are asked about, by why."""
    said = dict.fromkeys(words(text))
    found = {hint: tuple(word for word in said if word in listed) for hint, listed in _listed().items()}
    return {hint: those for hint, those in found.items() if those}


def _is_phone(found: str, checked: Collection[str]) -> bool:
    written = found.strip()
    if _MONEY.fullmatch(written) or _DATE.fullmatch(written):
        return False
    digits = re.sub(r"\D", "", written)
    return digits not in checked and f"62{digits.lstrip('0')}" not in checked


def _told(facts: Facts) -> Iterator[str]:
    yield from facts.names
    yield from facts.companies


def _names(text: str, name: str) -> bool:
    """Tell whether a text has a word of a name, its titles aside: "Beni" of "Om Beni"."""
    own = {word for word in words(name) if len(word) >= _SHORTEST_NAME} - _TITLES
    return not own.isdisjoint(words(text))


@cache
def _listed() -> dict[Hint, frozenset[str]]:
    rows = read_rows(FOLDER / "officer_words.tsv", ("kind", "word"))
    return {hint: frozenset(fold(row["word"]) for row in rows if row["kind"] == hint.value) for hint in Hint}
