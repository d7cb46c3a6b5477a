"""Take the place of people's names and numbers in what was told, but for the recruiter's: what officers read at first.

Names and numbers are found by the rules that redact sentences for training (bot/training): rather one too many than one
too few. What they cannot find stays: a name in small letters that no table knows and beside no word such as "nama".
Pure: the same text gives the same text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reports.facts import Facts
from bot.training.dictionary import listed_places
from bot.training.names import find_names
from bot.training.shapes import Piece, find_shapes
from bot.understanding.entities import find_entities
from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.everyday import is_given_name
from bot.understanding.pieces.phones import find_phones
from bot.understanding.pieces.reading import read_message
from bot.understanding.text import GLOTTAL_MARKS

MARKS = {"nama": "[nama]", "nomor": "[nomor]", "akun": "[akun]", "email": "[akun]"}
"""What stands in the place of a name, a number, an account or an e-mail address."""

_WINDOW, _OVER = 1_500, 1_000
"""Characters that are read at once, cut at a blank after ``_OVER``: ``find_entities`` reads 2,000."""

_APOSTROPHES = str.maketrans(dict.fromkeys(GLOTTAL_MARKS, "'"))
_DROPPED = frozenset({"Cf", "Cs", "Co", "Cn", "Mn", "Me"})
_BETWEEN_SAME = re.compile(r"[\s.,'&-]*")
_WORD = re.compile(r"[^\W\d_]+")
_SURNAME = re.compile(r" ([^\W\d_][^\W\d_]+)(?!\w)")
_DATE = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:\d{2}|\d{4})|\d{4}[-./]\d{1,2}[-./]\d{1,2}")
_NEAR, _MOST_NAMES = 60, 2
_OF_PEOPLE = frozenset({"recruiter_name", "phone_number"})


@dataclass(frozen=True)
class Masked:
    """A text with marks in it, and how many pieces they took the place of."""

    text: str
    hidden: int


@dataclass(frozen=True)
class _Window:
    """A stretch of a text as it is read: without invisible signs; ``origins``: where each sign came from."""

    text: str
    origins: Sequence[int]


def mask_told(text: str, facts: Facts) -> Masked:
    """Return a text without the names and numbers of people; those of the recruiter in ``facts`` stay."""
    shown, last, hidden = "", 0, 0
    for window in _windows(text):
        for piece in _joined(window.text, _people(window.text, facts)):
            start, end = window.origins[piece.start], window.origins[piece.end - 1] + 1
            shown += text[last:start] + MARKS[piece.mark]
            last, hidden = end, hidden + 1
    return Masked(shown + text[last:], hidden)


def mask_story(facts: Facts) -> tuple[Facts, int]:
    """Return the facts with the story masked, and how many pieces were.

    A number that the story gives as the reporter's own or a relative's is taken from among the recruiter's too: every
    number of a report is kept there.
    """
    parts = [mask_told(part, facts) for part in facts.story]
    return replace(mask_phones(facts), story=tuple(part.text for part in parts)), sum(part.hidden for part in parts)


def mask_phones(facts: Facts) -> Facts:
    """Return the facts without numbers that the story gives as the reporter's own or a relative's."""
    if not facts.phones:
        return facts
    family = {
        one.normalised
        for part in facts.story
        for window in _windows(part)
        for one in find_phones(read_message(window.text))
        if _is_of_family(window.text[: one.start])
    }
    return replace(facts, phones=tuple(phone for phone in facts.phones if phone not in family))


def _windows(text: str) -> Iterator[_Window]:
    signs: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        for made in unicodedata.normalize("NFKC", char).translate(_APOSTROPHES):
            if unicodedata.category(made) not in _DROPPED:
                signs.append(" " if unicodedata.category(made) == "Cc" else made)
                origins.append(index)
    level, start = "".join(signs), 0
    while start < len(level):
        end = start + _WINDOW
        if end < len(level):
            end = max(level.rfind(" ", start + _OVER, end), start + _OVER)
        yield _Window(level[start:end], origins[start:end])
        start = end


def _people(text: str, facts: Facts) -> Iterator[Piece]:
    entities = find_entities(text)
    others = [(one.start, one.end) for one in entities if one.entity not in _OF_PEOPLE]
    yield from _numbers(text, entities, others, facts)
    own = {word.casefold() for name in facts.names for word in _WORD.findall(name)}
    named = [(one.start, one.end) for one in entities if one.entity == "recruiter_name"]
    for piece in find_names(text, others, named):
        word = text[piece.start : piece.end]
        if _is_name(piece, word) and not _meets(piece, others) and not _all_in(word, own):
            yield from _with_surnames(text, Piece(piece.start, piece.end, "nama"), others, own)
    for piece in find_shapes(text):
        if piece.mark in {"akun", "email"} and not _any_in(text[piece.start : piece.end], own):
            yield piece


def _numbers(text: str, entities: Sequence[Entity], others: Sequence[tuple[int, int]], facts: Facts) -> Iterator[Piece]:
    """Yield telephone numbers and other long ones: of identity cards, of accounts at a bank."""
    phones = [one for one in entities if one.entity == "phone_number"]
    known = [one for one in phones if one.normalised in facts.phones and not _is_of_family(text[: one.start])]
    own = [(one.start, one.end) for one in known]
    found = [Piece(one.start, one.end, "nomor") for one in phones]
    found += [piece for piece in find_shapes(text) if piece.mark == "nomor"]
    for piece in found:
        date = _DATE.fullmatch(text[piece.start : piece.end])
        if not date and not _meets(piece, [*own, *others]):
            yield piece


def _is_of_family(before: str) -> bool:
    """Tell whether a number is the reporter's own or a relative's: "nomor saya", "kakak saya Anton, hp"."""
    said = [word.casefold() for word in _WORD.findall(before[-_NEAR:].rpartition(". ")[2])]
    numbered = False
    while said and said[-1] in entity_words("phone_words"):
        said.pop()
        numbered = True
    for names in range(min(_MOST_NAMES, len(said)) + 1):
        left = said[: len(said) - names]
        if left and left[-1] in entity_words("me"):
            by = left[-2] if len(left) > 1 else ""
            return by in entity_words("own") or (not names and not numbered and by in entity_words("phone_words"))
    return False


def _is_name(piece: Piece, word: str) -> bool:
    """Tell whether a piece is a person's name; "Markus" after "RT" is one, though places stand there."""
    if piece.mark == "nama":
        return True
    folded = word.casefold()
    return piece.mark == "tempat" and is_given_name(folded) and folded not in listed_places()


