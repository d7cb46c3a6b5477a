"""Whether a text names somebody of the task force: "Pak Yosef Nahak", "Nahak Yosep", "polisi Yosef"."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from bot.reports.letters import words
from bot.reports.official_words import titles

_LEAST_LETTERS = 5
"""A single name shorter than this is too common to tell a person."""

_ALIKE = 80
"""How alike two words of a name are at least, of 100: one letter of five may differ (our choice)."""

_ALIKE_JOINED = 92
"""The same for a name written in one word: one letter of thirteen."""

_SOUNDS = str.maketrans({"v": "f", "p": "f", "z": "s", "y": "i", "j": "i", "q": "k", "c": "k"})


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name without titles, degrees after a comma, and initials, as they sound."""
    parts = words(name.partition(",")[0].replace(".", " "))
    return tuple(_heard(part) for part in parts if len(part) > 2 and part not in titles())


def is_told(told: str, officer: str) -> bool:
    """Tell whether a told name may be the officer's: each word of the shorter one is in the other, in any order.

    So "Yosef" is every Yosef, but "Yosef Bria" is not Yosef Nahak.
    """
    less, more = sorted((name_parts(told), name_parts(officer)), key=len)
    joined = "".join(name_parts(told)), "".join(name_parts(officer))
    return _covers(less, more) or (min(map(len, joined)) > _LEAST_LETTERS and ratio(*joined) >= _ALIKE_JOINED)


def is_in_story(story: tuple[str, ...], officer: str) -> bool:
    """Tell whether two neighbouring words of a story (as ``heard_words`` gives them) are words of the officer's name.

    An officer of one name is found by that one.
    """
    parts = name_parts(officer)
    if len(parts) < 2:
        return any(_covers((word,), parts) for word in story) if parts else False
    like = {word for part in parts for word in _like(part, set(story))}
    return any(pair[0] in like and pair[1] in like and _covers(pair, parts) for pair in pairwise(story))


def heard_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they sound, without titles."""
    return tuple(_heard(word) for word in words(text) if word not in titles())


def _covers(less: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Tell whether every word of ``less`` is like a different one of ``more``, with enough letters to tell a person."""
    left = list(more)
    for word in less:
        partner = next((part for part in left if _is_like(word, part)), None)
        if partner is None:
            return False
        left.remove(partner)
    return sum(map(len, less)) >= _LEAST_LETTERS


def _like(part: str, heard: Collection[str]) -> Iterator[str]:
    """Yield the words that ``_is_like`` accepts, found faster than one by one."""
    alike = process.extract(part, heard, scorer=ratio, score_cutoff=_ALIKE, limit=None)
    yield from (word for word, *_ in alike if _is_like(word, part))


def _is_like(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LEAST_LETTERS - 1:
        return one == other
    return ratio(one, other) >= _ALIKE


def _heard(word: str) -> str:
    return "".join(_without_repeats(word.replace("oe", "u").replace("ph", "f").replace("th", "t").translate(_SOUNDS)))


def _without_repeats(word: str) -> Iterator[str]:
    for index, char in enumerate(word):
        if not index or char != word[index - 1]:
            yield char
