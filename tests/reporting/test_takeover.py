"""An officer writes in a reporter's conversation: only after their yes there and then, and never for long."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.errors import BadInputError, NotOpenError
from bot.reports.case_questions import CaseQuestion
from bot.reports.case_work import Outcome
from bot.reports.takeover import TakeoverState, WhyEnded
from bot.services.ask_reporter import ask
from bot.services.close_case import close
from bot.services.handle_case import take
from bot.services.join_takeover import hand_back, join, write
from bot.services.purge import purge_reports
from bot.services.read_takeover import OFFICER, PERSON, ConversationView, open_talks, read_conversation
from bot.store.cases import additions_of
from bot.store.tables.cases import CaseAlert, CaseEvent
from bot.store.tables.messages import OutboxMessage
from bot.store.tables.takeovers import TakeoverLine, TakeoverRow
from tests.doubles.service import rows
from tests.reporting.desk import DUTY_TTS, Desk
from tests.reporting.test_officer_question import until

PETRUS = "Petrus Nabuasa"
MARIA = "Maria Koordinator"
CALM = "Selamat sore. Apa kabar hari ini?"
ALONE = "Anda sedang sendiri sekarang?"


def agreed(desk: Desk) -> str:
    """Report, be asked by an officer and say yes; return the case's code."""
    code = desk.allow(hours="kapan saja, siang malam")
    take(desk.runtime.store, desk.runtime.clock, code, PETRUS)
    desk.say("lewati")  # no secret word
    return ask_again(desk, code)


def ask_again(desk: Desk, code: str) -> str:
    between = "08.00-20.00"
    ask(desk.runtime.store, desk.runtime.clock, code, PETRUS, CaseQuestion.TAKEOVER, between=between)
    until(desk, 9)
    desk.say(f"STATUS {code}")
    (said,) = desk.say("ya")
    assert said.startswith("Baik, petugas diberi tahu")
    return code


def joined(desk: Desk) -> str:
    code = agreed(desk)
    assert enter(desk, code) == [JOINED]
    return code


JOINED = (
    "Sekarang petugas yang menulis di sini. Mesin diam. Berhenti: balas SELESAI. Ada bahaya? Tulis saja. "
    "Hapus pesannya sesudah dibaca."
)


def enter(desk: Desk, code: str, officer: str = PETRUS) -> list[str]:
    before = len(desk.people.texts)
    join(desk.runtime.acting, desk.runtime.wording, code, officer)
    desk.later(seconds=1)
    return desk.people.texts[before:]


def officer_says(desk: Desk, code: str, text: str, *, officer: str = PETRUS, line: UUID | None = None) -> list[str]:
    """Write as an officer, sure of every word; return what went out to anybody."""
    before = len(desk.people.texts)
    write(desk.runtime.acting, desk.runtime.wording, code, officer, line or uuid4(), text, sure=True)
    desk.later(seconds=1)
    return desk.people.texts[before:]


def later(desk: Desk, **step: float) -> list[str]:
    before = len(desk.people.texts)
    desk.later(**step)
    return desk.people.texts[before:]


def part(desk: Desk) -> TakeoverRow:
    return max(rows(desk.runtime, TakeoverRow), key=lambda row: row.agreed_at)


def seen(desk: Desk, code: str, officer: str = PETRUS) -> ConversationView:
    return read_conversation(desk.runtime.store, desk.runtime.clock, code, officer)


def test_the_officer_is_told_of_the_yes_and_until_they_join_the_bot_answers(desk: Desk) -> None:
    code = agreed(desk)
    address, alert = desk.mail.sent[-1]
    assert (address, alert.case_code, alert.news) == (DUTY_TTS, code, True)
    assert desk.say("berapa biaya paspor?") != []
    assert [
        (one.code, one.joined) for one in open_talks(desk.runtime.store, desk.runtime.clock, desk.officers[PETRUS])
    ] == [(code, False)]
    assert enter(desk, code) == [JOINED]
    assert enter(desk, code) == [], "joining twice says nothing twice"


def test_both_sides_are_read_in_order_and_the_bot_says_nothing(desk: Desk) -> None:
    code = joined(desk)
    assert officer_says(desk, code, CALM) == [CALM]
    assert desk.say("baik, saya di rumah mama") == []
    assert officer_says(desk, code, ALONE) == [ALONE]
    assert desk.say("berapa biaya paspor?") == []
    (shown,) = seen(desk, code).parts
    assert [(line.by, line.text) for line in shown.lines] == [
        (OFFICER, CALM),
        (PERSON, "baik, saya di rumah mama"),
        (OFFICER, ALONE),
        (PERSON, "berapa biaya paspor?"),
    ]
    assert {line.state for line in shown.lines if line.by == OFFICER} == {"accepted"}
    with desk.runtime.store.reading() as session:
        kept = [text for _, text in additions_of(session, desk.runtime.store.vault, desk.only_case().id)]
    assert kept == ["baik, saya di rumah mama", "berapa biaya paspor?"]