def _with_surnames(text: str, name: Piece, others: Sequence[tuple[int, int]], own: set[str]) -> Iterator[Piece]:
    """Yield a name and the words with a capital right behind it: "Neno" is a day, behind "Maria" a family."""
    yield name
    if text[name.start : name.end].isupper():
        return  # in a shouted message a capital says nothing
    end = name.end
    while following := _SURNAME.match(text, end):
        piece = Piece(following.start(1), following.end(1), "nama")
        if not following[1][0].isupper() or _meets(piece, others) or _all_in(following[1], own):
            return
        yield piece
        end = piece.end


def _meets(piece: Piece, spans: Iterable[tuple[int, int]]) -> bool:
    return any(piece.start < end and start < piece.end for start, end in spans)


def _all_in(text: str, own: set[str]) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    return bool(words) and all(word in own for word in words)


def _any_in(text: str, own: set[str]) -> bool:
    return any(word.casefold() in own for word in re.findall(r"[^\W\d_]+", text.replace("_", " ")))


def _joined(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join pieces that overlap, and neighbours of one kind: how many words a name has is nobody's business."""
    current: Piece | None = None
    for piece in sorted(pieces, key=lambda one: (one.start, one.end)):
        if current is None:
            current = piece
            continue
        between = text[current.end : piece.start]
        same = MARKS[piece.mark] == MARKS[current.mark] and _BETWEEN_SAME.fullmatch(between)
        if piece.start < current.end or same:
            longer = max(current, piece, key=lambda one: one.end - one.start)
            current = Piece(current.start, max(current.end, piece.end), longer.mark)
        else:
            yield current
            current = piece
    if current is not None:
        yield current
