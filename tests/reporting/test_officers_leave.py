"""Officers who leave, move or are reached in another way: what they had rings anew, and somebody is always told."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bot.errors import BadInputError, NotOpenError
from bot.reports.case_work import Outcome
from bot.reports.cases import CaseState, PassTo
from bot.reports.routing import OfficerRole
from bot.services.close_case import close
from bot.services.handle_case import look_at, take
from bot.services.keep_task import plan_task
from bot.services.staff_officers import Changed, change_officer, phone_of, switch_officer
from bot.store.officers import officers_on_duty
from bot.store.tables.case_work import CaseTask
from bot.store.tables.cases import CaseEvent
from bot.store.tables.officers import Officer
from tests.doubles.service import rows
from tests.reporting.desk import COORDINATOR, DEPUTY, DUTY_TTS, TTS, Desk
from tests.reporting.test_levels import CALM, MARIA, PETRUS, YOHANES

THERE = Changed(PETRUS, OfficerRole.DUTY, PassTo.COORDINATOR, TTS, 1)
"""Petrus as he is set up, his addresses left as they are."""


def change(desk: Desk, name: str = PETRUS, to: Changed = THERE) -> None:
    change_officer(desk.runtime.acting, desk.officers[name], to, "test")


def addresses(desk: Desk, name: str) -> tuple[str | None, str | None]:
    with desk.runtime.store.reading() as session:
        found = {one.officer.name: one for one in officers_on_duty(session, desk.runtime.store.vault)}
    return found[name].email, found[name].phone


def taken(desk: Desk) -> str:
    code = desk.allow(story=CALM)
    take(desk.runtime.store, desk.runtime.clock, code, PETRUS)
    return code


def test_the_cases_of_who_leaves_ring_from_the_beginning_for_others(desk: Desk) -> None:
    taken(desk)
    before = len(desk.mail.told)
    switch_officer(desk.runtime.acting, PETRUS, "test", active=False)
    case = desk.only_case()
    assert (case.state, case.taken_by) == (CaseState.RECEIVED.value, None)
    for _ in range(40):
        desk.later(hours=4)
    assert desk.mail.told[before:] == [COORDINATOR, DEPUTY]
    released = [row.detail for row in rows(desk.runtime, CaseEvent) if row.event == "released"]
    assert released == [f"officer {desk.officers[PETRUS].hex} is not on duty any more"]


def test_a_case_taken_just_as_its_officer_was_sent_off_is_found_by_the_next_sweep(desk: Desk) -> None:
    code = taken(desk)
    before = len(desk.mail.told)
    with desk.runtime.store.writing() as session:
        session.get_one(Officer, desk.officers[PETRUS]).active = False  # as a transaction beside the taking does
    desk.later(seconds=1)
    assert (desk.only_case().code, desk.only_case().taken_by) == (code, None)
    for _ in range(40):
        desk.later(hours=4)
    assert desk.mail.told[before:] == [COORDINATOR, DEPUTY]


def test_what_ended_or_is_of_others_stays_as_it_is(desk: Desk) -> None:
    code = taken(desk)
    close(desk.runtime.acting, code, PETRUS, Outcome.SAFE, "x")
    other = desk.allow(story=CALM, address="+6281377788890")
    take(desk.runtime.store, desk.runtime.clock, other, MARIA)
    switch_officer(desk.runtime.acting, PETRUS, "test", active=False)
    assert [case.state for case in desk.cases()] == ["closed", "taken"]
    assert [case.taken_by for case in desk.cases()] == [desk.officers[PETRUS], desk.officers[MARIA]]


def test_tasks_of_who_leaves_are_nobodys(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    for by in (PETRUS, MARIA):
        plan_task(desk.runtime.acting, code, MARIA, uuid4(), "cek kapal", by=desk.officers[by])
    switch_officer(desk.runtime.acting, PETRUS, "test", active=False)
    assert {row.officer_id for row in rows(desk.runtime, CaseTask)} == {None, desk.officers[MARIA]}


def test_who_moves_to_another_regency_loses_what_they_may_not_read_there(desk: Desk) -> None:
    code = taken(desk)
    change(desk, to=replace(THERE, regency="Kabupaten Alor"))
    assert desk.only_case().taken_by is None
    with pytest.raises(NotOpenError):
        look_at(desk.runtime.store, desk.runtime.clock, code, PETRUS, lambda _session, _case: None)
    change(desk, to=replace(THERE, role=OfficerRole.DEPUTY, regency=""))
    look_at(desk.runtime.store, desk.runtime.clock, code, PETRUS, lambda _session, _case: None)


def test_who_stays_where_they_are_keeps_what_they_have(desk: Desk) -> None:
    taken(desk)
    before = len(desk.mail.told)
    change(desk, to=replace(THERE, order=7, whatsapp=True, name="Petrus  A. Nabuasa"))
    assert desk.only_case().taken_by == desk.officers[PETRUS]
    desk.later(hours=200)
    assert desk.mail.told[before:] == []


def test_whoever_is_given_a_name_that_a_case_tells_loses_that_case(desk: Desk) -> None:
    code = desk.allow(story=f"{CALM}. Yang jemput namanya Ferdinan Mau")
    take(desk.runtime.store, desk.runtime.clock, code, PETRUS)
    change(desk, to=replace(THERE, name="Ferdinan Mau"))
    case = desk.only_case()
    assert (case.taken_by, desk.officers[PETRUS].hex in case.avoided) == (None, True)


def test_addresses_stay_are_changed_or_go(desk: Desk) -> None:
    change(desk)
    assert addresses(desk, PETRUS) == (DUTY_TTS, "+6281339000002")
    change(desk, to=replace(THERE, email="baru@example.org"))
    assert addresses(desk, PETRUS) == ("baru@example.org", "+6281339000002")
    change(desk, to=replace(THERE, phone=""))
    assert addresses(desk, PETRUS) == ("baru@example.org", None)
    (row,) = [row for row in rows(desk.runtime, Officer) if row.name == PETRUS]
    assert row.phone_hash is None
    with pytest.raises(BadInputError, match="without either"):
        change(desk, to=replace(THERE, email="", phone=None))
    assert addresses(desk, PETRUS) == ("baru@example.org", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 81},
        {"name": MARIA},
        {"regency": "Atlantis"},
        {"order": -1},
        {"order": 100},
        {"email": "surel"},
        {"email": "a@b\nBcc: c@example.org"},
        {"phone": "+620000000001"},
    ],
)
def test_what_cannot_be_changes_nothing(desk: Desk, wrong: dict[str, object]) -> None:
    code = taken(desk)
    with pytest.raises(BadInputError):
        change(desk, to=replace(THERE, **wrong))
    assert addresses(desk, PETRUS) == (DUTY_TTS, "+6281339000002")
    assert desk.only_case().code == code
    assert desk.only_case().taken_by == desk.officers[PETRUS]


def test_somebody_is_always_left_who_is_told_of_every_report(desk: Desk) -> None:
    acting = desk.runtime.acting
    switch_officer(acting, YOHANES, "test", active=False)
    for act in (
        lambda: switch_officer(acting, MARIA, "test", active=False),
        lambda: change(desk, MARIA, replace(THERE, name=MARIA)),
        lambda: change(desk, MARIA, replace(THERE, name=MARIA, role=OfficerRole.COORDINATOR, regency="", email="")),
    ):
        with pytest.raises(BadInputError, match="another coordinator or deputy first"):
            act()
    assert desk.say("LAPOR", address="+6281377788891")
    assert desk.runtime.desk.set_up.ways == {"email"}
    switch_officer(acting, YOHANES, "test", active=True)
    switch_officer(acting, MARIA, "test", active=False)


@pytest.mark.parametrize(
    ("typed", "number"), [("", None), ("0813 3900 0002", "+6281339000002"), ("+60123456789", "+60123456789")]
)
def test_numbers_are_read_as_people_type_them(typed: str, number: str | None) -> None:
    assert phone_of(typed) == number


@pytest.mark.parametrize("typed", ["12", "nol delapan", "0812", "+999999999999"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadInputError, match="not a telephone number"):
        phone_of(typed)
