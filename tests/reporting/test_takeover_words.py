"""What an officer writes to a reporter: what may go out, what it costs, and that it goes out once, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.errors import BadInputError
from bot.reports.officer_words import Hint
from bot.services.join_takeover import write
from bot.services.read_takeover import OFFICER, glance, open_talks
from bot.services.rehearse import work_off_turns
from bot.services.takeover_words import preview_words
from bot.store.tables.takeovers import TakeoverLine
from tests.doubles.service import deliver, rows
from tests.factories import make_inbound
from tests.reporting.desk import Desk
from tests.reporting.test_takeover import CALM, MARIA, PETRUS, joined, later, officer_says, seen


def test_what_is_sent_twice_goes_out_once(desk: Desk) -> None:
    code, line = joined(desk), uuid4()
    assert officer_says(desk, code, CALM, line=line) == [CALM]
    assert officer_says(desk, code, CALM, line=line) == []
    assert len(rows(desk.runtime, TakeoverLine)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 1_025,
        "ê" * 300,
        "Beni itu siapa?",
        "apakah OM BÉNI sudah datang",
        "kode {code}",
        "kode {bare}",
        "telepon 0812 3456 7899 saja",
        "hubungi +60 12 345 6789",
        "nomor 081.234.567.890",
        "nomor 812.345.678.901",
        "klik bit.ly/abc",
        "lihat https://example.org",
    ],
)
def test_what_must_not_go_out_is_refused(desk: Desk, text: str) -> None:
    code = joined(desk)
    filled = text.format(code=code, bare=code[-5:].lower())
    before = len(desk.people.texts)
    with pytest.raises(BadInputError) as fault:
        write(desk.runtime.acting, desk.runtime.wording, code, PETRUS, uuid4(), filled, sure=True)
    desk.later(seconds=1)
    assert desk.people.texts[before:] == []
    assert "Beni" not in str(fault.value)


def test_money_dates_and_hotlines_may_be_written(desk: Desk) -> None:
    code = joined(desk)
    text = "Uang Rp 5.000.000 sebelum 12-12-2026? Bisa tanya 08001000 atau 110."
    assert officer_says(desk, code, text) == [text]


def test_words_that_hint_are_asked_about_first(desk: Desk) -> None:
    code, line = joined(desk), uuid4()
    acting, wording = desk.runtime.acting, desk.runtime.wording
    hints = write(acting, wording, code, PETRUS, line, "Laporan Anda pasti dibaca polisi")
    assert hints == {Hint.REVEALS: ("laporan", "polisi"), Hint.PROMISES: ("pasti",)}
    assert rows(desk.runtime, TakeoverLine) == []
    assert write(acting, wording, code, PETRUS, line, "Laporan Anda pasti dibaca polisi", sure=True) == {}
    assert len(rows(desk.runtime, TakeoverLine)) == 1


def test_words_nobody_could_send_for_ten_minutes_are_not_sent_any_more(desk: Desk) -> None:
    code = joined(desk)
    write(desk.runtime.acting, desk.runtime.wording, code, PETRUS, uuid4(), CALM)
    desk.runtime.clock.advance(timedelta(minutes=11))
    assert CALM not in later(desk, seconds=1)
    (shown,) = seen(desk, code).parts
    assert [line.state for line in shown.lines if line.by == OFFICER] == ["failed"]


def test_looking_at_the_case_and_typing_change_nothing(desk: Desk) -> None:
    code = joined(desk)
    desk.say("saya Yuliana di rumah")
    store, clock = desk.runtime.store, desk.runtime.clock
    looked = glance(store, clock, code, PETRUS).newest
    assert looked is not None
    assert (looked.live, looked.lines) == (True, ())
    assert preview_words(store, desk.runtime.wording, code, PETRUS, "x" * 161).size.count == 2
    (talk,) = open_talks(store, clock, desk.officers[PETRUS])
    assert (talk.joined, talk.unanswered) == (True, True)
    assert open_talks(store, clock, desk.officers[MARIA]) == ()
    assert rows(desk.runtime, TakeoverLine) == []


def test_one_form_sent_by_many_at_once_goes_out_once(desk: Desk) -> None:
    code, line = joined(desk), uuid4()
    before = len(desk.people.texts)

    def send(_number: int) -> None:
        write(desk.runtime.acting, desk.runtime.wording, code, PETRUS, line, CALM)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(8)))
    desk.later(seconds=1)
    assert desk.people.texts[before:] == [CALM]


def test_words_written_while_the_person_erases_everything_never_follow(desk: Desk) -> None:
    code = joined(desk)
    officer_says(desk, code, CALM)
    before = len(desk.people.texts)

    def send(number: int) -> bool:
        try:
            write(desk.runtime.acting, desk.runtime.wording, code, PETRUS, uuid4(), f"Halo {number}")
        except BadInputError:
            return False
        return True

    deliver(desk.runtime, make_inbound("HAPUS"))
    with ThreadPoolExecutor(4) as pool:
        erased = pool.submit(work_off_turns, desk.runtime.store, desk.runtime.clock, desk.runtime.turn_taker)
        list(pool.map(send, range(12)))
        erased.result()
    desk.later(seconds=1)
    assert [text for text in desk.people.texts[before:] if text.startswith("Halo")] == []
    assert send(99) is False
