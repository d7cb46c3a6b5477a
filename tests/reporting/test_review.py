"""Findings of the review: each test states what should hold and fails on today's code."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from bot.errors import BadInputError
from bot.messaging.door import DeliveryStatus, Receipt, SendError
from bot.reports.case_work import Outcome, Shared
from bot.reports.routing import OfficerRole
from bot.services import handle_case
from bot.services.close_case import close
from bot.services.hand_over import Receiver, hand_over
from bot.services.link_recruiters import flag_of
from bot.services.purge import purge_older, purge_reports
from bot.services.settle_recruiters import undo_act
from bot.services.staff_officers import switch_officer
from bot.services.work_case import withdraw_case
from bot.store.cases import facts_of
from bot.store.engine import Store
from bot.store.recruiter_lookup import told_by
from bot.store.recruiters import case_roots
from bot.store.tables.cases import Case, CaseAddition, CaseEvent
from bot.store.tables.probes import Probe
from bot.store.tables.recruiters import RecruiterAct, RecruiterIdentity
from bot.store.vault import DataKey, Vault
from bot.understanding.chain import Chain
from bot.understanding.model import Understanding
from bot.vocabulary import Channel, Decision, Intent
from tests.doubles.service import change, rows
from tests.factories import understood
from tests.reporting.desk import COORDINATOR, DEPUTY, DUTY_TTS, STORY, TTS, Desk

SURE = "tolong saya disekap di rumah majikan di Soe"
OFFICER = "+6281339000002"
COORD_PHONE = "+6281339000001"
CHILD = "Om Beni ajak anak umur 15 tahun dari Soe ke Medan"


class Doubting:
    def understand(self, said: str) -> Understanding:
        if "mungkin" not in said:
            return Chain(None).understand(said)
        return understood(Intent.EMERGENCY, text=said, confidence=0.5, decision=Decision.ASK_BACK)


@pytest.fixture
def doubtful(desk: Desk) -> Desk:
    desk.runtime.given_understander = Doubting()
    return desk


def handled(desk: Desk, act) -> None:
    with desk.runtime.store.writing() as session:
        act(session, session.scalars(select(Case)).one())


# 1 --- a new cry is swallowed by an old unconfirmed case
def test_a_cry_days_after_an_unconfirmed_case_that_was_taken_still_alerts_somebody(doubtful: Desk) -> None:
    doubtful.say("mungkin dia dibawa")
    doubtful.later(minutes=11)
    doubtful.say(f"TERIMA {doubtful.only_case().code}", address=OFFICER)
    doubtful.later(days=7)
    before = len(doubtful.mail.sent)
    doubtful.say(SURE)
    assert len(doubtful.mail.sent) > before


def test_what_the_unconfirmed_case_told_is_not_overwritten(doubtful: Desk) -> None:
    doubtful.say("mungkin dia dibawa Om Beni 0812 3456 7899")
    doubtful.later(minutes=11)
    story = facts_of(doubtful.runtime.vault, doubtful.only_case()).story
    doubtful.later(days=2)
    doubtful.say(SURE)
    assert set(story) <= set(facts_of(doubtful.runtime.vault, doubtful.cases()[0]).story)


def test_a_second_cry_after_the_case_was_closed_within_the_hour_alerts_somebody(desk: Desk) -> None:
    desk.say(SURE)
    close(desk.runtime.acting, desk.only_case().code, "Petrus Nabuasa", Outcome.OTHER, "salah paham")
    desk.later(minutes=20)
    before = len(desk.mail.sent)
    desk.say("tolong dia mau bunuh saya, saya dikunci")
    assert len(desk.mail.sent) > before


# 2 --- an officer who cannot be reached stops the escalation for ever
def test_an_officer_without_a_usable_way_does_not_stop_the_escalation(desk: Desk) -> None:
    switch_officer(desk.runtime.acting, "Petrus Nabuasa", "test", active=False)
    desk.officer("Yuli Telepon", regency=TTS, phone="+6281339000055")  # SMS is not set up here, e-mail is
    desk.say(SURE)
    for _ in range(10):
        desk.later(minutes=16)
    told = [event for event in rows(desk.runtime, CaseEvent) if event.event == "told"]
    assert COORDINATOR in desk.mail.told, f"{len(told)} steps, nobody was told"


# 3 --- the named officer takes the case by TERIMA
def test_an_officer_who_is_named_after_he_was_told_cannot_take_the_case(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(CHILD)
    assert desk.mail.told == [DUTY_TTS]
    desk.say("yang ajak itu Petrus Nabuasa")
    assert desk.only_case().state == "received"
    desk.say(f"TERIMA {desk.only_case().code}", address=OFFICER)
    assert desk.only_case().taken_by is None


def test_an_officer_named_after_he_took_the_case_no_longer_keeps_it_from_the_others(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(CHILD)
    desk.say(f"TERIMA {desk.only_case().code}", address=OFFICER)
    desk.say("yang ajak itu Petrus Nabuasa")
    for _ in range(6):
        desk.later(days=1)
    assert COORDINATOR in desk.mail.told


def test_an_officer_named_while_his_alert_waits_gets_none(desk: Desk) -> None:
    desk.mail.faults = [SendError("timeout", retryable=True)]
    desk.say("LAPOR")
    desk.say(CHILD)
    desk.say("yang ajak itu Petrus Nabuasa")
    desk.later(minutes=2)
    assert DUTY_TTS not in desk.mail.told


def test_an_officer_named_in_an_addition_cannot_open_the_case(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    desk.say(f"TAMBAH {code}")
    desk.say("yang bawa mereka Petrus Nabuasa petugas di Soe")
    with pytest.raises(BadInputError):
        handle_case.look_at(desk.runtime.store, desk.runtime.clock, code, "Petrus Nabuasa", lambda *_: None)


# 4 --- ended cases
def test_no_alert_is_sent_again_for_a_case_taken_back_while_it_was_being_sent(desk: Desk) -> None:
    class Slow:
        name = "email"

        def __init__(self) -> None:
            self.tries = 0

        def send(self, alert, to):
            self.tries += 1
            if self.tries == 1:
                handled(desk, lambda session, case: withdraw_case(session, case, desk.runtime.clock.now()))
                raise SendError("timeout", retryable=True)
            return Receipt(str(alert.id), DeliveryStatus.ACCEPTED)

        def find(self, alert, to, since):
            return None

    door = Slow()
    desk.runtime.given_doors["email"] = door
    desk.report()
    desk.later(minutes=5)
    assert door.tries == 1


def test_a_case_taken_back_is_not_escalated_when_its_report_goes_on(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(CHILD)
    code = desk.only_case().code
    desk.say(f"TARIK {code}")
    desk.say("ya")
    assert desk.only_case().state == "withdrawn"
    before = len(desk.mail.sent)
    desk.say("LAPOR")
    desk.say("berangkat malam ini dari pelabuhan Tenau")
    for _ in range(4):
        desk.later(hours=5)
    assert len(desk.mail.sent) == before
    assert desk.only_case().escalate_at is None


def test_the_second_officer_to_text_terima_is_not_told_that_the_case_is_his(desk: Desk) -> None:
    desk.say(SURE)
    desk.later(minutes=16)
    code = desk.only_case().code
    desk.say(f"TERIMA {code}", address=OFFICER)
    again = desk.say(f"TERIMA {code}", address=COORD_PHONE)
    assert not any("sekarang Anda tangani" in reply for reply in again)


def test_a_case_handed_on_is_not_late(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    to, given = Receiver(office="Dinas Sosial TTS"), frozenset({Shared.STORY})
    hand_over(desk.runtime.acting, desk.runtime.wording.catalog, code, "Petrus Nabuasa", to, given, "perlu bantuan")
    desk.later(days=30)
    assert handle_case.late_cases(desk.runtime.store, desk.runtime.clock) == 0


# 5 --- one row that cannot be read
def test_one_unreadable_case_does_not_stop_all_reports(desk: Desk) -> None:
    desk.report()
    handled(desk, lambda session, case: setattr(case, "facts_sealed", b"\x02k1" + b"x" * 40))
    desk.say(SURE, address="+6281111111111")
    for _ in range(8):
        desk.later(seconds=61)
    assert len(desk.cases()) == 2


def test_one_unreadable_case_does_not_stop_the_sweep(desk: Desk) -> None:
    desk.report(story="Om Beni nomor 0812 3456 7899 ajak orang dari Soe ke Malaysia")
    handled(desk, lambda session, case: setattr(case, "facts_sealed", b"\x02k1" + b"x" * 40))
    desk.runtime.clock.advance(timedelta(days=5))
    desk.runtime.escalation.work()


def test_danger_nobody_answered_for_is_passed_on_although_another_case_is_unreadable(doubtful: Desk) -> None:
    doubtful.report(story="Om Beni nomor 0812 3456 7899 ajak orang dari Soe ke Malaysia")
    handled(
        doubtful,
        lambda session, case: (
            setattr(case, "facts_sealed", b"\x02k1" + b"x" * 40),
            setattr(case, "escalate_at", None),
        ),
    )
    doubtful.say("mungkin dia dibawa", address="+6281111111111")
    doubtful.later(minutes=11)
    assert len(doubtful.cases()) == 2


# 6 --- HAPUS
def _leads_to(desk: Desk, query: str) -> list:
    with desk.runtime.store.reading() as session:
        return list(session.execute(text(query)))


def test_hapus_cuts_additions_from_the_phone(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    desk.say(f"TAMBAH {code}")
    desk.say("dia punya mobil merah di Kefa")
    desk.say("siapa yang lapor Om Beni")
    desk.say("HAPUS")
    assert [row.message_id for row in rows(desk.runtime, CaseAddition)] == [None]


def test_hapus_cuts_probes_from_the_phone(desk: Desk) -> None:
    desk.say("siapa yang lapor Om Beni")
    assert rows(desk.runtime, Probe)
    desk.say("HAPUS")
    with desk.runtime.store.reading() as session:
        assert [row.message_id for row in session.scalars(select(Probe))] == [None]


def test_hapus_leaves_no_time_by_which_case_and_phone_are_joined(desk: Desk) -> None:
    desk.report()
    desk.say("HAPUS")
    desk.later(minutes=1)
    desk.say("halo")
    found = _leads_to(
        desk,
        "SELECT c.code FROM cases c JOIN messages m ON m.done_at = c.created_at"
        " JOIN conversations v ON v.id = m.conversation_id JOIN contacts p ON p.id = v.contact_id"
        " WHERE p.address_sealed IS NOT NULL",
    )
    assert found == []


def test_danger_passed_on_after_hapus_does_not_lead_to_the_phone(doubtful: Desk) -> None:
    doubtful.say("mungkin dia dibawa")
    doubtful.say("HAPUS")
    doubtful.later(minutes=11)
    case = doubtful.only_case()
    assert (case.conversation_id, case.message_id) == (None, None)


def test_two_phones_that_said_hapus_are_not_one_reporter(doubtful: Desk) -> None:
    for address in ("+6281111111111", "+6281222222222"):
        doubtful.say("mungkin dia dibawa", address=address)
        doubtful.say("HAPUS", address=address)
    doubtful.later(minutes=11)
    one, other = doubtful.cases()
    assert one.reporter_key is None or one.reporter_key != other.reporter_key


# 7 --- retention
def test_an_old_draft_is_erased_after_thirty_days_whatever_was_begun_later(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say(STORY)
    desk.say("RAHASIA mangga")
    desk.say("BATAL")
    desk.later(days=20)
    desk.say("LAPOR")
    desk.say("Om Markus 0813 9999 8888 bawa orang dari Kefa ke Batam")
    desk.say("BATAL")
    desk.later(days=15)
    purge_reports(desk.runtime.store, desk.runtime.clock)
    assert not any("Beni" in reply for reply in (*desk.say("LAPOR"), *desk.say("mangga")))


def test_what_a_case_taken_back_told_of_a_recruiter_is_erased_with_it(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    desk.say(f"TARIK {code}")
    desk.say("ya")
    desk.later(days=31)
    purge_reports(desk.runtime.store, desk.runtime.clock)
    assert desk.only_case().erased
    assert rows(desk.runtime, RecruiterIdentity) == []


def test_the_author_of_an_open_case_may_take_it_back_after_the_purge_of_old_contacts(desk: Desk) -> None:
    desk.report()
    code = desk.only_case().code
    desk.later(days=91)
    purge_older(desk.runtime.store, desk.runtime.clock)
    assert not desk.say(f"TARIK {code}")[0].startswith("Kode itu tidak bisa")


def test_the_reason_an_officer_gives_is_not_readable_in_the_database(desk: Desk) -> None:
    desk.report()
    close(
        desk.runtime.acting,
        desk.only_case().code,
        "Petrus Nabuasa",
        Outcome.POLICE,
        "Om Beni 081234567899 ditangkap",
    )
    assert not [event for event in rows(desk.runtime, CaseEvent) if "Beni" in event.detail]


# 8 --- independence and key rotation
def test_one_phone_before_and_after_a_key_rotation_is_one_reporter(desk: Desk, database_url: str, tmp_path) -> None:
    desk.report()
    runtime = desk.runtime
    new = Vault([DataKey("k2", b"n" * 32), DataKey("k1", b"k" * 32)])
    runtime.__dict__["vault"] = new
    runtime.__dict__["store"] = Store(runtime.store.engine, new)
    for cached in ("turn_taker", "sender", "alert_sender", "escalation", "agency_book", "desk"):
        runtime.__dict__.pop(cached, None)
    desk.report(channel=Channel.WHATSAPP)
    assert len(desk.cases()) == 2
    with runtime.store.reading() as session:
        second, first = desk.cases()[1].id, desk.cases()[0].id
        roots = case_roots(session, [first, second])
        assert roots[first] == roots[second]
        assert flag_of(session, new, roots[first]) == "reported"


def test_a_corrected_number_no_longer_counts_against_its_owner(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say("Om Beni nomor 0812 3456 7899 ajak anak umur 15 tahun dari Soe ke Medan")
    desk.say("salah, nomor yang benar 0813 1111 2222")
    facts = facts_of(desk.runtime.vault, desk.only_case())
    assert facts.phones == ("+6281311112222",)
    with desk.runtime.store.reading() as session:
        phones = {one.value for one in told_by(session, desk.runtime.vault, desk.only_case().id) if one.kind == "phone"}
    assert phones == {"+6281311112222"}


# 9 --- nobody reads any more
def test_a_yes_after_the_last_reader_left_is_not_answered_as_passed_on(desk: Desk) -> None:
    desk.say("LAPOR")
    replies = desk.say(STORY)
    for _ in range(20):
        if "YA: teruskan" in replies[-1]:
            break
        replies = desk.say("lewati")
    change(desk.runtime, "UPDATE officers SET active = :no", no=False)
    replies = desk.say("ya")
    assert [case.code for case in desk.cases()] != [""], replies


def test_a_case_that_nobody_may_read_is_told_to_the_deputy_set_up_later(unmanned: Desk) -> None:
    unmanned.officer("Maria Koordinator", COORDINATOR, OfficerRole.COORDINATOR)
    unmanned.report(story="Ibu Maria Koordinator ajak 3 orang dari Soe ke Malaysia besok pagi")
    assert unmanned.mail.sent == []
    unmanned.officer("Yohanes Wakil", DEPUTY, OfficerRole.DEPUTY)
    for _ in range(4):
        unmanned.later(days=1)
    assert set(unmanned.mail.told) == {DEPUTY}


# 10 --- counting what may not be counted
def test_late_cases_counted_by_doctor_do_not_tell_of_a_restricted_case(desk: Desk) -> None:
    desk.report(story="Om Petrus Nabuasa mau bawa 3 orang dari Soe ke Malaysia")
    desk.later(days=30)
    assert desk.only_case().restricted
    assert handle_case.late_cases(desk.runtime.store, desk.runtime.clock) == 0


# 11 --- withdraw by word
def test_taking_back_needs_the_code_and_not_only_the_secret_word(desk: Desk) -> None:
    desk.report()
    desk.say("mangga")
    desk.say("TARIK mangga")
    desk.say("ya")
    assert desk.only_case().state == "received"


# 12 --- more pressing
def test_a_case_that_becomes_danger_now_is_told_at_once(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say("Om Beni ajak anak umur 15 tahun dari Soe ke Medan")
    level = desk.only_case().level
    desk.later(minutes=2)
    before = len(desk.mail.sent)
    desk.say("berangkat malam ini dari pelabuhan Tenau")
    assert (level, desk.only_case().level) == ("high", "now")
    assert len(desk.mail.sent) > before


def test_danger_confirmed_after_it_was_passed_on_unconfirmed_alerts_again_at_once(doubtful: Desk) -> None:
    doubtful.say("mungkin dia dibawa")
    doubtful.later(minutes=11)
    before = len(doubtful.mail.sent)
    doubtful.say("1")
    assert doubtful.only_case().confirmed
    assert len(doubtful.mail.sent) > before


def test_a_greeting_between_two_cries_makes_no_second_case(desk: Desk) -> None:
    desk.say(SURE)
    desk.say("halo")
    desk.say(SURE)
    assert len(desk.cases()) == 1


def test_a_merge_an_officer_undid_is_not_made_again_by_the_next_message(desk: Desk) -> None:
    desk.report(address="+6281111111111", story="Om Beni Nahak nomor 0812 3456 7899 ajak orang dari Soe ke Malaysia")
    desk.say("LAPOR")
    desk.say("Om Beni Nahak ajak anak umur 15 tahun dari Soe ke Medan")
    desk.say("nomornya 0812 3456 7899")
    acts = [act for act in rows(desk.runtime, RecruiterAct) if act.act == "merged"]
    assert len(acts) == 1, "set-up: the phone merges both"
    undo_act(desk.runtime.store, desk.runtime.clock, acts[0].seq, "test")
    desk.say("berangkat minggu depan dari pelabuhan Tenau")
    assert len([act for act in rows(desk.runtime, RecruiterAct) if act.act == "merged"]) == 1