def test_handing_back_is_said_and_the_bot_answers_again(desk: Desk) -> None:
    code = joined(desk)
    officer_says(desk, code, CALM)
    before = len(desk.people.texts)
    hand_back(desk.runtime.acting, desk.runtime.wording, code, PETRUS)
    hand_back(desk.runtime.acting, desk.runtime.wording, code, PETRUS)
    desk.later(seconds=1)
    (said,) = desk.people.texts[before:]
    assert said.startswith("Petugas sudah selesai menulis. Sekarang mesin yang menjawab lagi.")
    assert desk.say("berapa biaya paspor?") != []
    with pytest.raises(BadInputError, match="ask them again"):
        officer_says(desk, code, CALM)


def test_long_after_the_last_message_handing_back_says_nothing(desk: Desk) -> None:
    code = joined(desk)
    officer_says(desk, code, CALM)
    later(desk, minutes=16)
    before = len(desk.people.texts)
    hand_back(desk.runtime.acting, desk.runtime.wording, code, PETRUS)
    desk.later(seconds=1)
    assert desk.people.texts[before:] == []


def test_a_silent_person_gets_the_bot_back_without_a_word(desk: Desk) -> None:
    code = joined(desk)
    officer_says(desk, code, CALM)
    assert later(desk, minutes=29) == []
    assert part(desk).state == TakeoverState.JOINED.value
    assert later(desk, minutes=2) == []
    assert (part(desk).state, part(desk).why) == (TakeoverState.ENDED.value, WhyEnded.SILENCE.value)
    assert desk.say("berapa biaya paspor?") != []


def test_a_person_whom_the_officer_leaves_waiting_is_told(desk: Desk) -> None:
    code = joined(desk)
    officer_says(desk, code, CALM)
    assert desk.say("saya takut") == []
    later(desk, minutes=5)
    assert desk.say("halo kaka?") == [], "the ten minutes run from the first message that waits"
    (said,) = later(desk, minutes=5)
    assert said.startswith("Petugas sekarang tidak bisa membalas. Pesan Anda tetap disimpan untuknya.")
    assert part(desk).why == WhyEnded.UNANSWERED.value
    assert code not in said


def test_a_yes_nobody_follows_ends_by_itself_without_a_word(desk: Desk) -> None:
    code = agreed(desk)
    assert later(desk, minutes=31) == []
    assert part(desk).why == WhyEnded.NOBODY_CAME.value
    with pytest.raises(BadInputError, match="ask them again"):
        enter(desk, code)


def test_even_before_the_sweep_time_is_over(desk: Desk) -> None:
    code = joined(desk)
    desk.runtime.clock.advance(timedelta(minutes=31))
    with pytest.raises(BadInputError, match="ask them again"):
        write(desk.runtime.acting, desk.runtime.wording, code, PETRUS, uuid4(), CALM)
    assert desk.say("berapa biaya paspor?") != []


def test_stop_ends_it_and_words_on_their_way_stay(desk: Desk) -> None:
    code = joined(desk)
    write(desk.runtime.acting, desk.runtime.wording, code, PETRUS, uuid4(), CALM)
    assert CALM not in desk.say("BERHENTI")
    assert part(desk).why in {WhyEnded.STOPPED.value, WhyEnded.PERSON.value}
    with pytest.raises(BadInputError, match="ask them again"):
        officer_says(desk, code, CALM)


def test_hapus_ends_it_and_cuts_the_way_to_the_phone(desk: Desk) -> None:
    code = joined(desk)
    officer_says(desk, code, CALM)
    assert desk.say("HAPUS") == desk.say("HAPUS", address="+6281299998888"), "the same for everybody"
    row = part(desk)
    assert (row.state, row.conversation_id) == (TakeoverState.ENDED.value, None)
    assert not any(one.content_sealed for one in rows(desk.runtime, OutboxMessage) if one.state == "queued")
    with pytest.raises(BadInputError, match="ask them again"):
        officer_says(desk, code, CALM)


