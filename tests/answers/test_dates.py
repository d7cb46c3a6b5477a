"""Dates of content, months, and how countries are written."""

from datetime import date

import pytest

from bot.answers.dates import country_name, months_later, partial_date
from bot.vocabulary import Language


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025", date(2025, 1, 1)), ("2025-10", date(2025, 10, 1)), ("2025-10-25", date(2025, 10, 25))],
)
def test_partial_dates_count_from_their_first_day(text: str, day: date) -> None:
    assert partial_date(text) == day


@pytest.mark.parametrize("text", ["", "25", "2025-13", "2025-1-1", "2025-02-30", "about 2025", "2023-2024"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"YYYY|month|day|unpack"):
        partial_date(text)


def test_months_keep_within_the_month() -> None:
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2026, 11, 21), -24) == date(2024, 11, 21)
    assert months_later(date(2026, 12, 1), 1) == date(2027, 1, 1)


def test_dawan_names_countries_like_indonesian() -> None:
    for language in (Language.ID, Language.AOZ):
        assert country_name("my", language) == "Malaysia"
        assert country_name("AE", language) == "Uni Emirat Arab"
    assert country_name("AE", Language.EN) == "United Arab Emirates"
    assert country_name("di sana", Language.ID) == "di sana"
