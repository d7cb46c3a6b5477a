"""What a rule of triage can ask of a case, by the name used in data/triage_rules.tsv."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.clock import WITA
from bot.reports.cases import CaseKind
from bot.reports.day_spans import DateRange
from bot.reports.departures import leaves_on
from bot.reports.facts import Facts
from bot.reports.working_time import start_of

BEFORE_DEPARTURE = timedelta(hours=12)
"""How long before the day of departure somebody must have acted (our choice)."""

SHORTEST = timedelta(minutes=15)
"""The least time in which somebody can act, in line with the escalation."""

_TOLD_NARROWLY = 3
"""Up to how many open days ("malam ini", "minggu ini" said on a Friday) a departure that may begin now is an alarm.

"Bulan ini" may begin today too; that somebody says so does not mean that they leave tonight (our choice).
"""

_STILL_LEAVING = timedelta(days=1)
"""How long after its last day a departure counts: ships are late, a night goes on after midnight (our choice)."""


@dataclass(frozen=True)
class Circumstances:
    """A case at a moment. ``severity``: how grave each red flag is ("high", "medium", "low") by its code."""

    facts: Facts
    kind: CaseKind
    now: datetime
    severity: Mapping[str, str]
    confirmed: bool = False
    cluster: bool = False
    corroborated: bool = False

    @property
    def in_danger(self) -> bool:
        """Whether anything tells of danger, confirmed or not."""
        return bool(self.facts.dangers) or self.kind is CaseKind.DANGER

    def departures(self) -> tuple[DateRange, ...]:
        """Return the departures that are not over, in the order they were told."""
        today = (self.now - _STILL_LEAVING).astimezone(WITA).date()
        spans = (leaves_on(departure) for departure in self.facts.departures)
        return tuple(span for span in spans if span and span.last >= today)

    def latest_moments(self) -> tuple[datetime, ...]:
        """Return for each departure until when somebody must have acted; it may be past."""
        return tuple(start_of(span.first) - BEFORE_DEPARTURE for span in self.departures())


Condition = Callable[[Circumstances], bool]


def condition(text: str) -> Condition:
    """Return the condition written as its name and argument ("leaves_within 3"). Raises ValueError, saying why."""
    name, _, argument = text.partition(" ")
    if name in _PLAIN and not argument:
        return _PLAIN[name]
    if name not in _WITH_ARGUMENT:
        raise ValueError(f"unknown condition; known are {', '.join([*_PLAIN, *_WITH_ARGUMENT])}")
    wanted, make = _WITH_ARGUMENT[name]
    if not wanted.fullmatch(argument):
        raise ValueError(f"the argument of {name} must match {wanted.pattern}")
    return make(argument)


def _no_time_left(case: Circumstances) -> bool:
    pairs = zip(case.departures(), case.latest_moments(), strict=True)
    return any(late <= case.now + SHORTEST and _is_narrow(span) for span, late in pairs)


def _is_narrow(span: DateRange) -> bool:
    return (span.last - span.first).days < _TOLD_NARROWLY


def _leaves_within(days: str) -> Condition:
    def holds(case: Circumstances) -> bool:
        last = case.now.astimezone(WITA).date() + timedelta(days=int(days))
        return any(span.first <= last for span in case.departures())

    return holds


def _at_least(people: str) -> Condition:
    return lambda case: (case.facts.people or 0) >= int(people)


def _has_severity(severity: str) -> Condition:
    return lambda case: any(case.severity.get(flag) == severity for flag in case.facts.flags)


def _has_flag(code: str) -> Condition:
    return lambda case: code in case.facts.flags


_PLAIN: Mapping[str, Condition] = MappingProxyType(
    {
        "always": lambda case: True,  # noqa: ARG005 (every condition is asked of a case)
        "danger": lambda case: case.in_danger,
        "danger_confirmed": lambda case: case.in_danger and case.confirmed,
        "danger_unconfirmed": lambda case: case.in_danger and not case.confirmed,
        "under_18": lambda case: case.facts.under_18 is True,
        "papers_taken": lambda case: case.facts.papers_taken is True,
        "missing": lambda case: case.kind is CaseKind.MISSING,
        "callback": lambda case: case.kind is CaseKind.CALLBACK,
        "cluster": lambda case: case.cluster,
        "corroborated": lambda case: case.corroborated,
        "no_time_left": _no_time_left,
    }
)
_NUMBER = re.compile(r"[1-9]\d{0,2}")
_WITH_ARGUMENT: Mapping[str, tuple[re.Pattern[str], Callable[[str], Condition]]] = MappingProxyType(
    {
        "leaves_within": (_NUMBER, _leaves_within),
        "people": (_NUMBER, _at_least),
        "severity": (re.compile("high|medium|low"), _has_severity),
        "flag": (re.compile("RF_[A-Z0-9_]+"), _has_flag),
    }
)
