"""The synthetic reports are what their module promises, so that what is measured with them means something."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import islice, permutations

import phonenumbers
import pytest

from tests.bench.synthetic_names import MAN_TITLES, WOMAN_TITLES, as_called, some_person
from tests.bench.synthetic_recruiters import REST, Recruiter, Scene
from tests.bench.synthetic_reports import SyntheticReport, filler_names, make
from tests.bench.synthetic_spelling import written

Reports = list[SyntheticReport]

SEEDS = (1, 2, 3)
REPORTS, RECRUITERS = 2_000, 500


@pytest.fixture(scope="module", params=SEEDS)
def reports(request: pytest.FixtureRequest) -> Reports:
    return make(request.param, REPORTS, RECRUITERS)


@pytest.fixture(scope="module", params=SEEDS)
def recruiters(request: pytest.FixtureRequest) -> list[Recruiter]:
    return Scene(request.param, RECRUITERS).all


def test_a_seed_gives_the_same_reports_again_and_another_seed_others() -> None:
    assert make(7, 300, 100) == make(7, 300, 100)
    assert make(7, 300, 100) != make(8, 300, 100)


def test_a_seed_gives_the_same_fillers_again_and_more_of_them_begin_alike() -> None:
    assert list(filler_names(7, 200)) == list(islice(filler_names(7, 500), 200))
    assert list(filler_names(7, 200)) != list(filler_names(8, 200))


def test_as_many_reports_and_recruiters_as_asked_for_in_time_order(reports: Reports) -> None:
    assert [one.number for one in reports] == list(range(1, REPORTS + 1))
    assert {one.recruiter for one in reports} == set(range(1, RECRUITERS + 1))
    assert [one.day for one in reports] == sorted(one.day for one in reports)


@pytest.mark.parametrize(("asked", "recruiters"), [(0, 0), (0, 5), (1, 1), (3, 10), (500, 1)])
def test_odd_numbers_of_reports_and_recruiters_are_served(asked: int, recruiters: int) -> None:
    assert len(make(1, asked, recruiters)) == asked


def test_reports_without_a_recruiter_are_refused() -> None:
    with pytest.raises(ValueError, match="recruiter"):
        make(1, 1, 0)


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        (lambda one: one.phones, 0.45, 0.60),
        (lambda one: one.names, 0.85, 0.95),
        (lambda one: one.companies, 0.15, 0.25),
        (lambda one: one.companies and not one.names and not one.phones, 0.02, 0.07),
        (lambda one: one.places, 0.75, 0.90),
        (lambda one: one.accounts, 0.01, 0.04),
        (lambda one: one.reporter in one.phones, 0.01, 0.04),
        (lambda one: len(one.names) > 1, 0.08, 0.18),
        (lambda one: one.names or one.phones or one.companies, 1, 1),
    ],
)
def test_shares_of_the_reports_are_as_promised(
    reports: Reports, told: Callable[[SyntheticReport], object], least: float, most: float
) -> None:
    assert least <= sum(bool(told(one)) for one in reports) / REPORTS <= most


def test_many_names_are_one_word_with_or_without_a_title(reports: Reports) -> None:
    titles = {title.lower() for title in (*MAN_TITLES, *WOMAN_TITLES)}
    first = [one.names[0].lower().split() for one in reports if one.names]
    short = sum(len([word for word in name if word not in titles]) == 1 for name in first)
    assert 0.25 <= short / len(first) <= 0.45


def test_most_recruiters_have_one_report_and_few_have_thirty(reports: Reports) -> None:
    counts = Counter(one.recruiter for one in reports).values()
    assert 0.45 <= sum(count == 1 for count in counts) / RECRUITERS <= 0.65
    assert 1 <= sum(count >= 25 for count in counts) <= 0.05 * RECRUITERS
    assert max(counts) <= 40


def test_reporters_report_again_mostly_on_the_same_recruiter_but_not_always(reports: Reports) -> None:
    seen: dict[str, set[int]] = defaultdict(set)
    again: Counter[bool] = Counter()
    for one in reports:
        if seen[one.reporter]:
            again[one.recruiter in seen[one.reporter]] += 1
        seen[one.reporter].add(one.recruiter)
    assert 0.10 <= again.total() / REPORTS <= 0.22
    assert again[True] > 50
    assert again[False] > 50


def test_some_phones_are_told_with_several_recruiters_at_once_and_some_after_long_rest(reports: Reports) -> None:
    days: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in reports:
        for phone in one.phones:
            days[phone][one.recruiter].append(one.day)
    several = [list(told.values()) for told in days.values() if len(told) > 1]
    rested = sum(any(max(a) + REST <= min(b) for a, b in permutations(told, 2)) for told in several)
    assert rested >= 5
    assert len(several) - rested >= 5


def test_a_phone_is_used_by_one_at_a_time_unless_it_is_shared_by_relatives_or_a_ring(
    recruiters: list[Recruiter],
) -> None:
    holders: dict[str, list[Recruiter]] = defaultdict(list)
    for one in recruiters:
        for phone, _ in one.phones:
            holders[phone].append(one)
    pairs = [pair for held in holders.values() for pair in permutations(held, 2) if pair[0].number < pair[1].number]
    apart = [(a, b) for a, b in pairs if a.end + REST <= b.start or b.end + REST <= a.start]
    together = [(a, b) for a, b in pairs if (a, b) not in apart and a.bases[0] == b.bases[0]]
    assert len(apart) > 5
    assert len(together) > 5
    assert len(apart) + len(together) == len(pairs)


def test_recruiters_bear_the_same_first_name_and_clan_in_different_regencies(recruiters: list[Recruiter]) -> None:
    homes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in recruiters:
        if one.person.clans:
            homes[one.person.given[0], one.person.clans[0]].add(one.bases[0])
    assert sum(len(places) > 1 for places in homes.values()) >= 0.05 * RECRUITERS


def test_nearly_half_of_the_names_of_two_words_are_written_otherwise_than_they_are() -> None:
    rng = random.Random(1)
    people = [some_person(rng, "Timor Tengah Selatan") for _ in range(2_000)]
    names = [as_called(rng, person, "given clan").lower() for person in people]
    assert 0.4 <= sum(written(rng, name).lower() != name for name in names) / len(names) <= 0.5


def test_phones_are_possible_numbers_in_e164_form(reports: Reports) -> None:
    for phone in {phone for one in reports for phone in (one.reporter, *one.phones)}:
        assert phonenumbers.is_possible_number(phonenumbers.parse(phone))


def test_fillers_have_a_name_and_mostly_a_place() -> None:
    fillers = list(filler_names(1, 5_000))
    assert all(name.strip() for name, _ in fillers)
    assert 0.96 <= sum(bool(place) for _, place in fillers) / 5_000 < 1
    assert len({name.lower() for name, _ in fillers}) > 3_500
