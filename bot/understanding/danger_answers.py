"""Answers to the questions about danger: is it now, which way is safe, and whether words name a spot at all.

Rules for a few words, no model; in doubt "is it now?" is a yes and "which way?" is no way, because a false alarm
costs less than a cry nobody hears, and a message less than one that the wrong person sees. Our choice.
"""

import re

from bot.understanding.entities import find_entities
from bot.understanding.text import words
from bot.understanding.told import leading_figure, plain_words, says, without_polite, word_set

_NOW_OR_NOT = {1: True, 2: False}
_WAYS = {1: "message", 2: "call", 3: "none"}
_MANY_WORDS = 8
"""Words from which a yes at the beginning counts only beside a word of danger."""

_PARTS = re.compile(r"[,;.!?\n]+|\b(?:tapi|tetapi|tp|but)\b", re.IGNORECASE)
_PLATE = re.compile(
    r"\b(?:[A-Z]{1,2} ?\d{3,4} ?[A-Z]{1,3}|(?:dh|eb|ed|dk|kt) ?\d{2,4} ?[a-z]{2})\b|maps\.|goo\.gl", re.ASCII
)


def is_now(text: str) -> bool | None:
    """Take the answer to "Bahaya sekarang? 1 ya 2 tidak"; None where a message does not tell, or takes it back."""
    figure, rest = leading_figure(plain_words(text))
    if figure is None:
        return _is_now_in_words(rest, text)
    by_figure = _NOW_OR_NOT.get(figure)
    if by_figure is None or not rest or rest[0] in word_set("unit"):
        return None if rest else by_figure
    in_words = _is_now_in_words(rest, text)
    if in_words is None:
        doubtful = says("taken_back", rest) or any(word.isdecimal() for word in rest)
        return True if by_figure and not doubtful else None
    return by_figure if in_words == by_figure else None


def safe_way(text: str) -> str | None:
    """Take the answer to "1 pesan di sini 2 telepon 3 jangan hubungi": ``message``, ``call`` or ``none``; None else.

    Of both ways the quieter one counts. Who only says what they do not want gets nothing.
    """
    figure, rest = leading_figure(plain_words(text))
    in_words = _way_in_words(text)
    if figure is None:
        return in_words
    by_figure = _WAYS.get(figure)
    if by_figure is None or (rest and rest[0] in word_set("unit") | word_set("joins")):
        return None
    agrees = in_words in {None, by_figure} or (in_words == "none" and by_figure == "message")
    return by_figure if agrees else None


def names_a_spot(text: str) -> bool:
    """Tell whether a message names where somebody is: a building, a vehicle or its plate, a road, a listed place.

    Where somebody is to be taken ("mau bawa ke Malaysia") is no spot.
    """
    said = plain_words(text)
    if not word_set("spot").isdisjoint(said) or _PLATE.search(text) or _on_a_road(said):
        return True
    places = (entity for entity in find_entities(text) if entity.entity in {"place", "country"})
    return any(place.role != "destination" and words(text[: place.start])[-1:] != ("ke",) for place in places)


def _is_now_in_words(said: tuple[str, ...], text: str) -> bool | None:
    heard = without_polite(said)
    if says("not_safe", said):
        return True
    if said and said[0] in word_set("yes") - {"sudah", "masih"}:
        return _with_yes(said)
    if heard and (heard[0] in word_set("no") or heard in {("sekarang", "tidak"), ("sekarang", "belum")}):
        calm = word_set("calm") | word_set("no") | word_set("yes")
        return False if all(word in calm for word in heard) else None
    if heard and _is_calm(heard, said):
        return None if "?" in text else False
    if heard and heard[0] in word_set("yes"):
        return _with_yes(heard)
    return True if _is_alarm(heard) and ("?" not in text or "tolong" in heard) else None


def _with_yes(said: tuple[str, ...]) -> bool | None:
    """A yes holds unless what follows takes it back ("ya tapi bukan sekarang") or tells something else at length."""
    rest = list(said[1:])
    while rest and rest[0] in (word_set("yes") | word_set("polite")) - {"sudah", "masih"}:
        rest.pop(0)
    heard = without_polite(rest)
    if says("taken_back", rest) or (heard and all(word in word_set("no") for word in heard)):
        return None
    return True if len(rest) <= _MANY_WORDS or not word_set("cry").isdisjoint(rest) else None


def _is_alarm(heard: tuple[str, ...]) -> bool:
    alarm = word_set("alarm")
    return not alarm.isdisjoint(heard) and all(word in alarm | word_set("alarm_with") for word in heard)


def _is_calm(heard: tuple[str, ...], said: tuple[str, ...]) -> bool:
    safe = not word_set("safe").isdisjoint(heard) or (
        len(heard) > 1 and not word_set("safe_with_more").isdisjoint(heard)
    )
    only_calm = all(word in word_set("calm") for word in heard)
    return only_calm and (safe or says("all_well", said))


def _way_in_words(text: str) -> str | None:
    if not word_set("no_way").isdisjoint(plain_words(text)) or not word_set("responder").isdisjoint(plain_words(text)):
        return None
    wanted, refused = set[str](), False
    for part in _PARTS.split(text):
        said = plain_words(part)
        ways, negated = _ways_of(said)
        # "Kalau telepon dia dengar", "dia telepon terus" tell of a way and choose none.
        wanted |= set() if says("way_told", said) else ways
        refused = refused or negated
    if wanted:
        return "message" if "message" in wanted else "call"
    return "none" if refused else None


def _ways_of(said: tuple[str, ...]) -> tuple[set[str], bool]:
    """Return the ways that are wanted in a part of the message, and whether anything is refused in it."""
    wanted, refused, negated, last = set[str](), False, False, ""
    for index, word in enumerate(said):
        way = _way_of(word, said, index)
        if word in word_set("not_this"):
            refused = True
            negated = any(_way_of(said[at], said, at) for at in _reach(said, index))
            if not negated:
                wanted.discard(last)
        elif way:
            if not negated:
                wanted.add(way)
            negated = negated and said[index + 1 : index + 2] != () and said[index + 1] in word_set("joins")
            last = way
    return wanted, refused


def _reach(said: tuple[str, ...], index: int) -> list[int]:
    """Return the places of the two words after a no that it can belong to, polite words and "di" not counted."""
    skipped = word_set("polite") | {"di", "lagi", "saya"}
    return [at for at in range(index + 1, len(said)) if said[at] not in skipped][:2]


def _way_of(word: str, said: tuple[str, ...], index: int) -> str:
    if word in word_set("by_message") or (word == "sini" and index and said[index - 1] == "di" and "aman" not in said):
        return "message"
    return "call" if word in word_set("by_call") else "any" if word in word_set("by_any") else ""


def _on_a_road(said: tuple[str, ...]) -> bool:
    """Tell whether "jalan" is a road in the message and not the word for going."""
    for index, word in enumerate(said):
        before, after = said[index - 1] if index else "", said[index + 1] if index + 1 < len(said) else ""
        if word in {"jln", "jl"}:
            return True
        if word == "jalan" and before in {"di", "pinggir", "dekat", "tengah", "dalam"}:
            return True
        if word == "jalan" and after and before not in word_set("no_road_before"):
            return after not in word_set("no_road_after")
    return False
