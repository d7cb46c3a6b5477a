"""What the list of cases shows: read from the address of the page, so that a list can be kept and shared."""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from bot.errors import BadInputError
from bot.reports.cases import CaseKind, CaseState, Level
from bot.services.list_cases import LONGEST_SEARCH, TakenBy, Wanted
from bot.store.case_list import SortBy
from bot.vocabulary import Word

_Word = TypeVar("_Word", bound=Word)
_FIELDS = ("tingkat", "keadaan", "perihal", "tempat", "oleh", "terlambat", "semua", "urut")


def wanted_from(asked: MultiDict[str, str], search: str, page: str) -> Wanted:
    """Read the filters, beside what is searched for. Raises BadInputError for a word that is none of the choices."""
    return Wanted(
        states=_chosen(CaseState, asked.get("keadaan", "")),
        levels=_chosen(Level, asked.get("tingkat", "")),
        kinds=_chosen(CaseKind, asked.get("perihal", "")),
        regency=asked.get("tempat", "")[:60],
        taken=next(iter(_chosen(TakenBy, asked.get("oleh", ""))), None),
        late=asked.get("terlambat") == "1",
        ended=asked.get("semua") == "1",
        search=search[: LONGEST_SEARCH + 1],
        sort=next(iter(_chosen(SortBy, asked.get("urut", ""))), SortBy.DEADLINE),
        page=_page(page),
    )


def address_with(asked: Mapping[str, str], **changes: str) -> str:
    """Return the query of the same list with changes; what is empty is left out."""
    kept = {name: asked.get(name, "") for name in _FIELDS} | changes
    return urlencode({name: value for name, value in kept.items() if value})


def _chosen(words: type[_Word], text: str) -> tuple[_Word, ...]:
    if not text:
        return ()
    try:
        return (words(text),)
    except ValueError:
        raise BadInputError("choose one of the filters on the page") from None


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0
