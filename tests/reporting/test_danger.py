"""Danger: who is told, when, and what the person in danger reads."""

import pytest

from bot.messaging.door import SendError
from bot.understanding.chain import Chain
from bot.understanding.model import Understanding
from bot.vocabulary import Decision, Intent
from tests.factories import understood
from tests.reporting.desk import DUTY_TTS, Desk

SURE = "tolong saya disekap di rumah majikan di Soe"


@pytest.fixture
def doubtful(desk: Desk) -> Desk:
    """A service that takes the next message for danger perhaps, as where phrase and model disagree."""
    desk.runtime.given_understander = Doubting()
    return desk


class Doubting:
    """Understands by the rules, but for "mungkin", which is danger perhaps."""

    def understand(self, text: str) -> Understanding:
        """Understand a message."""
        if "mungkin" not in text:
            return Chain(None).understand(text)
        return understood(Intent.EMERGENCY, text=text, confidence=0.5, decision=Decision.ASK_BACK)


def test_sure_danger_is_passed_on_at_once_and_the_numbers_come_first(desk: Desk) -> None:
    first, *_ = desk.say(SURE)
    assert first.index("110") < first.index("sekarang di mana")
    case = desk.only_case()
    assert (case.kind, case.level, case.confirmed) == ("danger", "now", True)
    assert desk.mail.told == [DUTY_TTS]


def test_that_it_was_passed_on_is_said_only_after_an_alert_was_accepted(desk: Desk) -> None:
    replies = desk.say(SURE)
    assert any("diteruskan ke petugas piket" in reply for reply in replies)


def test_it_is_not_said_while_no_alert_went_out(desk: Desk) -> None:
    desk.mail.faults = [SendError("timeout", retryable=True)] * 50
    replies = desk.say(SURE)
    assert desk.mail.sent == []
    assert not any("diteruskan ke petugas" in reply for reply in replies)


def test_it_is_not_said_out_of_the_blue_hours_later(desk: Desk) -> None:
    desk.mail.faults = [SendError("timeout", retryable=True)]
    desk.say(SURE)
    before = len(desk.people.texts)
    desk.later(hours=2)
    assert desk.mail.sent != []
    assert desk.people.texts[before:] == []


def test_perhaps_danger_is_asked_about_and_passed_on_by_a_yes(doubtful: Desk) -> None:
    (asked, *_) = doubtful.say("mungkin dia dibawa")
    assert asked.endswith("Bahaya sekarang? 1 ya 2 tidak")
    assert doubtful.cases() == []
    doubtful.say("1")
    assert doubtful.only_case().confirmed


def test_a_no_ends_it(doubtful: Desk) -> None:
    doubtful.say("mungkin dia dibawa")
    doubtful.say("2")
    doubtful.later(minutes=30)
    assert doubtful.cases() == []


def test_ten_minutes_of_silence_pass_it_on_unconfirmed_and_nothing_is_written_to_the_phone(doubtful: Desk) -> None:
    doubtful.say("mungkin dia dibawa")
    doubtful.later(minutes=9)
    assert doubtful.cases() == []
    before = len(doubtful.people.texts)
    doubtful.later(minutes=2)
    assert not doubtful.only_case().confirmed
    assert doubtful.mail.sent[0][1].unconfirmed
    assert doubtful.people.texts[before:] == []
    doubtful.later(minutes=1)
    assert len(doubtful.cases()) == 1


def test_hapus_in_between_does_not_stop_it(doubtful: Desk) -> None:
    doubtful.say("mungkin dia dibawa")
    doubtful.say("HAPUS")
    doubtful.later(minutes=11)
    assert len(doubtful.cases()) == 1


def test_a_second_cry_within_the_hour_makes_no_second_case(desk: Desk) -> None:
    desk.say(SURE)
    desk.say("tolong dia mau bunuh saya, saya dikunci")
    assert len(desk.cases()) == 1


def test_nobody_takes_it_so_the_next_is_told_after_fifteen_minutes(desk: Desk) -> None:
    desk.say(SURE)
    desk.later(minutes=14)
    assert desk.mail.told == [DUTY_TTS]
    desk.later(minutes=2)
    assert len(desk.mail.told) == 2


def test_without_officers_it_says_that_nobody_reads(unmanned: Desk) -> None:
    first, *_ = unmanned.say(SURE)
    assert "110" in first
    assert "tidak ada petugas yang membaca" in first
    assert unmanned.cases() == []
