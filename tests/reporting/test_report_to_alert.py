"""From LAPOR to the officer's alert, and what the reporter learns of it."""

from bot.messaging.door import SendError
from bot.store.cases import facts_of
from bot.store.tables.cases import CaseAlert, CaseEvent
from tests.doubles.service import rows
from tests.reporting.desk import COORDINATOR, DEPUTY, DUTY_TTS, STORY, TTS, Desk

OFFICER = "+6281339000002"
OTHER = "+6289999999999"
NO_HURRY = "Om Beni nomor 0812 3456 7899 ajak orang dari Soe ke Malaysia"


def test_a_report_becomes_one_case_and_the_officer_on_duty_is_told(desk: Desk) -> None:
    (receipt,) = desk.report()
    case = desk.only_case()
    assert case.code in receipt
    assert (case.kind, case.state, case.regency) == ("recruiter", "received", TTS)
    assert desk.mail.told == [DUTY_TTS]
    facts = facts_of(desk.runtime.vault, case)
    assert (facts.names, facts.phones, facts.people) == (("Om Beni",), ("+6281234567899",), 3)


def test_nothing_personal_is_in_the_alert(desk: Desk) -> None:
    desk.report()
    _, alert = desk.mail.sent[0]
    assert alert.case_code == desk.only_case().code
    assert not any(secret in repr(alert) for secret in ("Beni", "7899", "34567890", "Soe", "Tenau"))


def test_nothing_is_passed_on_without_a_yes(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(STORY)
    for _ in range(12):
        replies = desk.say("lewati")
        if "YA: teruskan" in replies[-1]:
            break
    desk.say("tidak")
    assert desk.cases() == []
    assert desk.mail.sent == []


def test_a_departure_tomorrow_is_pressing_however_it_is_told(desk: Desk) -> None:
    desk.report(story="beta pung sodara diajak om beni ke malaysia besok, kasih uang sirih 3 juta ke bapa, lapor")
    assert desk.only_case().level in {"now", "high"}


def test_a_child_is_passed_on_at_once(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say("Om Beni ajak anak umur 15 tahun dari Soe ke Medan")
    assert desk.only_case().level in {"now", "high"}
    assert desk.mail.told == [DUTY_TTS]


def test_what_is_told_afterwards_goes_into_the_same_case(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say("Om Beni ajak anak umur 15 tahun dari Soe ke Medan")
    desk.say("besok malam dari pelabuhan Tenau")
    facts = facts_of(desk.runtime.vault, desk.only_case())
    assert [departure.said for departure in facts.departures] == ["besok malam"]


def test_status_by_code_tells_the_state_and_nothing_else(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    (received,) = desk.say(f"STATUS {code}")
    assert received.startswith("Sudah diterima")
    assert desk.say(f"status {code.lower().replace('-', ' ')}", address=OTHER)[0] == received


def test_an_officer_takes_a_case_by_text_and_the_reporter_learns_it_by_status(desk: Desk) -> None:
    desk.report()
    case = desk.only_case()
    taken, *_ = desk.say(f"TERIMA {case.code}", address=OFFICER)
    assert case.code in taken
    assert desk.only_case().state == "taken"
    assert desk.say(f"STATUS {case.code}")[0].startswith("Sedang ditangani")
    desk.later(days=5)
    assert desk.mail.told == [DUTY_TTS]


def test_terima_from_any_other_number_takes_nothing(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    desk.say("halo", address=OTHER)
    assert desk.say(f"TERIMA {code}", address=OTHER) == desk.say("TERIMA NTT-ABCDF", address=OTHER)
    assert desk.only_case().state == "received"


def test_nobody_takes_it_so_the_coordinator_and_then_the_deputy_are_told(desk: Desk) -> None:
    desk.report(story=NO_HURRY)
    desk.later(days=4)
    assert desk.mail.told[:2] == [DUTY_TTS, COORDINATOR]
    desk.later(days=4)
    assert desk.mail.told == [DUTY_TTS, COORDINATOR, DEPUTY]
    desk.later(days=9)
    desk.later(days=9)
    assert desk.mail.told == [DUTY_TTS, COORDINATOR, DEPUTY]
    assert "nobody_left" in [event.event for event in rows(desk.runtime, CaseEvent)]


def test_an_alert_that_fails_for_good_brings_the_next_officer_at_once(desk: Desk) -> None:
    desk.mail.faults = [SendError("550", retryable=False)]
    desk.report()
    desk.later(seconds=11)
    assert desk.mail.told == [COORDINATOR]


def test_an_alert_that_fails_for_now_is_tried_again_with_the_same_id(desk: Desk) -> None:
    desk.mail.faults = [SendError("timeout", retryable=True, maybe_sent=True)]
    desk.report()
    assert desk.mail.sent == []
    desk.later(seconds=61)
    (alert,) = rows(desk.runtime, CaseAlert)
    assert [notice.id for _, notice in desk.mail.sent] == [alert.id]


def test_without_officers_lapor_leads_to_the_hotlines(unmanned: Desk) -> None:
    (closed, *_) = unmanned.say("LAPOR")
    assert "08001000" in closed
    unmanned.say(STORY)
    assert unmanned.cases() == []


def test_a_crowd_waits_for_no_sweep_and_danger_goes_first(desk: Desk) -> None:
    sender = desk.runtime.alert_sender
    while sender.places.acquire(blocking=False):
        pass  # as if slow mail servers held every place
    desk.report(story=NO_HURRY)
    desk.report(story=NO_HURRY, address="+6281234560002")
    desk.say("saya dikurung majikan sekarang di Soe", address="+6281234560003")
    kinds = {case.code: case.kind for case in desk.cases()}
    assert desk.mail.sent == []
    for _ in range(2):
        sender.places.release()
    sender.work(next(case.id for case in desk.cases() if case.kind == "recruiter"))
    told = dict.fromkeys(alert.case_code for _, alert in desk.mail.sent)
    assert [kinds[code] for code in told] == ["recruiter", "danger", "recruiter"]
