"""What one message tells a report: names, numbers, places, times and signs, and the words themselves."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.clock import WITA
from bot.reports.facts import NOTHING_TOLD, Departure, Facts
from bot.understanding.circumstances import ADULT, ages_named
from bot.understanding.model import Understanding
from bot.understanding.offer_signs import find_signs
from bot.understanding.report_words import told_to_avoid
from bot.understanding.text import clean

_CHILDREN_FROM = 10
"""Age from which a child that is named may be the one who is recruited; a mother of a small child tells another age."""

_LONGEST_MESSAGE = 2_000
_NEAR = 40
_OF_A_VICTIM = re.compile(
    r"(?:umur|usia|thn|tahun|anak|ana|adik|ade|nona|korban)\b[^.;,!?]*\b(?:nama|namanya)\s*$", re.I
)
"""What stands before the name of somebody who is taken, not of who takes them."""

_TWICE = re.compile(r"\b([a-z]{3,})2\b", re.IGNORECASE)
"""A word said twice, as it is texted: "anak2", "nona2"."""


def facts_of(
    understood: Understanding, at: datetime, own_phone: str | None, question: str = "", *, missing: bool = False
) -> Facts:
    """Return what a message tells. ``question``: the key of the question it answers, noted beside its words.

    ``own_phone``: the sender's number (E.164), which is never the recruiter's. ``missing``: it tells of somebody who is
    missing, so a place is where they were seen last.
    """
    flags = find_signs(_TWICE.sub(r"\1 \1", understood.text))
    return Facts(
        names=tuple(_recruiters(understood)),
        phones=tuple(phone for phone in _values(understood, "phone_number") if phone != own_phone),
        companies=tuple(_values(understood, "company_name")),
        origins=tuple(_places(understood, "origin", missing=missing)),
        destinations=tuple(_places(understood, "destination", missing=missing)),
        seen_at=tuple(_places(understood, "seen_at", missing=missing)),
        departures=_departures(understood, at),
        people=_people(understood),
        under_18=_under_18(understood, flags),
        papers_taken=True if "RF_PASSPORT_HELD" in flags else None,
        money=tuple(one.value for one in understood.entities if one.entity == "money_amount"),
        flags=flags,
        dangers=(understood.danger,) if understood.danger else (),
        story=_words(understood.text, question),
    )


def _values(understood: Understanding, kind: str) -> Iterator[str]:
    return (one.normalised for one in understood.entities if one.entity == kind and one.normalised)


def tells_something(told: Facts) -> bool:
    """Tell whether facts hold more than the words themselves."""
    return replace(told, story=(), flags=(), dangers=()) != NOTHING_TOLD or bool(told.flags)


def _recruiters(understood: Understanding) -> Iterator[str]:
    """Yield the names that are a recruiter's: not a child's ("umur 16 nama Meri"), not whom it must not reach."""
    avoided = told_to_avoid(understood.text)
    for one in understood.entities:
        if one.entity != "recruiter_name" or one.value in avoided:
            continue
        if not _OF_A_VICTIM.search(understood.text[max(0, one.start - _NEAR) : one.start]):
            yield one.normalised


def _places(understood: Understanding, role: str, *, missing: bool) -> Iterator[str]:
    """Yield the places of a role; a country without a role is where somebody is to go, a place where it began."""
    for one in understood.entities:
        if one.entity not in {"place", "country"}:
            continue
        unsaid = "seen_at" if missing else "destination" if one.entity == "country" else "origin"
        told = one.role or unsaid
        if told == role:
            yield one.normalised


def _departures(understood: Understanding, at: datetime) -> tuple[Departure, ...]:
    day = at.astimezone(WITA).date()
    return tuple(Departure(said, day) for said in _values(understood, "departure_date"))


def _people(understood: Understanding) -> int | None:
    counts = [int(count) for count in _values(understood, "person_count") if count.isdecimal()]
    return max(counts, default=None)


def _under_18(understood: Understanding, flags: tuple[str, ...]) -> bool | None:
    young = any(_CHILDREN_FROM <= age < ADULT for age in ages_named(understood))
    return True if young or "RF_UNDER_18" in flags else None


def _words(text: str, question: str) -> tuple[str, ...]:
    said = clean(text).strip()[:_LONGEST_MESSAGE]
    return (f"[{question}] {said}" if question else said,) if said else ()
