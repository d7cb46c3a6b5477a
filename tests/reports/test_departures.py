"""On which day somebody leaves."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports import feasts
from bot.reports.day_spans import DateRange
from bot.reports.departures import leaves_on
from bot.reports.facts import Departure
from bot.understanding.pieces import dates
from bot.understanding.text import fold

SUNDAY = date(2026, 11, 29)
WEDNESDAY = date(2026, 12, 2)
days = st.dates(date(2020, 1, 1), date(2060, 1, 1))


def span(text: str) -> tuple[date, date]:
    """Read "30.11." as a day of 2026, "5.3.27 - 9.3.27" as a span."""
    ends = [one.strip().rstrip(".").split(".") for one in text.split("-")]
    read = [date(2000 + int(year[0]) if year else 2026, int(month), int(day)) for day, month, *year in ends]
    return read[0], read[-1]


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("besok pagi", "3.12."),
        ("bsk", "3.12."),
        ("noka'", "3.12."),
        ("noka", "3.12."),
        ("lusa", "4.12."),
        ("besok lusa", "3.12. - 4.12."),
        ("malam ini", "2.12."),
        ("nanti malam", "2.12."),
        ("hari ini juga", "2.12."),
        ("nanti subuh", "2.12. - 3.12."),
        ("nanti dini hari", "2.12. - 3.12."),
        ("dinihari ini", "2.12. - 3.12."),
        ("minggu ini", "2.12. - 6.12."),
        ("krei ii", "2.12. - 6.12."),
        ("minggu depan", "7.12. - 13.12."),
        ("minggu dpn", "7.12. - 13.12."),
        ("bulan ini", "2.12. - 31.12."),
        ("bulan depan", "1.1.27 - 31.1.27"),
        ("tahun depan", "1.1.27 - 31.12.27"),
        ("hari senin", "7.12."),
        ("senin malam", "7.12."),
        ("hari minggu", "6.12."),
        ("hari jumat", "4.12."),
        ("jum'at pagi", "4.12."),
        ("sabtu ini", "5.12."),
        ("rabu ini", "2.12."),
        ("hari rabu", "2.12. - 9.12."),
        ("malam senin", "6.12. - 7.12."),
        ("senin depan", "7.12."),
        ("sabtu depan", "5.12. - 12.12."),
        ("rabu depan", "9.12."),
        ("tanggal 5", "5.12."),
        ("tanggal 1", "1.1.27"),
        ("tanggal 5 maret", "5.3.27"),
        ("5 desember", "5.12."),
        ("1 desember", "1.12.27"),
        ("5 des 2026", "5.12."),
        ("1 nopember 2026", "1.11."),
        ("5 maret tahun 2027", "5.3.27"),
        ("5 maret2028", "5.3.28"),
        ("tgl 5/3", "5.3.27"),
        ("tgl 5-12", "5.12."),
        ("tgl. 5/3/2027", "5.3.27"),
        ("tgl5/3/27", "5.3.27"),
        ("29 februari", "28.2.27 - 1.3.27"),
        ("3 hari lagi", "5.12."),
        ("dua minggu lagi", "13.12. - 19.12."),
        ("beberapa hari lagi", "4.12. - 8.12."),
        ("sebulan lagi", "25.12. - 8.1.27"),
        ("awal bulan depan", "1.1.27 - 11.1.27"),
        ("awal bulan", "2.12. - 11.12."),
        ("akhir bulan", "21.12. - 31.12."),
        ("akhir minggu", "4.12. - 6.12."),
        ("habis natal", "26.12. - 8.1.27"),
        ("abis tahun baru", "2.1.27 - 15.1.27"),
        ("setelah paskah", "29.3.27 - 11.4.27"),
    ],
)
def test_what_is_said_on_a_wednesday(said: str, when: str) -> None:
    for written in (said, said.upper(), fold(said)):
        assert leaves_on(Departure(written, WEDNESDAY)) == DateRange(*span(when))


def test_next_week_begins_tomorrow_for_who_speaks_on_a_sunday() -> None:
    assert leaves_on(Departure("minggu depan", SUNDAY)) == DateRange(*span("30.11. - 6.12."))


def test_after_lebaran_is_after_the_decreed_day_or_the_reckoned_one() -> None:
    assert leaves_on(Departure("habis lebaran", date(2026, 2, 1))) == DateRange(date(2026, 3, 22), date(2026, 4, 4))
    reckoned = leaves_on(Departure("habis lebaran", WEDNESDAY))
    assert reckoned is not None
    assert abs(reckoned.first - date(2027, 3, 11)) <= timedelta(days=1)


def test_a_feast_that_is_just_over_is_meant_still() -> None:
    assert leaves_on(Departure("habis natal", date(2026, 12, 30))) == DateRange(date(2026, 12, 30), date(2027, 1, 8))


@pytest.mark.parametrize(
    "said", ["", "habis panen", "tgl 40", "tgl 5/13", "5 desember 2099", "tgl 5/3/202", "entah", "🙂"]
)
def test_what_cannot_be_told_is_none(said: str) -> None:
    assert leaves_on(Departure(said, WEDNESDAY)) is None


def test_feasts_fall_on_the_days_of_the_almanac() -> None:
    assert [feasts.easter(year) for year in (2024, 2025, 2026, 2038)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2038, 4, 25),
    ]
    for decreed in (date(2023, 4, 22), date(2024, 4, 10), date(2025, 3, 31), date(2026, 3, 21)):
        assert abs(feasts.lebaran(decreed.year) - decreed) <= timedelta(days=1)


@given(st.from_regex(dates._TIME), days)
def test_every_phrase_that_is_marked_as_a_departure_gives_days_in_order_and_ahead(said: str, on: date) -> None:
    match = dates._TIME.search(said)
    assert match
    told = fold(match["time"])
    found = leaves_on(Departure(told, on))
    if found is None:
        assert re.search(r"panen|\d", told)
    else:
        assert found.first <= found.last
        assert found.last >= on or re.search(r"\d", told)


@given(st.text(), days)
def test_no_text_is_an_error(said: str, on: date) -> None:
    leaves_on(Departure(said, on))


PIECES = (
    "tgl",
    "tanggal",
    "5",
    "31",
    "/",
    "-",
    "maret",
    "feb",
    "99",
    "0",
    "hari",
    "senin",
    "malam",
    "depan",
    "lagi",
    "awal",
)


@given(st.lists(st.sampled_from(PIECES)), days)
def test_no_mixture_of_the_words_is_an_error(said: list[str], on: date) -> None:
    leaves_on(Departure(" ".join(said), on))
    leaves_on(Departure("".join(said), on))
