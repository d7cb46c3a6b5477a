"""When somebody may be written to, out of their own words: "malam, jam 7 sampai 9", "pagi dan sore", "after 8 pm".

A message that comes at a wrong hour may be read by the wrong person. So every word must be understood, or nothing is:
"malam kalau suami sudah berangkat", "besok", "jangan pagi" and a bare "jam 7" (in the morning?) are left to an officer.
The hours of the parts of a day are our choice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType

from bot.errors import BadInputError
from bot.reports.hour_words import DAY_MINUTES, Token, tokens

_DAY = timedelta(days=1)
_SHORTEST = 15
"""Minutes that must be left of a window: a message sent in its last minutes is read after it."""

_DAYS_AHEAD = 14
_LONGEST = 12 * 60
"""Minutes of the longest span of two figures: a longer one was read wrongly."""

_PARTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"dawn": (5, 6), "morning": (7, 10), "noon": (11, 14), "afternoon": (15, 18), "night": (19, 21)}
)
"""Hours of the parts of a day, from and until."""

_MEANT: Mapping[str, Mapping[int, int]] = MappingProxyType(
    {
        "dawn": {3: 3, 4: 4, 5: 5, 6: 6},
        "morning": {hour: hour for hour in range(4, 12)},
        "noon": {10: 10, 11: 11, 12: 12, 1: 13, 2: 14, 3: 15},
        "afternoon": {hour: hour + 12 for hour in range(1, 7)},
        "night": {hour: hour + 12 for hour in range(6, 13)},
        "am": {hour: hour for hour in range(4, 12)},
        "pm": {12: 12} | {hour: hour + 12 for hour in range(1, 12)},
    }
)
"""Which hour of 24 a figure means beside a part of the day; what is not there, such as "jam 1 malam", is not read."""

_UNIT = re.compile(
    r"(?P<lead>P?)(?P<side>[AB]?)(?P<jam>J?)(?P<first>N)(?P<part>P?)(?:T(?:J?)(?P<last>N)(?P<until>P?))?"
    r"|(?P<from>P)T(?P<to>P)|(?P<alone>P)(?!W)|(?P<weekday>W)|(?P<any>E)"
)
"""One thing that is said about hours, by the letters of its tokens (bot/reports/hour_words.py).

A part of the day before a weekday is none: "malam minggu" is the evening before Sunday.
"""

_ANY_TIME = (8 * 60, 20 * 60)
_BY_DAY = (8 * 60, 17 * 60)
_AFTER = _BEFORE = 120
_ABOUT = 60
_BETWEEN = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4])[.:]([0-5]\d)")


@dataclass(frozen=True)
class ReplyHours:
    """Hours of a day in minutes after midnight, and the weekdays they hold on (Monday is 0), none for every day."""

    spans: tuple[tuple[int, int], ...]
    weekdays: frozenset[int] = frozenset()

    def next_window(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return from when until when one may write next, as aware times: a window that is open now counts.

        The hours are those of ``zone``, where the person lives.
        """
        today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        days = (today + _DAY * ahead for ahead in range(_DAYS_AHEAD))
        windows = (
            (max(day + timedelta(minutes=start), now), day + timedelta(minutes=end))
            for day in days
            if not self.weekdays or day.weekday() in self.weekdays
            for start, end in sorted(self.spans)
        )
        return next((start, end) for start, end in windows if end - start >= timedelta(minutes=_SHORTEST))


BY_DAY = ReplyHours((_BY_DAY,))
"""What holds for who allowed an answer and named no hours (our choice)."""


def read_hours(said: str) -> ReplyHours | None:
    """Return the hours somebody named, None where a word is not understood or an hour may be two."""
    found = tokens(said)
    if not found:
        return None
    letters, spans, weekdays, at = "".join(token.kind for token in found), set(), set(), 0
    while at < len(letters):
        unit = _UNIT.match(letters, at)
        if unit is None:
            return None
        part = {name: found[unit.start(name)] for name, letter in unit.groupdict().items() if letter}
        if "weekday" in part:
            weekdays.add(part["weekday"].value)
        else:
            span = _span(part)
            if span is None or span[1] - span[0] < _SHORTEST:
                return None
            spans.add(span)
        at = unit.end()
    return ReplyHours(tuple(sorted(spans)) or (_BY_DAY,), frozenset(weekdays))


def hours_between(text: str) -> ReplyHours:
    """Read the hours an officer names, "19.00-21.00". Raises BadInputError."""
    found = _BETWEEN.fullmatch(text.strip())
    start, end = _minutes(found, 1), _minutes(found, 3)
    if end - start < _SHORTEST or end > DAY_MINUTES:
        raise BadInputError("hours are written as 19.00-21.00, at least a quarter of an hour")
    return ReplyHours(((start, end),))


def _minutes(found: re.Match[str] | None, group: int) -> int:
    return 60 * int(found[group]) + int(found[group + 1]) if found else 0


def _span(part: Mapping[str, Token]) -> tuple[int, int] | None:
    if "any" in part:
        return _ANY_TIME
    if "first" in part:
        return _figures(part)
    start, end = part.get("from") or part["alone"], part.get("to") or part["alone"]
    if start.word not in _PARTS or end.word not in _PARTS or _PARTS[start.word] > _PARTS[end.word]:
        return None
    return _PARTS[start.word][0] * 60, _PARTS[end.word][1] * 60


def _figures(part: Mapping[str, Token]) -> tuple[int, int] | None:
    """Return the span that one or two figures name. Two parts of the day for one figure contradict each other."""
    lead, own, until = part.get("lead"), part.get("part"), part.get("until")
    side, beside = part.get("side"), own or lead
    if lead and own:
        return None
    if "last" not in part:
        times = _times(part["first"], beside)
        return _around(times[0], side) if len(times) == 1 else None
    clear = beside or until or part["first"].exact or part["last"].exact
    if not clear or (side and side.kind == "B"):
        return None  # from nine to three: by day, or at night?
    last = _times(part["last"], until or lead)
    with_until = _pairs(_times(part["first"], until), last) if until and not beside else []
    pairs = with_until or _pairs(_times(part["first"], beside), last)
    return pairs[0] if len(pairs) == 1 else None


def _pairs(firsts: tuple[int, ...], lasts: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(first, last) for first in firsts for last in lasts if 0 < last - first <= _LONGEST]


def _around(time: int, side: Token | None) -> tuple[int, int]:
    if side is None:
        return time, min(time + _ABOUT, DAY_MINUTES)
    return (time, min(time + _AFTER, DAY_MINUTES)) if side.kind == "A" else (max(time - _BEFORE, 0), time)


def _times(figure: Token, beside: Token | None) -> tuple[int, ...]:
    """Return the minutes after midnight that a figure may mean."""
    hour, minute = divmod(figure.value, 60)
    if hour > 12 or figure.exact:
        return (figure.value,) if figure.value <= DAY_MINUTES else ()
    if beside is not None:
        meant = _MEANT[beside.word].get(hour)
        return () if meant is None else (meant * 60 + minute,)
    both = (hour * 60 + minute, (hour + 12) * 60 + minute)
    return tuple(time for time in both if time <= DAY_MINUTES)
