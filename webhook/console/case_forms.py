"""What the forms of a case's page hold, read into values; what cannot be is a BadInputError."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from flask import request

from bot.errors import BadInputError
from bot.vocabulary import Word

_Word = TypeVar("_Word", bound=Word)

SEEN = "dilihat"
_FREE = frozenset({"alasan", "kantor", "keterangan"})
_OWN = frozenset({"csrf_token", SEEN})
_DIGITS = 18


def seen() -> int | None:
    """Return the newest change of the case that the page showed, None for a form that does not say."""
    text = request.form.get(SEEN, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise BadInputError("open the case again")
    return int(text)


def typed(name: str) -> str:
    """Return what was typed, without what surrounds it."""
    return request.form.get(name, "").strip()


def chosen(words: type[_Word], name: str, problem: str) -> _Word:
    """Return the choice of a list. Raises BadInputError(problem)."""
    try:
        return words(request.form.get(name, ""))
    except ValueError:
        raise BadInputError(problem) from None


def ticked(words: type[_Word], name: str, problem: str) -> frozenset[_Word]:
    """Return all that is ticked. Raises BadInputError(problem)."""
    try:
        return frozenset(words(each) for each in request.form.getlist(name))
    except ValueError:
        raise BadInputError(problem) from None


def id_of(name: str, problem: str) -> UUID:
    """Return an id that the page put into the form. Raises BadInputError(problem)."""
    try:
        return UUID(hex=request.form.get(name, ""))
    except ValueError:
        raise BadInputError(problem) from None


def fresh_id() -> UUID:
    """Return the id that was made with the form, by which what is sent twice is kept once."""
    return id_of("kiriman", "open the case again")


def day(name: str) -> date | None:
    """Return a day, None where none is given. Raises BadInputError."""
    text = typed(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInputError("give a day as 2026-12-31") from None


def kept_fields() -> list[tuple[str, str, bool]]:
    """Return what the form of this request held, to be sent once more: name, value, whether it is shown as a text."""
    fields = [(name, value) for name, values in request.form.lists() for value in values if name not in _OWN]
    return [(name, value, name in _FREE) for name, value in fields]
