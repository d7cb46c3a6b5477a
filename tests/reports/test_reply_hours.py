"""When somebody may be written to, out of their own words; what is not surely understood is left to an officer."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import WITA
from bot.errors import BadInputError
from bot.reports.reply_hours import BY_DAY, ReplyHours, hours_between, read_hours

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # a Tuesday, noon in NTT
SUNDAY = 6


def span(start: str, end: str) -> tuple[int, int]:
    (from_hour, from_minute), (to_hour, to_minute) = (map(int, one.split(".")) for one in (start, end))
    return 60 * from_hour + from_minute, 60 * to_hour + to_minute


@pytest.mark.parametrize(
    ("said", "spans"),
    [
        ("malam, jam 7 sampai 9", [("19.00", "21.00")]),
        ("jam 7-9 malam", [("19.00", "21.00")]),
        ("malam jam 7 s/d 9", [("19.00", "21.00")]),
        ("Malam", [("19.00", "21.00")]),
        ("pagi dan sore", [("7.00", "10.00"), ("15.00", "18.00")]),
        ("pagi-siang", [("7.00", "14.00")]),
        ("siang hari, jam 12 sampai jam 1", [("12.00", "13.00")]),
        ("jam 9 sampai jam 3 sore", [("9.00", "15.00")]),
        ("jam 19.00-21.00", [("19.00", "21.00")]),
        ("07.30 - 09.00", [("7.30", "9.00")]),
        ("jam 7 malam", [("19.00", "20.00")]),
        ("abis jam 8 malam", [("20.00", "22.00")]),
        ("sebelum jam 5 sore", [("15.00", "17.00")]),
        ("mulai jam 6 sore sampai jam 8 malam", [("18.00", "20.00")]),
        ("kalo malam sa aman e kk", [("19.00", "21.00")]),
        ("kapan saja", [("8.00", "20.00")]),
        ("setiap hari jam 5 sore", [("17.00", "18.00")]),
        ("after 8 pm", [("20.00", "22.00")]),
        ("jam 11 malam", [("23.00", "24.00")]),
    ],
)
def test_hours_are_read(said: str, spans: list[tuple[str, str]]) -> None:
    assert read_hours(said) == ReplyHours(tuple(span(*one) for one in spans))


def test_days_of_the_week_are_read() -> None:
    assert read_hours("hari minggu") == ReplyHours(BY_DAY.spans, frozenset({SUNDAY}))
    assert read_hours("minggu malam") == ReplyHours((span("19.00", "21.00"),), frozenset({SUNDAY}))
    assert read_hours("Jum'at siang") == ReplyHours((span("11.00", "14.00"),), frozenset({4}))


@pytest.mark.parametrize(
    "said",
    [
        "jam 7",  # in the morning or in the evening?
        "7-9",
        "jam 9 sampai 3",
        "jam 10-12",
        "jam 12 malam",
        "jam 1 malam",
        "malam minggu",  # the evening before Sunday
        "jangan malam",
        "bukan pagi",
        "malam kalau suami sudah berangkat",
        "besok pagi",
        "sore setelah pulang gereja",
        "pagi jam 7 malam jam 8",
        "jam 25",
        "jam 7.75 malam",
        "24 jam",
        "malam 🙂",
        "9",
        "fai",
        "",
        "  ",
        "malam " * 20,
        "jam 19.00 sampai 22.00 wib",
    ],
)
def test_what_is_not_surely_understood_is_not_read(said: str) -> None:
    assert read_hours(said) is None


@given(st.text(max_size=70))
def test_any_text_gives_hours_of_a_day_or_nothing(said: str) -> None:
    hours = read_hours(said)
    assert hours is None or all(0 <= start < end <= 24 * 60 for start, end in hours.spans)


def test_an_officer_names_hours() -> None:
    assert hours_between("19.00-21.30") == ReplyHours((span("19.00", "21.30"),))
    assert hours_between(" 7:00 – 24:00 ") == ReplyHours((span("7.00", "24.00"),))
    for wrong in ("19-21", "21.00-19.00", "19.00-19.10", "malam", "", "25.00-26.00", "23.00-24.30", "1900-2100"):
        with pytest.raises(BadInputError, match=r"19\.00-21\.00"):
            hours_between(wrong)


def test_a_window_that_is_open_counts_and_its_last_minutes_do_not() -> None:
    hours = hours_between("11.00-13.00")
    assert hours.next_window(NOON, WITA) == (NOON, NOON + timedelta(hours=1))
    late = NOON + timedelta(minutes=50)
    start, end = hours.next_window(late, WITA)
    assert (start - NOON, end - NOON) == (timedelta(hours=23), timedelta(hours=25))


def test_the_next_sunday_is_waited_for() -> None:
    hours = ReplyHours((span("19.00", "21.00"),), frozenset({SUNDAY}))
    start, _ = hours.next_window(NOON, WITA)
    assert start.astimezone(WITA).strftime("%A %d %H.%M") == "Sunday 29 19.00"


def test_hours_are_those_of_where_the_person_lives() -> None:
    riyadh = ZoneInfo("Asia/Riyadh")
    start, end = hours_between("19.00-21.00").next_window(NOON, riyadh)
    assert (start.astimezone(UTC).hour, end.astimezone(UTC).hour) == (16, 18)
