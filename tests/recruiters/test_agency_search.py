"""An agency is found by its name as people write it, by licence or phone; what is only alike is asked, never told.

The names and misspellings come from misspelt_names.py, written by somebody who did not see the search.
"""

from collections import Counter
from datetime import date

import pytest

from bot.recruiters.agencies import AgencyList, AgencyQuestion, AgencyRecord, AgencyStatus
from bot.recruiters.agency_search import AgencyIndex
from tests.recruiters.misspelt_names import agency_names, misspelt

NAMES = agency_names()


def registered(name: str, **more: object) -> AgencyRecord:
    return AgencyRecord(name, AgencyList.REGISTER, AgencyStatus.REGISTERED, as_of="2026-11-01", **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def register() -> AgencyIndex:
    return AgencyIndex(registered(name, licence_no=f"{number}/2025") for number, name in enumerate(NAMES))


def names(index: AgencyIndex, **asked: str) -> list[str]:
    return [match.name for match in index.find(AgencyQuestion(**asked))]


@pytest.fixture(scope="module")
def cases() -> list[tuple[str, str, str]]:
    return [*misspelt(300, 11, NAMES), *misspelt(300, 12, NAMES)]


def test_the_right_one_of_ten_thousand_comes_first(register: AgencyIndex, cases: list[tuple[str, str, str]]) -> None:
    found = sum(names(register, name=typed)[:1] == [right] for typed, right, _ in cases)
    assert found >= 0.95 * len(cases)


def test_every_kind_of_misspelling_is_found(register: AgencyIndex, cases: list[tuple[str, str, str]]) -> None:
    missed = Counter(kind for typed, right, kind in cases if names(register, name=typed)[:1] != [right])
    for kind, count in Counter(kind for _, _, kind in cases).items():
        assert missed[kind] <= 0.1 * count, kind


def test_only_a_name_spelt_alike_is_sure() -> None:
    index = AgencyIndex([registered("PT Duta Jaya"), registered("PT Duta Jasa")])
    assert [match.exact for match in index.find(AgencyQuestion("pt. DOETA jaya"))] == [True]
    assert [match.exact for match in index.find(AgencyQuestion("duta jyaa"))] == [False, False]


def test_two_companies_of_one_name_are_never_sure() -> None:
    index = AgencyIndex([registered("PT Duta Jaya", licence_no="1"), registered("PT Dutajaya", licence_no="2")])
    assert [(match.name, match.exact) for match in index.find(AgencyQuestion("duta jaya"))] == [
        ("PT Duta Jaya", False),
        ("PT Dutajaya", False),
    ]


def test_both_lists_of_one_company_come_together() -> None:
    notice = AgencyRecord("PT DUTA JAYA", AgencyList.NOTICES, AgencyStatus.REVOKED, "2014", source_date="2015-01-26")
    (match,) = AgencyIndex([registered("PT Duta Jaya"), notice]).find(AgencyQuestion("duta jaya"))
    assert match.register
    assert match.notice == notice


def test_licence_and_phone_find_their_agency() -> None:
    record = registered("PT Duta Jaya", licence_no="SIP3MI 12/2025", phones=("+6281234567890",))
    index = AgencyIndex([record, registered("PT Lain", valid_until=date(2030, 1, 1))])
    assert names(index, licence_no="sip3mi-12.2025") == ["PT Duta Jaya"]
    assert names(index, phone="+6281234567890") == ["PT Duta Jaya"]
    assert names(index, phone="+6281234567891") == []


def test_part_of_a_name_is_asked_for(register: AgencyIndex) -> None:
    index = AgencyIndex([registered("PT Maju Jaya Abadi Sentosa"), registered("PT Lain Sekali")])
    assert names(index, name="maju jaya") == ["PT Maju Jaya Abadi Sentosa"]
    assert names(index, name="maju") == []


@pytest.mark.parametrize("hostile", ["", " ", "PT", "a" * 100_000, "🙂" * 50, "\x00\u202e", "%_'\"; DROP", "٣٤٥"])
def test_anything_may_be_asked(register: AgencyIndex, hostile: str) -> None:
    assert len(register.find(AgencyQuestion(hostile, hostile, hostile))) <= 3


def test_an_empty_index_finds_nothing() -> None:
    assert names(AgencyIndex([]), name="PT Maju") == []


def test_the_short_form_in_brackets_is_asked_for() -> None:
    index = AgencyIndex([registered("PT Bhakti Unggul Sejahtera (BUS)"), registered("PT Lain Sekali")])
    assert [(match.name, match.exact) for match in index.find(AgencyQuestion("PT BUS Nagekeo"))] == [
        ("PT Bhakti Unggul Sejahtera (BUS)", False)
    ]


def test_a_borrowed_licence_or_phone_says_nothing_about_another_name() -> None:
    index = AgencyIndex(
        [registered("PT Maju Jaya", licence_no="12/2025", phones=("+6281234567890",)), registered("PT Bina Karya")]
    )
    assert names(index, name="PT Bina Karya", licence_no="12/2025") == ["PT Bina Karya"]
    assert names(index, name="PT Tipu Terus Sekali", licence_no="12/2025", phone="+6281234567890") == []
    assert names(index, name="maju jaya", licence_no="12/2025") == ["PT Maju Jaya"]


def test_of_one_name_each_company_is_shown_with_its_licence_and_its_own_notice() -> None:
    revoked = AgencyRecord(
        "PT Maju Jaya", AgencyList.NOTICES, AgencyStatus.REVOKED, "2026", licence_no="2/2025", source_date="2026"
    )
    index = AgencyIndex(
        [registered("PT Maju Jaya", licence_no="1/2025"), registered("PT Majujaya", licence_no="2/2025"), revoked]
    )
    first, second = index.find(AgencyQuestion("maju jaya"))
    assert (first.shown, second.shown) == ("PT Maju Jaya (1/2025)", "PT Majujaya (2/2025)")
    assert (first.notice, second.notice) == (None, revoked)
