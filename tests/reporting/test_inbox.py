"""An officer's inbox: filters, search over what is sealed, counts, pages, and what was not looked through yet."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from bot.bootstrap import Runtime
from bot.errors import BadInputError
from bot.reports.case_work import Outcome
from bot.reports.cases import CaseKind, CaseState, Consent, Level
from bot.reports.facts import Facts
from bot.reports.routing import OfficerRole
from bot.services import handle_case
from bot.services.close_case import close
from bot.services.list_cases import TakenBy, Wanted
from bot.services.open_case import update_case
from bot.services.purge import purge_reports
from bot.services.rehearse import work_off_turns
from bot.services.staff_officers import rename_officer, switch_officer
from bot.services.tell_officers import NOTHING_SET_UP
from bot.store.case_list import SortBy
from bot.store.case_places import keys_of_place, keys_of_search
from bot.store.cases import add_to_case, case_with_code
from bot.store.tables.cases import CasePlace
from bot.store.tables.officers import Officer
from tests.doubles.service import change, deliver, rows
from tests.factories import make_inbound
from tests.reporting.desk import Desk
from tests.reporting.made_cases import ALL, codes, correct, existing, listed, make_case, searched, tell_more

BENI = Facts(
    names=("Om Beni Nabuasa",),
    phones=("+6281234567899",),
    companies=("PT Kelapa Uji Mandiri",),
    origins=("Soe",),
    destinations=("MY",),
    seen_at=("pelabuhan Tenau",),
    story=("Om Beni Nabuasa bawa orang",),
)
YUSTINA = Facts(names=("Yustina Taek",), origins=("Atambua",), destinations=("Tawau",), story=("ibu itu ajak orang",))
CODE_OF_NO_CASE = "NTT-22222"


@pytest.fixture
def maria(desk: Desk) -> UUID:
    """The coordinator, who sees every case that is not restricted."""
    return desk.officers["Maria Koordinator"]


@pytest.fixture
def two(desk: Desk) -> tuple[str, str]:
    """Two cases of two recruiters."""
    return make_case(desk.runtime, BENI), make_case(desk.runtime, YUSTINA)


@pytest.mark.parametrize(
    "typed",
    [
        *("0812 3456 7899", "+62812-3456-7899", "6281234567899", "Beni 081234567899"),
        *("Beni", "beni nabuasa", "Om Beni", "Nabuasa Beni", "Benny Nabuassa", "B. Nabuasa", "Nabwasa"),
        *("Kelapa Uji", "PT. KELAPA UJI MANDIRI", "Kelappa"),
        *("Soe", "Tenau", "pelabuhan tenau", "Timor Tengah Selatan", "Kab. Timor Tengah Selatan"),
        *("Beni Soe", "Om Beni dari Soe", "Beni Malaysia", "nabuasa tenau"),
    ],
)
def test_a_case_is_found_by_what_it_tells_however_it_is_typed(
    desk: Desk, maria: UUID, two: tuple[str, str], typed: str
) -> None:
    assert searched(desk.runtime, maria, typed) == {two[0]}


@pytest.mark.parametrize(
    "typed",
    ["0812 3456 7898", "Maria", "Beni Atambua", "Yustina Soe", "Kapal Dua Raya", "Betun", "bawa orang", "Saudi"],
)
def test_what_no_case_tells_of_a_recruiter_finds_nothing(
    desk: Desk, maria: UUID, two: tuple[str, str], typed: str
) -> None:
    assert searched(desk.runtime, maria, typed) == set()


def test_a_country_finds_the_places_in_it_and_a_place_there_no_other(
    desk: Desk, maria: UUID, two: tuple[str, str]
) -> None:
    assert searched(desk.runtime, maria, "malaysia") == set(two)
    assert searched(desk.runtime, maria, "tawau") == {two[1]}


def test_a_case_is_found_by_its_code_in_any_spelling(desk: Desk, maria: UUID, two: tuple[str, str]) -> None:
    code = two[0]
    for typed in (code, code.lower(), code.replace("-", " "), code[4:], f" {code[:3]}.{code[4:6]}–{code[6:]} "):
        assert searched(desk.runtime, maria, typed) == {code}
    assert searched(desk.runtime, maria, CODE_OF_NO_CASE) == set()


def test_what_is_corrected_is_found_as_it_is_told_now(desk: Desk, maria: UUID, two: tuple[str, str]) -> None:
    store, now = desk.runtime.store, desk.runtime.clock.now()
    with store.writing() as session:
        case = existing(case_with_code(session, two[0]))
        moved = replace(BENI, origins=("Betun",), names=("Om Rofinus",))
        update_case(session, store.vault, case, moved, Consent(), now, NOTHING_SET_UP)
    assert searched(desk.runtime, maria, "Soe") == set()
    assert searched(desk.runtime, maria, "Beni") == set()
    assert searched(desk.runtime, maria, "Rofinus Betun") == {two[0]}


@pytest.mark.parametrize("typed", ["!!", "-", "…", "x" * 121])
def test_a_search_for_nothing_is_refused_with_a_reason(desk: Desk, maria: UUID, typed: str) -> None:
    with pytest.raises(BadInputError, match="search for"):
        searched(desk.runtime, maria, typed)


def test_places_are_kept_as_keyed_hashes_only_and_go_with_what_was_told(
    desk: Desk, maria: UUID, two: tuple[str, str]
) -> None:
    stored = b"".join(row.key_hash for row in rows(desk.runtime, CasePlace))
    assert len(stored) == 16 * len(rows(desk.runtime, CasePlace)) > 0
    assert b"tenau" not in stored
    close(desk.runtime.acting, two[0], "Maria Koordinator", Outcome.SAFE, "selesai")
    desk.runtime.clock.advance(timedelta(days=366))
    purge_reports(desk.runtime.store, desk.runtime.clock)
    assert len(rows(desk.runtime, CasePlace)) < len(stored) // 16
    assert searched(desk.runtime, maria, "Tenau") == set()
    desk.runtime.case_checker.work()
    assert {two[0], two[1]} == set(codes(desk.runtime, maria))
    assert searched(desk.runtime, maria, "Tenau") == set()


def test_filters_narrow_the_list_and_the_counts_alike(desk: Desk, maria: UUID) -> None:
    runtime, name = desk.runtime, "Maria Koordinator"
    old = make_case(runtime, YUSTINA)
    runtime.clock.advance(timedelta(days=30))
    danger = make_case(runtime, Facts(origins=("Soe",), dangers=("held",)), CaseKind.DANGER)
    mine, call = make_case(runtime, BENI), make_case(runtime, kind=CaseKind.CALLBACK)
    handle_case.take(runtime.store, runtime.clock, mine, name)
    closed = make_case(runtime, Facts(story=("om itu lagi",)))
    close(runtime.acting, closed, name, Outcome.SAFE, "selesai")
    today = runtime.clock.now().date()

    def wanted(**changes: object) -> set[str]:
        found = listed(runtime, maria, Wanted(**changes))  # type: ignore[arg-type]
        assert found.counts.total == len(found.cases) == found.counts.levels.total() == found.counts.states.total()
        assert found.counts.late == sum(case.late for case in found.cases)
        assert found.counts.mine == sum(case.taken_by == maria for case in found.cases)
        return {case.code for case in found.cases}

    assert wanted() == {old, danger, mine, call}
    assert wanted(ended=True) == {old, danger, mine, call, closed}
    assert wanted(states=(CaseState.CLOSED,)) == {closed}
    assert wanted(states=(CaseState.TAKEN, CaseState.CLOSED)) == {mine, closed}
    assert wanted(kinds=(CaseKind.DANGER, CaseKind.CALLBACK)) == {danger, call}
    assert wanted(levels=(Level.NOW,)) == {danger}
    assert wanted(regency="Kabupaten Timor Tengah Selatan") == wanted(regency="soe") == {danger, mine}
    assert wanted(regency="belu") == {old}
    assert wanted(regency="-") == {call}
    assert wanted(taken=TakenBy.ME, ended=True) == {mine, closed}
    assert wanted(taken=TakenBy.NOBODY) == {old, danger, call}
    assert wanted(taken=TakenBy.ANYONE) == {mine}
    assert wanted(late=True, ended=True) == {old}
    assert wanted(since=today) == {danger, mine, call}
    assert wanted(until=today - timedelta(days=30)) == {old}
    assert wanted(since=today, until=today, search="Soe") == {danger, mine}


def test_a_list_is_sorted_as_wanted_and_paged_without_gaps(desk: Desk, maria: UUID) -> None:
    runtime = desk.runtime
    made = []
    for number in range(7):
        runtime.clock.advance(timedelta(hours=1))
        kind = CaseKind.DANGER if number == 3 else CaseKind.RECRUITER
        made.append(make_case(runtime, BENI if number % 2 else YUSTINA, kind))
    assert codes(runtime, maria, Wanted(sort=SortBy.NEWEST)) == made[::-1]
    by_time = [case.act_by for case in listed(runtime, maria).cases]
    assert by_time == sorted(by_time)
    ranks = [list(Level).index(case.level) for case in listed(runtime, maria, Wanted(sort=SortBy.LEVEL)).cases]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[-1]
    pages = [listed(runtime, maria, Wanted(page=page, page_size=3)) for page in (1, 2, 3, 4)]
    assert [len(page.cases) for page in pages] == [3, 3, 1, 0]
    assert {(page.pages, page.counts.total) for page in pages} == {(3, 7)}
    assert [case.code for page in pages for case in page.cases] == codes(runtime, maria)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"page": 0}, {"page": 10**9}, {"page_size": 0}, {"page_size": 201}, {"regency": "Atlantis"}),
        *({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, {"until": date.max}),
    ],
)
def test_what_cannot_be_listed_is_refused_with_a_reason(desk: Desk, maria: UUID, wrong: dict[str, object]) -> None:
    with pytest.raises(BadInputError):
        listed(desk.runtime, maria, Wanted(**wrong))  # type: ignore[arg-type]


def hidden_from(desk: Desk, officer: UUID, code: str, *texts: str) -> None:
    """Check that a case is in no list, search or count of an officer."""
    for wanted in (ALL, Wanted(), *(replace(ALL, search=text) for text in (code, *texts))):
        found = listed(desk.runtime, officer, wanted)
        assert code not in {case.code for case in found.cases}
        assert found.counts.total == len(found.cases)


def test_who_is_named_finds_and_counts_the_case_by_nothing(desk: Desk) -> None:
    told = replace(BENI, names=("Petrus Nabuasa",), story=("Om Petrus Nabuasa mau bawa 3 orang",))
    code = make_case(desk.runtime, told)
    hidden_from(desk, desk.officers["Petrus Nabuasa"], code, "081234567899", "Petrus Nabuasa", "Soe", "Kelapa Uji")
    assert searched(desk.runtime, desk.officers["Maria Koordinator"], "Petrus Nabuasa") == {code}


def test_an_officer_who_came_later_sees_no_case_that_was_not_looked_through_since(desk: Desk, maria: UUID) -> None:
    named = make_case(desk.runtime, replace(YUSTINA, story=("pak Kornelis Bere ambil uang",)))
    other = make_case(desk.runtime, BENI)
    late = desk.officer("Kornelis Bere", "k@example.org", OfficerRole.DEPUTY)
    assert codes(desk.runtime, late) == []
    assert listed(desk.runtime, late).checking
    assert set(codes(desk.runtime, maria)) == {named, other}
    assert desk.runtime.case_checker.work() == 2
    assert codes(desk.runtime, late) == [other]
    assert not listed(desk.runtime, late).checking
    hidden_from(desk, late, named, "Yustina Taek", "Atambua")
    assert desk.runtime.case_checker.work() == 0


def test_a_new_name_and_coming_back_are_looked_at_like_a_new_officer(desk: Desk) -> None:
    store, clock = desk.runtime.store, desk.runtime.clock
    agus = desk.officer("Agus Lopo", "agus@example.org", OfficerRole.COORDINATOR)
    desk.officer("Dewi Taek", "dewi@example.org")
    desk.runtime.case_checker.work()
    switch_officer(desk.runtime.acting, "Agus Lopo", "test", active=False)
    named = make_case(desk.runtime, Facts(story=("Agus Lopo bawa orang ke Malaysia",)))
    other = make_case(desk.runtime, BENI)
    switch_officer(desk.runtime.acting, "Agus Lopo", "test", active=True)
    assert codes(desk.runtime, agus) == []
    desk.runtime.case_checker.work()
    assert codes(desk.runtime, agus) == [other]
    rename_officer(store, clock, "Agus Lopo", "Beni Nabuasa", "test")
    assert codes(desk.runtime, agus) == []
    desk.runtime.case_checker.work()
    hidden_from(desk, agus, other)
    hidden_from(desk, agus, named)  # what was found once stays


def test_officers_who_are_set_up_at_once_get_numbers_of_their_own(desk: Desk) -> None:
    """With one number for two, a case looked at for the first would count as looked at for the second."""
    names = [f"Petugas {letter * 4}" for letter in "abcdef"]
    with ThreadPoolExecutor(len(names)) as threads:
        list(threads.map(lambda name: desk.officer(name, "a@example.org"), names))
    numbers = [row.change_no for row in rows(desk.runtime, Officer)]
    assert len(set(numbers)) == len(numbers) == 9


@pytest.mark.parametrize("more", [tell_more, correct])
def test_who_is_named_by_what_is_told_later_loses_the_case_at_once(desk: Desk, more: object) -> None:
    code = make_case(desk.runtime, replace(YUSTINA, origins=()))
    yohanes = desk.officers["Yohanes Wakil"]
    assert codes(desk.runtime, yohanes) == [code]
    more(desk.runtime, code, "ternyata pak Yohanes Wakil juga ikut")  # type: ignore[operator]
    hidden_from(desk, yohanes, code, "Yustina Taek")
    assert codes(desk.runtime, desk.officers["Maria Koordinator"]) == [code]


def test_what_is_added_is_looked_at_in_the_same_turn(desk: Desk, maria: UUID) -> None:
    desk.report()
    code = desk.only_case().code
    desk.say(f"TAMBAH {code}")
    deliver(desk.runtime, make_inbound("mereka tidur di rumah dekat pasar"))
    work_off_turns(desk.runtime.store, desk.runtime.clock, desk.runtime.turn_taker)
    assert codes(desk.runtime, maria) == [code]


def test_what_was_added_and_not_looked_at_is_in_no_list(desk: Desk, maria: UUID) -> None:
    code, store = make_case(desk.runtime, BENI), desk.runtime.store
    with store.writing() as session:
        case = existing(case_with_code(session, code))
        add_to_case(session, store.vault, case, None, "Maria", desk.runtime.clock.now(), own_phone=True)  # type: ignore[arg-type]
    hidden_from(desk, maria, code)


@pytest.mark.parametrize("own", [True, False])
def test_who_is_named_in_what_somebody_adds_by_text_loses_the_case_at_once(desk: Desk, own: bool) -> None:
    desk.report()
    code = desk.only_case().code
    yohanes, phone = desk.officers["Yohanes Wakil"], {} if own else {"address": "+6281111111112"}
    assert codes(desk.runtime, yohanes) == [code]
    desk.say(f"TAMBAH {code}", **phone)
    desk.say("yang bawa mereka Yohanes Wakil", **phone)
    hidden_from(desk, yohanes, code)
    assert codes(desk.runtime, desk.officers["Maria Koordinator"]) == [code]


def test_new_rules_of_naming_are_applied_to_old_cases(desk: Desk, maria: UUID) -> None:
    checker = desk.runtime.case_checker
    checker.start_over()
    code = make_case(desk.runtime, Facts(story=("Yohanes Wakil bawa orang",)))
    change(desk.runtime, "UPDATE cases SET restricted = false, avoided = '[]'")  # as rules that knew less left it
    change(desk.runtime, "UPDATE audit SET subject = 'older' WHERE action = 'names_looked_for_anew'")
    assert codes(desk.runtime, desk.officers["Yohanes Wakil"]) == [code]
    checker.start_over()
    assert codes(desk.runtime, maria) == []
    checker.work()
    assert codes(desk.runtime, desk.officers["Yohanes Wakil"]) == []
    assert codes(desk.runtime, maria) == [code]


def test_cases_from_before_are_listed_and_found_once_they_were_looked_through(
    desk: Desk, maria: UUID, two: tuple[str, str]
) -> None:
    change(desk.runtime, "UPDATE cases SET checked_no = 0, places_kept = false")
    change(desk.runtime, "DELETE FROM case_places")
    assert codes(desk.runtime, maria) == []
    assert desk.runtime.case_checker.work() == 2
    assert set(codes(desk.runtime, maria)) == set(two)
    assert searched(desk.runtime, maria, "Tenau") == {two[0]}


def test_a_case_that_cannot_be_read_is_in_no_list_and_holds_nothing_up(
    desk: Desk, maria: UUID, two: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    change(
        desk.runtime,
        "UPDATE cases SET checked_no = 0, consent_sealed = :sealed WHERE code = :code",
        sealed=b"?",
        code=two[0],
    )
    change(desk.runtime, "UPDATE cases SET checked_no = 0 WHERE code = :code", code=two[1])
    desk.runtime.case_checker.work()
    assert codes(desk.runtime, maria) == [two[1]]
    assert "unreadable" in caplog.text
    assert two[0] not in caplog.text
    assert desk.runtime.case_checker.work() == 0
    desk.runtime.case_checker.start_over()
    assert desk.runtime.case_checker.work() == 2
    desk.runtime.case_checker.start_over()
    assert desk.runtime.case_checker.work() == 1, "only the one that could not be read, for the rules are the same"


def test_looking_through_ends_when_its_time_is_over_and_goes_on_later(
    runtime: Runtime, desk: Desk, maria: UUID
) -> None:
    for _ in range(12):
        make_case(desk.runtime)
    change(desk.runtime, "UPDATE cases SET checked_no = 0")
    seconds = iter(range(0, 100, 2))
    checker = replace(desk.runtime.case_checker, timer=lambda: float(next(seconds)))
    assert checker.work() == 10
    assert checker.work() == 2
    assert len(codes(desk.runtime, maria)) == 12


def test_a_kind_of_place_alone_is_no_key() -> None:
    assert keys_of_place("Desa Oesena") == {"place:usena"} == keys_of_search("oesena")
    assert keys_of_search("agen Malaysia").isdisjoint(keys_of_place("MY"))
