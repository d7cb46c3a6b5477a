"""Reading the form on which an officer notes down what was told."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

from babel.dates import format_date
from werkzeug.datastructures import MultiDict

from bot.clock import WITA, Clock
from bot.errors import BadInputError
from bot.recruiters.agency_rows import e164
from bot.reports.cases import CaseKind, Consent, PassTo, Phone
from bot.reports.facts import MOST_OF_A_KIND, Departure, Facts
from bot.reports.oral import HowTold, OralReport
from bot.understanding.countries import find_countries
from bot.vocabulary import Word

_Word = TypeVar("_Word", bound=Word)
_LONGEST_NAME, _LONGEST_LINE = 80, 300
_MOST_PEOPLE = 500
_YES_NO = {"ya": True, "tidak": False}
_BETWEEN = re.compile(r"[,;\n]")


def oral_report_from(form: MultiDict[str, str], clock: Clock) -> OralReport:
    """Read the form. Raises BadInputError with what to correct; every field but the story may be empty."""
    told_on = _day(form, "tanggal") or clock.now().astimezone(WITA).date()
    contact = _phone(form.get("nomor", ""))
    return OralReport(
        form=_form(form.get("kiriman", "")),
        kind=_word(CaseKind, form.get("perihal", "")),
        how=_word(HowTold, form.get("cara", "")),
        told_on=told_on,
        story=form.get("cerita", "").replace("\r\n", "\n").strip(),
        noted=_facts(form, told_on),
        consent=_consent(form),
        contact=contact,
        take=form.get("tangani") == "ya",
    )


def _facts(form: MultiDict[str, str], told_on: date) -> Facts:
    leaves, said = _day(form, "berangkat"), _line(form, "berangkat_kata", _LONGEST_NAME)
    departure = format_date(leaves, "d MMMM y", locale="id") if leaves else said
    return Facts(
        names=_several(form, "nama"),
        phones=_several(form, "telepon", _phone),
        companies=_several(form, "pt"),
        origins=_several(form, "asal"),
        destinations=_several(form, "tujuan", _country),
        seen_at=_several(form, "terlihat"),
        departures=(Departure(departure, told_on),) if departure else (),
        people=_count(form.get("orang", "")),
        under_18=_YES_NO.get(form.get("anak", "")),
        papers_taken=_YES_NO.get(form.get("surat", "")),
        money=_several(form, "uang"),
    )


def _consent(form: MultiDict[str, str]) -> Consent:
    phone = form.get("hp", "")
    return Consent(
        to=_word(PassTo, form.get("kepada", PassTo.COORDINATOR.value)),
        reply=form.get("boleh") == "ya",
        hours=_line(form, "jam", _LONGEST_NAME),
        phone=_word(Phone, phone) if phone else None,
        avoid=_line(form, "jangan", _LONGEST_LINE),
    )


def _several(form: MultiDict[str, str], name: str, read: Callable[[str], str] = str.strip) -> tuple[str, ...]:
    """Return what stands in a field, parted by commas or lines. Raises BadInputError for too much."""
    parts = [" ".join(part.split()) for part in _BETWEEN.split(form.get(name, ""))]
    found = tuple(dict.fromkeys(read(part) for part in parts if part))
    if len(found) > MOST_OF_A_KIND or any(len(part) > _LONGEST_NAME for part in found):
        raise BadInputError("at most ten in one field, each of at most 80 characters")
    return found


def _country(text: str) -> str:
    """Return a country by its code, anything else as it was written."""
    found = list(find_countries(text))
    whole = len(found) == 1 and found[0].value.casefold() == text.casefold()
    return found[0].normalised if whole else text


def _phone(text: str) -> str:
    """Return a number in E.164 form, "" for none. Raises BadInputError for what is no number."""
    if not text.strip():
        return ""
    found = e164(text)
    if not found:
        raise BadInputError("a phone number is not one: write it as 0812 3456 7890 or +60 12 345 6789")
    return found


def _line(form: MultiDict[str, str], name: str, longest: int) -> str:
    text = " ".join(form.get(name, "").split())
    if len(text) > longest:
        raise BadInputError("one of the lines is too long: write the rest into the story")
    return text


def _day(form: MultiDict[str, str], name: str) -> date | None:
    text = form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInputError("a day is written as 2026-12-31") from None


def _count(text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdecimal()) or not 0 < int(text.strip()[:6]) <= _MOST_PEOPLE:
        raise BadInputError("how many people: a figure from 1 to 500")
    return int(text)


def _form(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError:
        raise BadInputError("open the form again: it was not sent whole") from None


def _word(words: type[_Word], text: str) -> _Word:
    try:
        return words(text)
    except ValueError:
        raise BadInputError("choose one of the answers on the form") from None