def test_whoever_asks_who_reported_gets_the_bot_and_learns_nothing(desk: Desk) -> None:
    code = joined(desk)
    (said,) = desk.say("siapa yang lapor saya?")
    assert "petugas" not in said.lower()
    assert part(desk).why == WhyEnded.OTHER_HANDS.value
    with pytest.raises(BadInputError, match="ask them again"):
        officer_says(desk, code, CALM)


def test_danger_is_answered_and_the_officer_reads_it_too(desk: Desk) -> None:
    code = joined(desk)
    said = desk.say("tolong saya dikurung di rumah majikan, saya dipukul")
    assert "110" in said[0]
    assert part(desk).state == TakeoverState.JOINED.value
    assert [line.text for line in seen(desk, code).parts[0].lines] == [
        "tolong saya dikurung di rumah majikan, saya dipukul"
    ]
    assert len(desk.cases()) == 2, "danger is a case of its own, for everybody on duty"


def test_closing_the_case_ends_it(desk: Desk) -> None:
    code = joined(desk)
    officer_says(desk, code, CALM)
    close(desk.runtime.acting, code, PETRUS, Outcome.SAFE, "sudah aman")
    (said,) = later(desk, seconds=1)
    assert said.startswith("Petugas sudah selesai menulis.")
    assert part(desk).why == WhyEnded.CASE.value


def test_only_who_has_the_case_joins_and_writes(desk: Desk) -> None:
    code = agreed(desk)
    with pytest.raises(BadInputError, match="ask them again"):
        enter(desk, code, MARIA)
    enter(desk, code)
    with pytest.raises(BadInputError, match="ask them again"):
        officer_says(desk, code, CALM, officer=MARIA)
    desk.officer("Lain Orang", "lain@example.org", regency="Kabupaten Belu")
    with pytest.raises(NotOpenError):
        seen(desk, code, "Lain Orang")


def test_nobody_may_ask_for_it_without_having_the_case(desk: Desk) -> None:
    code = desk.allow()
    with pytest.raises(BadInputError, match="take the case first"):
        ask(desk.runtime.store, desk.runtime.clock, code, PETRUS, CaseQuestion.TAKEOVER)


def test_afterwards_names_are_masked_and_looking_is_noted(desk: Desk) -> None:
    code = joined(desk)
    desk.say("nama saya Yuliana Tefa, mama saya Marta")
    assert "Yuliana" in seen(desk, code).parts[0].lines[0].text
    opened = [one for one in rows(desk.runtime, CaseEvent) if one.event == "opened_by"]
    hand_back(desk.runtime.acting, desk.runtime.wording, code, PETRUS)
    view = seen(desk, code, MARIA)
    assert "Yuliana" not in view.parts[0].lines[0].text
    assert view.parts[0].hidden > 0
    assert len([one for one in rows(desk.runtime, CaseEvent) if one.event == "opened_by"]) == len(opened) + 1


def test_it_goes_with_what_the_case_tells(desk: Desk) -> None:
    code = joined(desk)
    officer_says(desk, code, CALM)
    desk.say("baik kaka")
    close(desk.runtime.acting, code, PETRUS, Outcome.SAFE, "sudah aman")
    desk.later(minutes=1)
    desk.runtime.clock.advance(timedelta(days=366))
    purge_reports(desk.runtime.store, desk.runtime.clock)
    assert (rows(desk.runtime, TakeoverRow), rows(desk.runtime, TakeoverLine)) == ([], [])


def test_no_alert_is_sent_for_every_line(desk: Desk) -> None:
    joined(desk)
    before = len(rows(desk.runtime, CaseAlert))
    for text in ("satu", "dua", "tiga empat"):
        desk.say(text)
    assert len(rows(desk.runtime, CaseAlert)) == before


def test_whoever_names_the_officer_while_writing_ends_it(desk: Desk) -> None:
    code = joined(desk)
    desk.say("yang ajak saya itu Petrus Nabuasa, petugas")
    later(desk, seconds=20)
    with pytest.raises(BadInputError):
        officer_says(desk, code, CALM)


def test_another_person_who_writes_meanwhile_is_answered_by_the_bot(desk: Desk) -> None:
    joined(desk)
    assert desk.say("berapa biaya paspor?", address="+6281299998888") != []


def test_the_yes_can_be_given_again(desk: Desk) -> None:
    code = joined(desk)
    hand_back(desk.runtime.acting, desk.runtime.wording, code, PETRUS)
    desk.later(hours=1)
    ask_again(desk, code)
    assert enter(desk, code) == [JOINED]
    assert len(seen(desk, code).parts) == 2
