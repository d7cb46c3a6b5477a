"""The words in which people name hours, as tokens: Indonesian, Kupang Malay, a little English. No Dawan is attested."""

import re
from dataclasses import dataclass

from bot.reports.letters import fold

DAY_MINUTES = 24 * 60

_TOKEN = re.compile(r"\d{1,2}[.:]\d\d(?!\d)|\d{1,2}(?!\d)|\d+|[^\W\d_]+|[-–]|s\s?/\s?d")
_LEFT = re.compile(r"[\s.,;!()]+")
"""What may stand between the words."""

_LONGEST = 59
"""Characters: what is longer was cut when it was kept, and its end is not known."""

_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "mingu")
_PARTS = {
    "dawn": "subuh",
    "morning": "pagi morning",
    "noon": "siang",
    "afternoon": "sore afternon",
    "night": "malam malm evening night",
    "am": "am",
    "pm": "pm",
}
_FILLING = """
hari setiap tiap kalau kalo kal biasanya saja sa aja bisa boleh aman ya waktu sekitar kira wita pada di yang itu dong do
kak kk kaka pak bu saya beta untuk pesan dan atau e ada hanya only the in from between please and or day every
"""


@dataclass(frozen=True)
class Token:
    """One word. ``kind``: N figure, P part of the day, T until, J "jam", A after, B before, W weekday, E any time.

    ``value``: minutes after midnight, or the weekday; ``exact``: a figure of 24 hours ("07.00", "19").
    """

    kind: str
    word: str = ""
    value: int = 0
    exact: bool = False


def _kinds(kind: str, words: str) -> dict[str, Token]:
    return {fold(word): Token(kind) for word in words.split()}


_KNOWN: dict[str, Token] = {
    **_kinds("T", "sampai sampe smp sd hingga until to - –"),
    **_kinds("J", "jam jm pukul at"),
    **_kinds("A", "setelah sesudah habis abis atas lewat mulai after"),
    **_kinds("B", "sebelum before"),
    **_kinds("E", "bebas terserah anytime always"),
    **{word: Token("P", part) for part, words in _PARTS.items() for word in words.split()},
    **{word: Token("W", value=day) for day, word in enumerate(_WEEKDAYS)},
}
_LONGER = (
    (
        re.compile(r"\b(?:kapan|kapanpun|jam berapa) ?(?:saja|sa|aja|pun)?(?=\W*$)|\bsetiap saat\b|\bany time\b"),
        "bebas",
    ),
    (re.compile(r"\bs\s?/\s?d\b"), "sd"),
    (re.compile(r"\bjum['’]at\b"), "jumat"),
)
_IDLE = frozenset(map(fold, _FILLING.split()))


def tokens(said: str) -> tuple[Token, ...]:
    """Return what the words of a message say of hours, () where one of them is not known."""
    if len(said) > _LONGEST:
        return ()
    text = fold(said)
    for pattern, word in _LONGER:
        text = pattern.sub(word, text)
    if _LEFT.sub("", _TOKEN.sub("", text)):
        return ()
    said_of_hours = [match[0] for match in _TOKEN.finditer(text) if match[0] not in _IDLE]
    read = tuple(token for word in said_of_hours if (token := _token(word)))
    return read if len(read) == len(said_of_hours) else ()


def _token(word: str) -> Token | None:
    if not word[0].isdecimal():
        return _KNOWN.get(word)
    hour, _, minute = word.replace(":", ".").partition(".")
    minutes = int(hour) * 60 + int(minute or 0)
    if len(hour) > 2 or minutes > DAY_MINUTES or int(minute or 0) > 59:
        return None
    return Token("N", value=minutes, exact=(len(hour) == 2 and hour[0] == "0") or int(hour) > 12)
