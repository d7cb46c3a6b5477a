"""Who is told next, and when."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import UTC, WITA
from bot.reports.cases import Level
from bot.reports.escalation import Step, Told, due_at, may_tell_at, next_step

FIRST, SECOND, COORDINATOR = (UUID(int=number) for number in (1, 2, 3))
ROUTE = (FIRST, SECOND, COORDINATOR)
NIGHT = datetime(2026, 12, 2, 23, 0, tzinfo=WITA)
DAY = datetime(2026, 12, 2, 10, 0, tzinfo=WITA)
MINUTES_15 = timedelta(minutes=15)

moments = st.integers(0, 525_600).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
levels = st.sampled_from(Level)


@pytest.mark.parametrize(
    ("level", "due"),
    [
        (Level.NOW, "2026-12-02 10:15"),
        (Level.HIGH, "2026-12-02 14:00"),
        (Level.NORMAL, "2026-12-03 16:00"),
        (Level.LOW, "2026-12-03 16:00"),
    ],
)
def test_how_long_an_officer_has(level: Level, due: str) -> None:
    assert due_at(level, DAY) == datetime.fromisoformat(due).replace(tzinfo=WITA)


@pytest.mark.parametrize("level", [Level.NOW, Level.HIGH])
def test_what_is_pressing_is_told_at_any_hour(level: Level) -> None:
    assert may_tell_at(level, NIGHT) == NIGHT


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-12-02 20:00", "2026-12-03 07:00"),
        ("2026-12-02 19:59", "2026-12-02 19:59"),
        ("2026-12-03 06:59", "2026-12-03 07:00"),
        ("2026-12-03 07:00", "2026-12-03 07:00"),
        ("2026-12-03 00:00", "2026-12-03 07:00"),
    ],
)
def test_what_can_wait_is_told_by_day(moment: str, told: str) -> None:
    wanted = datetime.fromisoformat(told).replace(tzinfo=WITA)
    assert may_tell_at(Level.NORMAL, datetime.fromisoformat(moment).replace(tzinfo=WITA)) == wanted


@given(levels, moments)
def test_nobody_is_told_before_the_moment_nor_more_than_a_night_after(level: Level, moment: datetime) -> None:
    told = may_tell_at(level, moment)
    assert moment <= told <= moment + timedelta(hours=11)
    assert may_tell_at(level, told) == told
    assert due_at(level, moment) > moment


def test_danger_goes_along_the_route_every_15_minutes() -> None:
    told: list[Told] = []
    moment = NIGHT
    for officer in ROUTE:
        step = next_step(Level.NOW, ROUTE, told, since=NIGHT, acknowledged=False)
        assert step == Step(officer, moment)
        told.append(Told(officer, moment))
        moment += MINUTES_15


def test_danger_nobody_answers_goes_round_three_times() -> None:
    told: list[Told] = []
    while step := next_step(Level.NOW, ROUTE, told, since=NIGHT, acknowledged=False):
        told.append(Told(step.officer, step.at))
    assert [one.officer for one in told] == list(ROUTE) * 3


def test_other_cases_are_told_to_each_once_and_the_coordinator_last() -> None:
    told: list[Told] = []
    while step := next_step(Level.NORMAL, ROUTE, told, since=NIGHT, acknowledged=False):
        told.append(Told(step.officer, step.at))
    assert [one.officer for one in told] == list(ROUTE)
    assert told[0].at == datetime(2026, 12, 3, 7, tzinfo=WITA)
    assert told[1].at == datetime(2026, 12, 4, 16, tzinfo=WITA)


def test_an_acknowledged_case_and_one_without_a_route_have_no_step() -> None:
    assert next_step(Level.NOW, ROUTE, [Told(FIRST, DAY)], since=DAY, acknowledged=True) is None
    assert next_step(Level.NOW, (), [], since=DAY, acknowledged=False) is None


def test_a_case_that_becomes_danger_is_told_on_at_once() -> None:
    step = next_step(Level.NOW, ROUTE, [Told(FIRST, DAY)], since=DAY, acknowledged=False)
    assert step == Step(SECOND, DAY + MINUTES_15)


def test_whoever_left_the_route_does_not_hold_it_up() -> None:
    gone = Told(UUID(int=9), DAY)
    assert next_step(Level.NOW, ROUTE, [gone], since=DAY, acknowledged=False) == Step(FIRST, DAY)
