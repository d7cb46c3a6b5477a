"""Working days, office hours and holidays."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import UTC, WITA
from bot.errors import BadInputError
from bot.reports.rows import read_rows
from bot.reports.working_time import (
    end_of_next_working_day,
    end_of_working_day,
    holidays,
    is_working,
    is_working_day,
    known_until,
    next_working_morning,
)

moments = st.integers(0, 1_500_000).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-11-30 07:59", False),
        ("2026-11-30 08:00", True),
        ("2026-11-30 15:59", True),
        ("2026-11-30 16:00", False),
        ("2026-11-29 10:00", False),  # Sunday
        ("2026-12-24 10:00", False),  # cuti bersama
        ("2026-12-25 10:00", False),  # Christmas
    ],
)
def test_office_hours(moment: str, open_: bool) -> None:
    assert is_working(wita(moment)) is open_


def test_hours_are_those_of_wita() -> None:
    assert is_working(datetime(2026, 11, 30, 0, 30, tzinfo=UTC))
    assert not is_working(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-11-30 09:00", "2026-12-01 16:00"),
        ("2026-11-27 23:59", "2026-11-30 16:00"),  # Friday night
        ("2026-11-28 09:00", "2026-11-30 16:00"),  # Saturday
        ("2026-12-23 09:00", "2026-12-28 16:00"),  # before Christmas
        ("2026-03-17 09:00", "2026-03-25 16:00"),  # Nyepi, weekend and Idul Fitri
    ],
)
def test_the_next_working_day_ends(moment: str, end: str) -> None:
    assert end_of_next_working_day(wita(moment)) == wita(end)


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        ("2026-11-30 08:00", "2026-11-30 08:00"),
        ("2026-11-30 06:00", "2026-11-30 08:00"),
        ("2026-11-30 08:01", "2026-12-01 08:00"),
        ("2026-11-27 17:00", "2026-11-30 08:00"),
    ],
)
def test_the_next_working_morning(moment: str, morning: str) -> None:
    assert next_working_morning(wita(moment)) == wita(morning)


def test_five_working_days() -> None:
    assert end_of_working_day(wita("2026-12-21 10:00"), 5) == wita("2026-12-30 16:00")


@given(moments)
def test_a_working_day_ends_later_than_now_and_on_a_working_day(moment: datetime) -> None:
    end = end_of_next_working_day(moment)
    assert end > moment
    assert is_working_day(end.astimezone(WITA).date())
    assert is_working(end - timedelta(minutes=1))
    assert is_working(next_working_morning(moment))


def test_the_table_is_known_to_the_end_of_its_last_year_and_then_only_weekends_count() -> None:
    assert known_until() == date(max(holidays()).year, 12, 31)
    assert known_until() >= date(2026, 12, 31)
    later = known_until() + timedelta(days=1)
    week = [later + timedelta(days=shift) for shift in range(7)]
    assert [is_working_day(day) for day in week] == [day.weekday() < 5 for day in week]


@pytest.mark.parametrize(
    ("text", "message"),
    [("date\tname\n", "columns"), ("date\tkind\nx\n", "line 2"), ("# note\ndate\tkind\na\tb\n\na\tb\tc\n", "line 5")],
)
def test_a_broken_table_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "days.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=f"days.tsv.*{message}"):
        read_rows(path, ("date", "kind"))
