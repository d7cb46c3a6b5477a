"""An officer's question to a reporter: only where it was allowed, at the hours they named, in neutral words."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import WITA
from bot.errors import BadInputError
from bot.messaging.door import SendError
from bot.reports.case_questions import CaseQuestion
from bot.reports.case_work import Outcome
from bot.services.ask_reporter import Asked, ask
from bot.services.close_case import close
from bot.services.handle_case import take
from bot.store.cases import additions_of
from bot.store.tables.cases import CaseAlert, CaseEvent, CaseQuestionRow
from bot.store.tables.messages import OutboxMessage
from bot.vocabulary import Channel
from tests.doubles.service import rows
from tests.reporting.desk import DUTY_TTS, Desk

PETRUS = "Petrus Nabuasa"
OTHER = "+6289999999999"
KNOCK = "Ini Jalan Aman. Ada pesan untuk Anda."
REVEALING = ("apor", "alo", "erekrut", "olisi", "asus", "Beni", "etugas", "NTT-")


def tell(desk: Desk, *, hours: str = "malam, jam 7 sampai 9", allowed: str = "2", **who: object) -> str:
    """Report, allow an answer at these hours and have an officer take the case; return its code."""
    code = desk.allow(hours=hours, answer=allowed, **who)
    take(desk.runtime.store, desk.runtime.clock, code, PETRUS)
    desk.say("lewati", **who)  # no secret word
    return code


def put(desk: Desk, code: str, question: CaseQuestion = CaseQuestion.LEAVING, **how: object) -> Asked:
    """Ask the author of a case."""
    return ask(desk.runtime.store, desk.runtime.clock, code, PETRUS, question, **how)


def later(desk: Desk, **step: float) -> list[str]:
    """Let time pass; return what went out to anybody."""
    before = len(desk.people.texts)
    desk.later(**step)
    return desk.people.texts[before:]


def until(desk: Desk, hour: int) -> list[str]:
    """Let time pass until the next time the clocks of NTT show that hour."""
    now = desk.runtime.clock.now().astimezone(WITA)
    at = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return later(desk, seconds=(at + timedelta(days=at <= now) - now).total_seconds())


def question(desk: Desk) -> CaseQuestionRow:
    with desk.runtime.store.reading() as session:
        (only,) = session.query(CaseQuestionRow).all()
        return only


def test_it_waits_for_the_hours_they_named_and_says_nothing_of_a_report(desk: Desk) -> None:
    code = tell(desk)
    asked = put(desk, code)
    assert (asked.send_at.hour, asked.send_before.hour) == (19, 21)
    assert later(desk, minutes=5) == []
    assert until(desk, 18) == []
    (knock,) = until(desk, 19)
    assert knock.startswith(KNOCK)
    assert not any(word in knock for word in REVEALING)
    assert later(desk, hours=1) == []
    assert until(desk, 20) == [], "it is not said again"


def test_the_question_is_shown_for_the_code_and_its_answer_reaches_the_officer(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    until(desk, 19)
    (ask_for_code,) = desk.say("STATUS")
    assert "Kapan berangkat" not in ask_for_code
    told = len(desk.mail.sent)
    status, asked = desk.say(code)
    assert status.startswith("Sedang ditangani")
    assert asked.startswith("Kapan berangkat?")
    assert question(desk).state == "shown"
    desk.say("senin jam 5 pagi, kapal dari tenau")
    assert question(desk).state == "answered"
    with desk.runtime.store.reading() as session:
        assert [text for _, text in additions_of(session, desk.runtime.vault, desk.only_case().id)] == [
            "senin jam 5 pagi, kapal dari tenau"
        ]
    ((officer, alert),) = desk.mail.sent[told:]
    assert (officer, alert.news, alert.case_code) == (DUTY_TTS, True, code)
    assert desk.say(f"STATUS {code}")[0].startswith("Sedang ditangani")


def test_another_phone_sees_the_state_and_no_question(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    assert len(desk.say(f"STATUS {code}", address=OTHER)) <= 2
    assert not any("Kapan berangkat" in text for text in desk.people.texts[-2:])
    assert question(desk).state == "waiting"


def test_who_asks_for_the_status_first_needs_no_knock(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    assert desk.say(f"STATUS {code}")[-1].startswith("Kapan berangkat?")
    desk.say("BATAL")
    assert until(desk, 19) == []


def test_lewati_ends_it_and_the_officer_learns_that(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code, CaseQuestion.CALL)
    desk.say(f"STATUS {code}")
    desk.say("lewati")
    assert question(desk).state == "declined"
    assert desk.mail.sent[-1][1].news


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"allowed": "1"}, "did not allow"),
        ({"hours": "kalau suami tidak ada"}, "not understood"),
        ({"hours": "jam 7"}, "not understood"),
    ],
)
def test_it_is_refused_where_it_was_not_allowed_or_the_hours_are_not_clear(
    desk: Desk, how: dict[str, str], reason: str
) -> None:
    code = tell(desk, **how)
    with pytest.raises(BadInputError, match=reason):
        put(desk, code)
    assert rows_of_questions(desk) == 0


def rows_of_questions(desk: Desk) -> int:
    with desk.runtime.store.reading() as session:
        return session.query(CaseQuestionRow).count()


def test_an_officer_reads_the_hours_that_are_not_understood(desk: Desk) -> None:
    code = tell(desk, hours="kalau suami sudah ke kebun")
    asked = put(desk, code, between="09.00-10.00")
    assert (asked.send_at.hour, asked.send_before.hour) == (9, 10)
    assert until(desk, 9)[0].startswith(KNOCK)


def test_no_hours_mean_by_day(desk: Desk) -> None:
    code = tell(desk, hours="lewati")
    desk.runtime.clock.at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # eight in the evening in NTT
    put(desk, code)
    assert later(desk, minutes=5) == []
    assert until(desk, 8)[0].startswith(KNOCK)


@pytest.mark.parametrize("ends", ["BERHENTI", "HAPUS", "TARIK"])
def test_nothing_goes_out_after_the_person_ended_it(desk: Desk, ends: str) -> None:
    code = tell(desk)
    put(desk, code)
    desk.say(f"TARIK {code}" if ends == "TARIK" else ends)
    if ends != "BERHENTI":
        desk.say("ya")
    assert question(desk).state == "over"
    assert until(desk, 19) == []
    with pytest.raises(BadInputError):
        put(desk, code)


def test_a_knock_that_could_not_be_sent_is_held_back_by_a_stop(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    desk.people.fault = SendError("away", retryable=True)
    until(desk, 19)
    desk.people.fault = None
    desk.say("BERHENTI")
    assert not any(text.startswith(KNOCK) for text in later(desk, minutes=30))
    assert [row.error_code for row in rows(desk.runtime, OutboxMessage) if row.send_before] == ["held_back"]


def test_a_closed_case_asks_nobody(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    close(desk.runtime.acting, code, PETRUS, Outcome.SAFE, "selesai")
    assert until(desk, 19) == []
    assert question(desk).why == "case_ended"


def test_a_knock_that_missed_its_hours_goes_out_at_the_next(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    desk.people.fault = SendError("away", retryable=True)
    until(desk, 19)
    assert later(desk, hours=3) == []
    desk.people.fault = None
    assert later(desk, hours=1) == [], "the provider is back, and it is night"
    assert len([text for text in until(desk, 19) if text.startswith(KNOCK)]) == 1


def test_a_number_the_provider_refuses_ends_it(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    desk.people.fault = SendError("21211", retryable=False)
    until(desk, 19)
    desk.people.fault = None
    later(desk, minutes=1)
    assert question(desk).why == "no_way"


def test_a_question_nobody_answers_ends_after_a_week(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    until(desk, 19)
    assert later(desk, days=8) == []
    assert question(desk).why == "no_answer"
    assert len(desk.say(f"STATUS {code}")) == 1


def test_one_question_at_a_time_and_three_a_week(desk: Desk) -> None:
    code = tell(desk)
    put(desk, code)
    with pytest.raises(BadInputError, match="waits already"):
        put(desk, code, CaseQuestion.NEWS)
    for _ in range(3):
        desk.say(f"STATUS {code}")
        desk.say("lewati")
        if desk.cases() and rows_of_questions(desk) < 3:
            put(desk, code)
    with pytest.raises(BadInputError, match="within a week"):
        put(desk, code)


def test_whatsapp_is_written_to_within_its_day_or_by_template_only(desk: Desk) -> None:
    who = {"address": "whatsapp:+6281234567890", "channel": Channel.WHATSAPP}
    code = tell(desk, **who)
    desk.runtime.clock.advance(timedelta(hours=30))
    with pytest.raises(BadInputError, match="24 hours"):
        put(desk, code)
    put(desk, code, template=True)
    assert until(desk, 19) == [], "the template is gone again: nothing goes out"
    assert question(desk).why == "no_way"


def test_the_hours_are_those_of_the_number_abroad(desk: Desk) -> None:
    code = tell(desk, address="+966501234567")
    asked = put(desk, code)
    assert (asked.send_at.hour, asked.send_at.utcoffset()) == (19, timedelta(hours=3))
    assert asked.send_at.astimezone(WITA).hour == 0


def test_who_may_not_read_the_case_cannot_ask(desk: Desk) -> None:
    code = tell(desk)
    with pytest.raises(BadInputError, match="no case with this code"):
        put_as_nobody(desk, code)


def put_as_nobody(desk: Desk, code: str) -> None:
    desk.officer("Orang Lain", "lain@example.org", regency="Kabupaten Alor")
    ask(desk.runtime.store, desk.runtime.clock, code, "Orang Lain", CaseQuestion.NEWS)


def test_changed_wishes_end_what_waits(desk: Desk) -> None:
    desk.say("LAPOR")
    desk.say("Om Beni ajak anak umur 15 tahun dari Soe ke Medan")  # passed on at once
    code = desk.only_case().code
    take(desk.runtime.store, desk.runtime.clock, code, PETRUS)
    replies = desk.say("lewati")
    while "Boleh petugas membalas" not in replies[-1]:
        replies = desk.say("lewati")
    desk.say("2")
    put(desk, code)
    desk.say("malam, jam 7 sampai 9")
    assert question(desk).why == "changed"


def test_what_the_author_adds_reaches_who_works_on_it_and_not_line_by_line(desk: Desk) -> None:
    code = tell(desk)
    told = len(desk.mail.sent)
    for line in ("dia pakai mobil merah", "platnya DH 1234", "mereka di kos dekat pasar"):
        desk.say(f"TAMBAH {code} {line}")
    assert [alert.news for _, alert in desk.mail.sent[told:]] == [True]
    desk.later(minutes=11)
    assert [alert.news for _, alert in desk.mail.sent[told:]] == [True, True]
    desk.later(minutes=30)
    assert len(desk.mail.sent[told:]) == 2


def test_news_tells_nobody_what_danger_would(desk: Desk) -> None:
    """An alert of news must not count as telling officers of the case, nor its author that it was passed on."""
    code = tell(desk)
    desk.say(f"TAMBAH {code} dia pakai mobil merah")
    steps = {row.step for row in rows(desk.runtime, CaseAlert)}
    assert steps == {0, 1000}
    assert not [row for row in rows(desk.runtime, CaseEvent) if row.event == "author_told"]
