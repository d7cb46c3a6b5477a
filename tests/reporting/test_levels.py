"""An officer says that a case is more, or less, pressing: deadlines, the chain, and what a later report does to it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import BadInputError
from bot.reports.cases import CaseState, Level
from bot.reports.facts import Facts
from bot.reports.routing import OfficerRole
from bot.reports.triage import limit
from bot.services.assign_case import assign, release
from bot.services.change_level import change_level
from bot.services.handle_case import take
from bot.services.open_case import update_case
from bot.services.tell_officers import NOTHING_SET_UP
from bot.store.cases import case_with_code, consent_of, facts_of
from bot.store.tables.cases import Case, CaseAlert
from tests.doubles.service import rows
from tests.reporting.desk import COORDINATOR, DEPUTY, DUTY_TTS, TTS, Desk
from tests.reporting.made_cases import correct, existing, make_case

MARIA, PETRUS, YOHANES = "Maria Koordinator", "Petrus Nabuasa", "Yohanes Wakil"
CALM = "Om Beni nomor 0812 3456 7899 ajak orang dari Soe ke Malaysia"
"""What is graded below NOW and names no day."""


def level(desk: Desk, code: str, wanted: Level, who: str = PETRUS, **more: int) -> Case:
    change_level(desk.runtime.acting, code, who, wanted, "kata tetangga", **more)
    return desk.only_case()


def hold(desk: Desk, code: str, who: str = PETRUS) -> None:
    take(desk.runtime.store, desk.runtime.clock, code, who)


def test_a_higher_level_has_the_deadline_of_triage_and_rings_from_the_beginning(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    assert desk.mail.told == [DUTY_TTS]
    now = desk.runtime.clock.now()
    case = level(desk, code, Level.NOW)
    assert (case.level, case.act_by) == ("now", limit(Level.NOW, now))
    desk.later(seconds=1)
    assert desk.mail.told == [DUTY_TTS, DUTY_TTS]
    desk.later(minutes=16)
    assert desk.mail.told[2:] == [COORDINATOR]


def test_a_higher_level_never_puts_a_deadline_off(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    for wanted in (Level.HIGH, Level.NOW):
        before = desk.only_case().act_by
        if desk.only_case().level != wanted:
            assert level(desk, code, wanted).act_by <= before
    desk.runtime.clock.advance(timedelta(days=3))
    before = desk.only_case().act_by
    hold(desk, code)
    level(desk, code, Level.LOW)
    assert desk.only_case().act_by > before


def test_nobody_lowers_a_case_that_nobody_has_nor_one_of_somebody_else(desk: Desk) -> None:
    code = desk.allow()
    desk.officer("Dewi Piket", "dewi@example.org", regency=TTS)
    for who in (PETRUS, MARIA):
        with pytest.raises(BadInputError, match="lowers"):
            level(desk, code, Level.LOW, who)
    hold(desk, code)
    with pytest.raises(BadInputError, match="lowers"):
        level(desk, code, Level.LOW, "Dewi Piket")
    assert level(desk, code, Level.NORMAL, MARIA).level == "normal"
    assert level(desk, code, Level.LOW).level == "low"


def test_a_departure_keeps_its_deadline_at_a_low_level(desk: Desk) -> None:
    code = desk.allow(story="Om Beni 0812 3456 7899 bawa 3 orang dari Soe ke Malaysia hari Jumat depan")
    hold(desk, code)
    case = level(desk, code, Level.LOW)
    assert case.act_by <= limit(Level.LOW, desk.runtime.clock.now())


def test_who_has_it_is_told_that_it_rises(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    hold(desk, code)
    before = len(desk.mail.sent)
    level(desk, code, Level.NOW, MARIA)
    desk.later(seconds=1)
    assert desk.mail.told[before:] == [DUTY_TTS]
    assert desk.mail.sent[-1][1].news
    assert desk.only_case().taken_by == desk.officers[PETRUS]


@pytest.mark.parametrize("problem", ["same", "closed", "reason"])
def test_what_cannot_be_is_refused(desk: Desk, problem: str) -> None:
    code = desk.allow(story=CALM)
    before = Level(desk.only_case().level)
    wanted = before if problem == "same" else Level.NOW
    if problem == "closed":
        desk.say(f"TARIK {code}")
        desk.say("ya")
    with pytest.raises(BadInputError):
        change_level(desk.runtime.acting, code, PETRUS, wanted, " " if problem == "reason" else "x")
    assert desk.only_case().level == before


def test_more_facts_leave_a_level_by_hand_unless_they_are_graded_higher(desk: Desk) -> None:
    store, clock = desk.runtime.store, desk.runtime.clock
    code = make_case(desk.runtime, Facts(story=("Om Beni ajak orang",), origins=("Soe",)))
    assert desk.only_case().level == "low"
    level(desk, code, Level.HIGH)
    until = desk.only_case().act_by
    correct(desk.runtime, code, "dia pakai mobil merah")
    case = desk.only_case()
    assert (case.level, case.graded, case.act_by) == ("high", "low", until)
    with store.writing() as session:
        row = existing(case_with_code(session, code))
        facts = replace(facts_of(store.vault, row), dangers=("held",))
        update_case(session, store.vault, row, facts, consent_of(store.vault, row), clock.now(), NOTHING_SET_UP)
    case = desk.only_case()
    assert (case.level, case.graded) == ("now", "now") if case.graded == "now" else ("high", "high")
    assert case.act_by <= until


def test_a_case_is_given_only_to_who_may_read_it_and_they_are_told_at_once(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    other = desk.officer("Lain Orang", "lain@example.org", regency="Kabupaten Alor")
    hold(desk, code)
    before = len(desk.mail.sent)
    for nobody in (other, desk.only_case().id):
        with pytest.raises(BadInputError, match="of the list"):
            assign(desk.runtime.acting, code, PETRUS, nobody, "x")
    assign(desk.runtime.acting, code, PETRUS, desk.officers[YOHANES], "saya sakit")
    desk.later(seconds=1)
    assert desk.mail.told[before:] == [DEPUTY]
    case = desk.only_case()
    assert (case.state, case.taken_by) == ("taken", desk.officers[YOHANES])


def test_who_is_named_is_never_given_a_case(desk: Desk) -> None:
    desk.report(story="Om Petrus Nabuasa mau bawa 3 orang dari Soe ke Malaysia")
    code = desk.only_case().code
    with pytest.raises(BadInputError, match="of the list"):
        assign(desk.runtime.acting, code, MARIA, desk.officers[PETRUS], "x")
    assign(desk.runtime.acting, code, MARIA, desk.officers[YOHANES], "x")


def test_who_does_not_open_what_they_were_given_loses_it_and_it_rings_again(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    level(desk, code, Level.NOW)
    assign(desk.runtime.acting, code, MARIA, desk.officers[YOHANES], "x")
    desk.later(minutes=14)
    assert desk.only_case().taken_by == desk.officers[YOHANES]
    before = len(desk.mail.sent)
    desk.later(minutes=2)
    case = desk.only_case()
    assert (case.state, case.taken_by) == ("received", None)
    assert desk.mail.told[before:] == [DUTY_TTS]
    for _ in range(2):
        desk.later(minutes=16)
    assert desk.mail.told[before:] == [DUTY_TTS, COORDINATOR, DEPUTY]


def test_who_opens_what_they_were_given_keeps_it(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    level(desk, code, Level.NOW)
    assign(desk.runtime.acting, code, MARIA, desk.officers[PETRUS], "x")
    change_level(desk.runtime.acting, code, PETRUS, Level.HIGH, "aman sementara")
    desk.later(hours=9)
    assert desk.only_case().taken_by == desk.officers[PETRUS]


def test_a_case_given_back_is_told_from_the_beginning_to_who_gave_it_last(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    change_level(desk.runtime.acting, code, PETRUS, Level.NOW, "berangkat malam ini")
    hold(desk, code)
    before = len(desk.mail.sent)
    release(desk.runtime.acting, code, PETRUS, "saya di luar kota")
    for _ in range(3):
        desk.later(minutes=16)
    assert desk.mail.told[before : before + 3] == [COORDINATOR, DEPUTY, DUTY_TTS]
    assert desk.only_case().state == CaseState.RECEIVED.value


def test_only_who_has_it_or_a_coordinator_gives_it_back_and_only_if_there_is_somebody_else(unmanned: Desk) -> None:
    desk = unmanned
    desk.officer(MARIA, COORDINATOR, OfficerRole.COORDINATOR)
    code = desk.allow(story=CALM)
    with pytest.raises(BadInputError, match="nobody works"):
        release(desk.runtime.acting, code, MARIA, "x")
    hold(desk, code, MARIA)
    with pytest.raises(BadInputError, match="nobody else"):
        release(desk.runtime.acting, code, MARIA, "x")
    desk.officer(PETRUS, DUTY_TTS, regency=TTS)
    with pytest.raises(BadInputError, match="gives it back"):
        release(desk.runtime.acting, code, PETRUS, "x")
    release(desk.runtime.acting, code, MARIA, "x")


def test_alerts_say_nothing_of_reasons(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    assign(desk.runtime.acting, code, MARIA, desk.officers[YOHANES], "Om Beni ketahuan")
    desk.later(seconds=1)
    assert "Beni" not in str([alert for _, alert in desk.mail.sent])
    assert {row.state for row in rows(desk.runtime, CaseAlert)} <= {"accepted", "dropped"}
