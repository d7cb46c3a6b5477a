"""Periods of the overview, and that no choice of them tells a small number of people."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInputError
from bot.reports.figure_period import Added, Preset, added, period_between, period_of
from bot.reports.small_numbers import LEAST, Hidden, mask_list
from bot.services.overview_tables import WHOLE, Monthly

TODAY = date(2026, 11, 21)
MONTHS = [date(2026, month, 1) for month in (7, 8, 9)]
KEYS = ("a", "b", "c")
COUNTS = st.lists(st.lists(st.integers(0, 8), min_size=3, max_size=3), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("preset", "first", "months"),
    [
        (Preset.DAYS_7, date(2026, 11, 15), [10]),
        (Preset.DAYS_30, date(2026, 10, 23), [10]),
        (Preset.DAYS_90, date(2026, 8, 24), [8, 9, 10]),
        (Preset.YEAR, date(2026, 1, 1), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ],
)
def test_periods_that_are_offered(preset: Preset, first: date, months: list[int]) -> None:
    period = period_of(preset, TODAY)
    assert (period.first, period.last) == (first, TODAY)
    assert [month.month for month in period.months] == months


def test_people_are_of_whole_months_that_are_over() -> None:
    assert period_between("2026-10-31", "2026-11-01", TODAY).months == (date(2026, 10, 1),)
    assert period_between("2026-11-01", "2026-11-21", TODAY).months == (date(2026, 10, 1),)
    ended = period_between("2026-11-01", "2026-11-30", date(2026, 12, 1))
    assert ended.months == (date(2026, 11, 1),)
    assert period_of(Preset.YEAR, date(2026, 1, 9)).months == (date(2025, 12, 1),)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("", "2026-11-01"),
        ("2026-11-02", "2026-11-01"),
        ("2026-11-01", "2026-11-22"),
        ("2021-11-20", "2026-11-20"),
        ("1999-12-31", "2000-01-01"),
        ("20261101", "2026-11-02x"),
        ("2026-02-30", "2026-03-01"),
        ("9" * 5_000, "0"),
        ("\x00", "'; DROP TABLE cases"),
    ],
)
def test_other_days_are_refused(first: str, last: str) -> None:
    with pytest.raises(BadInputError):
        period_between(first, last, TODAY)


def test_five_years_are_allowed() -> None:
    assert len(period_between("2021-11-21", "2026-11-20", TODAY).months) == 60
    assert period_between("2020-02-29", "2025-02-28", TODAY).days > 5 * 365


def test_how_sums_read() -> None:
    assert str(added([0, 12])) == "12"
    assert str(added([Hidden.SMALL, 12])) == "12+"
    assert str(added([Hidden.SMALL, 0])) == "<5"
    assert str(added([Hidden.SMALL, Hidden.SMALL])) == "*"
    assert added([Hidden.COVERED, 0]) == Added(0, 1, "*")


def shown_of(counts: Sequence[Sequence[int]]) -> dict[tuple[int, int], dict[str, Added]]:
    """Return all that is shown of these months in every range of them, totals under their month."""
    found = {}
    for start, end in combinations(range(len(MONTHS) + 1), 2):
        table = Monthly(MONTHS[start:end], KEYS)
        for month, row in zip(MONTHS, counts, strict=True):
            for key, count in zip(KEYS, row, strict=True):
                table.add(month, key, count)
        found[start, end] = {**table.shown(), **{str(month): total for month, total in table.totals().items()}}
    return found


@settings(deadline=None)
@given(COUNTS)
def test_no_two_ranges_tell_a_small_number_by_subtraction(counts: list[list[int]]) -> None:
    seen = shown_of(counts)
    for (one, shown), (other, more) in permutations(seen.items(), 2):
        if other[0] <= one[0] and one[1] <= other[1]:
            for key in KEYS:
                between = [counts[at][KEYS.index(key)] for at in (*range(other[0], one[0]), *range(one[1], other[1]))]
                difference = more[key].shown - shown[key].shown
                assert difference == 0 or difference >= LEAST
                assert difference <= sum(number for number in between if number >= LEAST)


@settings(deadline=None)
@given(COUNTS)
def test_ranges_tell_nothing_that_their_months_do_not(counts: list[list[int]]) -> None:
    """Of a month that reads the same with other numbers, every range reads the same."""
    seen = shown_of(counts)
    for at, row in enumerate(counts):
        for other in permutations(row):
            if mask_list(other) == mask_list(row):
                assert shown_of([*counts[:at], list(other), *counts[at + 1 :]]) == seen


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30))
def test_keys_that_overlap_hide_what_has_them_not_as_well(have: int, have_not: int) -> None:
    table = Monthly(MONTHS[:1], ["flag"])
    table.add(MONTHS[0], WHOLE, have + have_not)
    table.add(MONTHS[0], "flag", have)
    shown = table.shown_apart()["flag"]
    small = 0 < have < LEAST or 0 < have_not < LEAST
    assert bool(shown.hidden) is small
    assert shown.shown == (0 if small else have)
