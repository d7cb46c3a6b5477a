"""What a report asks for, in the order of use to the task force, and how a short answer to each is taken."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.clock import WITA
from bot.conversation.report_state import ReportTalk
from bot.reports.cases import CaseKind, Phone, Teller
from bot.reports.facts import Departure, Facts
from bot.understanding.circumstances import UNDER_18, audience_of, is_writers_own
from bot.understanding.commands import find_number
from bot.understanding.model import Understanding
from bot.understanding.report_words import (
    bare_name,
    children_told,
    departure_told,
    people_count,
    told_phone,
    told_teller,
)
from bot.understanding.short_answers import short_answer
from bot.understanding.text import words

ABOUT_A_RECRUITER: Mapping[str, Callable[[Facts], object]] = MappingProxyType(
    {
        "report_q_who": lambda facts: facts.tells_who,
        "report_q_leave": lambda facts: facts.departures,
        "report_q_under_18": lambda facts: facts.under_18 is not None,
        "report_q_people": lambda facts: facts.people,
        "report_q_places": lambda facts: facts.origins and facts.destinations,
        "report_q_money": lambda facts: facts.money,
        "report_q_papers": lambda facts: facts.papers_taken is not None,
        "report_q_seen": lambda facts: facts.seen_at and facts.flags,
    }
)
"""The questions (at most eight) and what makes each needless."""

ABOUT_SOMEBODY_MISSING: Mapping[str, Callable[[Facts], object]] = MappingProxyType(
    {
        "missing_q_who": lambda _: False,
        "missing_q_since": lambda _: False,
        "missing_q_last": lambda _: False,
        "missing_q_work": lambda facts: facts.tells_who,
    }
)
_OF_KIND = {CaseKind.RECRUITER: ABOUT_A_RECRUITER, CaseKind.MISSING: ABOUT_SOMEBODY_MISSING}

TELLERS = (Teller.SELF, Teller.FAMILY, Teller.OTHER, Teller.CHILD)
PHONES = (Phone.OWN, Phone.SHARED, Phone.BORROWED)
"""What the numbers 1, 2, … below a question stand for."""

_PRECISE = frozenset({"report_q_who", "report_q_under_18", "report_q_people", "report_q_papers"})
_SHORT = 8
"""Words up to which a message may be a short answer; a longer one is a story."""

_LEADING = re.compile(r"\s*([1-9])\b(?!\s*(?:orang|org|juta|ribu|jam|thn|tahun))")


def open_questions(report: ReportTalk) -> list[str]:
    """Return the questions that are neither answered by what was told nor behind us."""
    known = _OF_KIND.get(report.kind, {})
    return [key for key, is_told in known.items() if key not in report.asked and not is_told(report.facts)]


def yes_or_no(question: str, understood: Understanding) -> bool | None:
    """Return a short yes or no to a question, None for anything else."""
    told = children_told(understood.text) if question == "report_q_under_18" else None
    return {"yes": True, "no": False}.get(short_answer(understood.text, question) or "") if told is None else told


def is_answered(question: str, facts: Facts) -> bool:
    """Tell whether what was told answers a question about a report; "" and questions in free words are never."""
    is_told = {**ABOUT_A_RECRUITER, **ABOUT_SOMEBODY_MISSING}.get(question)
    return is_told is not None and bool(is_told(facts))


def is_precise(question: str) -> bool:
    """Tell whether a question wants one thing, so that a message about others leaves it open."""
    return question in _PRECISE


def with_short_answer(report: ReportTalk, understood: Understanding, at: datetime) -> ReportTalk | None:
    """Return the report with a short answer taken, or None where the message is no such answer.

    Each question is answered in its own way: a number to "how many?", a name to "who?", a day to "when?".
    """
    answer, text = yes_or_no(report.question, understood), understood.text
    changed: Facts | None = None
    if len(words(text)) > _SHORT:
        return None
    match report.question:
        case "report_q_who":
            changed = _if_told(report.facts, "names", bare_name(text) if not understood.entities else None)
        case "report_q_leave":
            changed = _if_told(report.facts, "departures", _departure(text, at))
        case "report_q_people":
            count = people_count(text)
            changed = None if count is None else replace(report.facts, people=count)
        case "report_q_under_18" if answer is not None:
            changed = replace(report.facts, under_18=answer)
        case "report_q_papers" if answer is not None:
            changed = replace(report.facts, papers_taken=answer)
    if changed is not None:
        return replace(report, facts=changed).answered()
    # "tidak" to "what was promised, was there money?" says that there is nothing to tell.
    return report.answered() if answer is False and report.question in ABOUT_A_RECRUITER else None


def _if_told(facts: Facts, name: str, value: str | Departure | None) -> Facts | None:
    if value is None:
        return None
    more: dict[str, Any] = {name: (*getattr(facts, name), value)}
    return replace(facts, **more)


def _departure(text: str, at: datetime) -> Departure | None:
    said = departure_told(text)
    return Departure(said, at.astimezone(WITA).date()) if said else None


def picked_teller(understood: Understanding) -> Teller | None:
    """Return who the writer says to be, by number or in a few words."""
    if audience_of(understood) == UNDER_18 and is_writers_own(understood):
        return Teller.CHILD
    by_number = picked_number(understood.text, len(TELLERS))
    told = told_teller(understood.text)
    return TELLERS[by_number - 1] if by_number else Teller(told) if told else None


def picked_phone(understood: Understanding) -> Phone | None:
    """Return whose phone it is, by number or in a few words."""
    by_number = picked_number(understood.text, len(PHONES))
    told = told_phone(understood.text)
    return PHONES[by_number - 1] if by_number else Phone(told) if told else None


def picked_number(text: str, highest: int) -> int:
    """Return the number of a choice that a message is or begins with ("2", "nomor 2", "2 boleh"), 0 for none."""
    number = find_number(text)
    if number is None and len(words(text)) <= _SHORT:
        leading = _LEADING.match(text)
        number = int(leading[1]) if leading else None
    return number if number is not None and number <= highest else 0
