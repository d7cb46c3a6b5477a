"""What keeps a phone number from being sent or taken away: its own rules, and those of the answers that name it."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from bot.answers.answer_rules import ODD_CHARACTERS, answer_findings, emergency_findings
from bot.answers.catalog import Catalog
from bot.answers.dates import partial_date
from bot.answers.findings import Finding, Severity, error, said
from bot.answers.hotlines import Hotline, sendable
from bot.answers.model import Form
from bot.answers.placeholders import placeholders
from bot.answers.sms import outside_gsm7
from bot.errors import BadInputError
from bot.services.editing import Editing
from bot.store.hotline_revisions import hotline_of, with_hotlines, without_hotline
from bot.store.revisions import published_catalog

SHORTEST_ID, LONGEST_ID = 3, 60
"""Characters of an id; the database holds no more."""

_ID = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = frozenset({"baru"})
"""The console's address of the page for a new number."""

LONGEST: Mapping[str, int] = MappingProxyType({"label": 30, "name": 80, "area": 80, "hours": 60, "checked_by": 80})
"""Characters of what people read (our choice, twice what the file's longest needs); other texts have 400."""

_LONGEST_OTHER = 400


def named_in(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return the answers that name each hotline."""
    found: dict[str, dict[str, None]] = {}
    for answer in catalog.answers():
        for form in Form:
            _note_names(found, answer.key, answer.text(form))
    return {name: tuple(keys) for name, keys in found.items()}


def refuse_unfit(session: Session, editing: Editing, name: str, data: Mapping[str, Any]) -> None:
    """Raise BadInputError for a hotline that may not be published."""
    hotline, found = checked_hotline(name, data, editing.today)
    for one in found or broken_by(session, editing, [hotline]):
        raise BadInputError(one.message)


def checked_hotline(name: str, data: Mapping[str, Any], today: date) -> tuple[Hotline, list[Finding]]:
    """Return a hotline as its table says, with what keeps it from being sent; ``where`` is a field, "" for the whole.

    That is what the file could not hold, texts nobody could read, no check by a person, and what is unsure or too old.
    """
    hotline, faults = hotline_of(name, data)
    if faults:
        return hotline, [_of_field(one.where.rpartition(".")[2], one.message) for one in faults]
    return hotline, [*_text_faults(data)] or [*_check_faults(hotline, today)]


def broken_by(session: Session, editing: Editing, hotlines: Collection[Hotline]) -> list[Finding]:
    """Return what answers and emergency texts would break by these hotlines that they do not break now."""
    served = published_catalog(session, editing.shipped)
    return list(_broken(served, with_hotlines(served, hotlines), {one.id for one in hotlines}, editing))


def id_fault(name: str) -> str:
    """Return what is wrong with the id of a new hotline, "" for nothing."""
    fits = _ID.fullmatch(name) and SHORTEST_ID <= len(name) <= LONGEST_ID and name not in _RESERVED
    return "" if fits else "the id needs 3 to 60 lower-case letters, digits and _, a letter first"


def refuse_going_back(session: Session, editing: Editing, name: str) -> None:
    """Raise BadInputError where a hotline cannot go back to what the file says, or away where the file has none."""
    served = published_catalog(session, editing.shipped)
    if name in editing.shipped.hotlines:
        after = with_hotlines(served, [editing.shipped.hotlines[name]])
    else:
        _refuse_named(served, name)
        after = without_hotline(served, name)
    for one in _broken(served, after, {name}, editing):
        raise BadInputError(one.message)


def _refuse_named(served: Catalog, name: str) -> None:
    """Raise BadInputError while an answer or a fresh translation names a hotline; withdrawn answers count."""
    found: dict[str, dict[str, None]] = {key: dict.fromkeys(keys) for key, keys in named_in(served).items()}
    for each in set(served.translations()).difference(served.stale()):
        _note_names(found, each.key, each.text)
    keys = list(found.get(name, ()))
    if keys:
        raise BadInputError(said("it is named in answers; publish them without it first: {keys}", keys=", ".join(keys)))


def _note_names(found: dict[str, dict[str, None]], key: str, text: str) -> None:
    for one in placeholders(text):
        if one.argument:
            found.setdefault(one.argument, {})[key] = None


def _of_field(field: str, fault: str) -> Finding:
    return error(field, said("{name}: {fault}", name=field, fault=fault))


def _text_faults(data: Mapping[str, Any]) -> Iterator[Finding]:
    for field, value in data.items():
        if not isinstance(value, str):
            continue
        most = LONGEST.get(field, _LONGEST_OTHER)
        if len(value) > most:
            yield _of_field(field, said("has at most {most} characters", most=most))
        elif any(unicodedata.category(character)[0] == "C" for character in value):
            yield _of_field(field, "has invisible characters")
        elif field in {"label", "name"} and (odd := outside_gsm7(value)):
            yield _of_field(field, said(ODD_CHARACTERS, odd=odd))


def _check_faults(hotline: Hotline, today: date) -> Iterator[Finding]:
    if not hotline.last_checked or not hotline.checked_by:
        yield error("last_checked", "say when somebody rang the number, and who")
        return
    for field in ("source_date", "last_checked"):
        if partial_date(getattr(hotline, field)) > today:
            yield _of_field(field, "is in the future")
    if not sendable(hotline, today):
        yield error("", "this number would not be sent: not sure, or checked more than 24 months ago")


def _broken(served: Catalog, after: Catalog, names: Collection[str], editing: Editing) -> Iterator[Finding]:
    before = set(_errors(served, names, editing))
    for one in _errors(after, names, editing):
        if one not in before:
            yield error("", said("it would break the answer {key}: {fault}", key=one.where, fault=one.message))


def _errors(catalog: Catalog, names: Collection[str], editing: Editing) -> Iterator[Finding]:
    used = named_in(catalog)
    keys = dict.fromkeys(key for name in sorted(names) for key in used.get(name, ()))
    findings = [one for key in keys for one in answer_findings(catalog.answer(key), catalog, editing.today)]
    findings += [*catalog.placeholder_findings(), *emergency_findings(catalog, editing.today)]
    return (one for one in findings if one.severity is Severity.ERROR)
