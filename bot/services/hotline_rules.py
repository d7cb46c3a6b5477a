"""What keeps a phone number from being sent or taken away: its own rules, and those of the answers that name it."""

import unicodedata
from collections.abc import Iterator, Mapping
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

LONGEST_ID = 60
"""Characters of an id; the database holds no more."""

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
    """Raise BadInputError for a hotline that may not be published: see ``hotline_findings``."""
    found = hotline_findings(session, editing, name, data)
    if found:
        raise BadInputError(found[0].message)


def hotline_findings(session: Session, editing: Editing, name: str, data: Mapping[str, Any]) -> list[Finding]:
    """Return what keeps a hotline from being published: ``where`` is the field, "" for the whole.

    That is what the file could not hold, no check by a person, a number that would not be sent, and what breaks an
    answer or an emergency text.
    """
    if len(name) > LONGEST_ID:
        return [error("", said("an id has at most {most} characters", most=LONGEST_ID))]
    hotline, faults = hotline_of(name, data)
    own = [_of_field(one.where.rpartition(".")[2], one.message) for one in faults] or list(_text_faults(data))
    own = own or list(_check_faults(hotline, editing.today))
    if own:
        return own
    served = published_catalog(session, editing.shipped)
    return list(_broken(served, with_hotlines(served, [hotline]), name, editing))


def refuse_going_back(session: Session, editing: Editing, name: str) -> None:
    """Raise BadInputError where a hotline cannot go back to what the file says, or away where the file has none."""
    served = published_catalog(session, editing.shipped)
    if name in editing.shipped.hotlines:
        after = with_hotlines(served, [editing.shipped.hotlines[name]])
    else:
        _refuse_named(served, name)
        after = without_hotline(served, name)
    for one in _broken(served, after, name, editing):
        raise BadInputError(one.message)


def _refuse_named(served: Catalog, name: str) -> None:
    """Raise BadInputError while an answer or a translation names a hotline; withdrawn answers count."""
    found: dict[str, dict[str, None]] = {key: dict.fromkeys(keys) for key, keys in named_in(served).items()}
    for each in served.translations():
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


def _broken(served: Catalog, after: Catalog, name: str, editing: Editing) -> Iterator[Finding]:
    """Yield what the answers would break that they do not break now."""
    before = set(_errors(served, name, editing))
    for one in _errors(after, name, editing):
        if one not in before:
            yield error("", said("it would break the answer {key}: {fault}", key=one.where, fault=one.message))


def _errors(catalog: Catalog, name: str, editing: Editing) -> Iterator[Finding]:
    used = named_in(catalog).get(name, ())
    findings = [one for key in used for one in answer_findings(catalog.answer(key), catalog, editing.today)]
    findings += [*catalog.placeholder_findings(), *emergency_findings(catalog, editing.today)]
    return (one for one in findings if one.severity is Severity.ERROR)
