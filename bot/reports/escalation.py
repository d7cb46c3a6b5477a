"""Who is told of a case next, and when: one officer after the other along its route until somebody acknowledges it.

All times are our choice: 15 minutes to acknowledge danger, 4 hours what is high, else until the end of the next working
day; quiet hours from 20:00 to 07:00 WITA for all that can wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from bot.clock import UTC, WITA
from bot.reports.cases import Level
from bot.reports.working_time import end_of_next_working_day

QUIET_FROM = time(20)
QUIET_UNTIL = time(7)

_TIMES = {Level.NOW: timedelta(minutes=15), Level.HIGH: timedelta(hours=4)}
_ROUNDS_NOW = 3
"""How often everybody is told of danger before the escalation gives up; of other cases once."""


@dataclass(frozen=True)
class Told:
    """That an officer was told of a case, and when."""

    officer: UUID
    at: datetime


@dataclass(frozen=True)
class Step:
    """The officer to be told next, and the moment; a past moment means at once."""

    officer: UUID
    at: datetime


def next_step(
    level: Level, route: Sequence[UUID], told: Sequence[Told], *, since: datetime, acknowledged: bool
) -> Step | None:
    """Return the next step along ``route`` (see routing.chain: officers in order, then the coordinator).

    ``since``: when the case was opened or last routed. None once somebody acknowledged it or everybody was told: then,
    without an acknowledgement, it is for the operator.
    """
    if acknowledged or not route:
        return None
    times = [sum(one.officer == officer for one in told) for officer in route]
    if min(times) >= (_ROUNDS_NOW if level is Level.NOW else 1):
        return None
    asked = max((one.at for one in told if one.officer in route), default=None)
    moment = due_at(level, asked) if asked else since
    return Step(route[times.index(min(times))], may_tell_at(level, moment))


def due_at(level: Level, told_at: datetime) -> datetime:
    """Return until when an officer told at ``told_at`` has to acknowledge a case before the next is told."""
    return told_at + _TIMES[level] if level in _TIMES else end_of_next_working_day(told_at)


def may_tell_at(level: Level, moment: datetime) -> datetime:
    """Return when an officer may be told: at ``moment`` of what is pressing, else not in the quiet hours."""
    local = moment.astimezone(WITA)
    if level in _TIMES or QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, WITA).astimezone(UTC)
