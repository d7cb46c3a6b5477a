"""The daily digest: once a day, only what is open to the officer, nothing personal."""

from datetime import UTC, datetime

from bot.messaging.alerts import Digest
from tests.reporting.desk import COORDINATOR, DEPUTY, DUTY_TTS, Desk

MORNING = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)  # 08.00 in Kupang


def digests(desk: Desk) -> dict[str, Digest]:
    return {to: notice for to, notice in desk.mail.sent if isinstance(notice, Digest)}


def test_every_officer_hears_once_a_day_of_the_cases_open_to_them(desk: Desk) -> None:
    desk.report()
    desk.runtime.clock.at = MORNING
    assert desk.runtime.digest_sender.work() == 3
    assert desk.runtime.digest_sender.work() == 0
    assert set(digests(desk)) == {COORDINATOR, DEPUTY, DUTY_TTS}
    assert "Beni" not in repr(digests(desk))


def test_who_is_named_does_not_hear_of_the_case(desk: Desk) -> None:
    desk.report(story="Om Petrus Nabuasa mau bawa 3 orang dari Soe ke Malaysia")
    desk.runtime.clock.at = MORNING
    desk.runtime.digest_sender.work()
    assert DUTY_TTS not in digests(desk)


def test_a_case_somebody_took_is_not_in_it(desk: Desk) -> None:
    desk.report()
    desk.say(f"TERIMA {desk.only_case().code}", address="+6281339000002")
    desk.runtime.clock.at = MORNING
    assert desk.runtime.digest_sender.work() == 0


def test_before_the_morning_nothing_goes_out(desk: Desk) -> None:
    desk.report()
    desk.runtime.clock.at = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)  # 06.00 in Kupang
    assert desk.runtime.digest_sender.work() == 0
