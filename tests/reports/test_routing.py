"""Which officers are told, in which order."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.cases import CaseKind, Consent, PassTo
from bot.reports.routing import Officer, OfficerRole, chain

BELU, TTS = "Kabupaten Belu", "Kabupaten Timor Tengah Selatan"
DUTY, COORDINATOR, DEPUTY = OfficerRole


def officer(number: int, role: OfficerRole, institution: PassTo, regency: str = "", order: int = 0) -> Officer:
    return Officer(UUID(int=number), f"officer {number}", role, institution, regency, order)


OFFICERS = (
    officer(1, COORDINATOR, PassTo.COORDINATOR),
    officer(2, DEPUTY, PassTo.BP3MI),
    officer(3, DEPUTY, PassTo.NGO, order=1),
    officer(11, DUTY, PassTo.POLICE, BELU, order=2),
    officer(12, DUTY, PassTo.POLICE, BELU, order=1),
    officer(13, DUTY, PassTo.NGO, BELU),
    officer(14, DUTY, PassTo.POLICE, TTS),
    officer(15, DUTY, PassTo.BP3MI),
)


def told(
    to: PassTo,
    regency: str = BELU,
    kind: CaseKind = CaseKind.RECRUITER,
    restricted: bool = False,
    named: tuple[int, ...] = (),
    institutions: frozenset[PassTo] = frozenset(),
) -> list[int]:
    found = chain(OFFICERS, regency, kind, Consent(to), restricted, {UUID(int=one) for one in named}, institutions)
    return [one.id.int for one in found]


def test_the_chosen_institution_of_the_regency_comes_first_in_order_then_coordinator_and_deputies() -> None:
    assert told(PassTo.POLICE) == [12, 11, 1, 2, 3]
    assert told(PassTo.NGO) == [13, 1, 2, 3]
    assert told(PassTo.POLICE, TTS.upper()) == [14, 1, 2, 3]


def test_where_the_regency_has_nobody_the_province_has() -> None:
    assert told(PassTo.BP3MI) == told(PassTo.BP3MI, "") == [15, 1, 2, 3]


def test_where_the_institution_has_nobody_the_coordinator_is_told() -> None:
    assert told(PassTo.NGO, TTS) == [1, 2, 3]


def test_who_chose_the_coordinator_is_read_by_the_coordinator_only() -> None:
    assert told(PassTo.COORDINATOR) == [1, 2, 3]


@pytest.mark.parametrize("to", PassTo)
def test_danger_goes_to_everybody_on_duty_in_the_regency_whatever_was_chosen(to: PassTo) -> None:
    assert told(to, kind=CaseKind.DANGER) == [13, 12, 11, 1, 2, 3]
    assert told(to, "", kind=CaseKind.DANGER) == [15, 1, 2, 3]


@pytest.mark.parametrize("kind", CaseKind)
def test_a_restricted_case_goes_to_one_coordinator_and_one_deputy(kind: CaseKind) -> None:
    assert told(PassTo.POLICE, kind=kind, restricted=True) == [1, 2]


def test_of_a_restricted_case_neither_the_named_nor_their_institution_hears() -> None:
    assert told(PassTo.POLICE, restricted=True, named=(1,)) == [2]
    assert told(PassTo.POLICE, restricted=True, named=(2,)) == [1, 3]
    assert told(PassTo.POLICE, restricted=True, institutions=frozenset({PassTo.BP3MI})) == [1, 3]
    assert told(PassTo.POLICE, restricted=True, named=(1, 3), institutions=frozenset({PassTo.BP3MI})) == []


numbers = st.sets(st.sampled_from([one.id.int for one in OFFICERS]))


@given(
    st.sampled_from(PassTo),
    st.sampled_from([BELU, TTS, ""]),
    st.sampled_from(CaseKind),
    st.booleans(),
    numbers,
    st.sets(st.sampled_from(PassTo)),
)
def test_nobody_named_is_told_ever_and_nobody_twice(
    to: PassTo, regency: str, kind: CaseKind, restricted: bool, named: set[int], institutions: set[PassTo]
) -> None:
    found = told(to, regency, kind, restricted, tuple(named), frozenset(institutions))
    assert not named & set(found)
    assert len(found) == len(set(found))
    if restricted:
        assert len(found) <= 2
        assert not any(one.institution in institutions for one in OFFICERS if one.id.int in found)
