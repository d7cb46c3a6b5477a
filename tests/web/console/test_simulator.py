"""The simulator's way without JavaScript, and whose conversations it shows."""

import re
from urllib.parse import urlencode

import pytest

from bot.clock import SettableClock
from bot.messaging.door import Inbound
from bot.messaging.simulated import FIRST_NUMBER
from bot.services.rehearse import exchange
from bot.vocabulary import Channel
from tests.factories import make_inbound
from tests.web.console.conftest import Visitor
from webhook.console.bubbles import WAITING
from webhook.console.simulator import EXAMPLES, LONGEST

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What they call: tests/services/test_receive_message.py and test_answer_desk.py, on both databases."""


def bubbles(page: str, side: str) -> list[str]:
    """Return the HTML of the texts on one side of the conversation."""
    return re.findall(rf'<li class="bubble {side}">.*?<p class="text"[^>]*>(.*?)</p>', page, re.DOTALL)


def waits(page: str) -> bool:
    """Tell whether the page reloads itself."""
    return 'http-equiv="refresh"' in page


def test_a_first_visit_offers_examples_and_shows_the_number(visitor: Visitor) -> None:
    page = visitor.see()
    assert "Belum ada percakapan" in page
    assert FIRST_NUMBER in page
    assert "bot webhook-example | sh" in page
    assert page.count('name="contoh"') == 2 * len(EXAMPLES)
    assert not waits(page)


@pytest.mark.parametrize("kanal", ["sms", "whatsapp"])
def test_a_message_is_answered_by_the_worker_and_shown_without_javascript(visitor: Visitor, kanal: str) -> None:
    sent = visitor.send("berapa biaya ke Malaysia", kanal)
    assert sent.status_code == 303
    assert sent.headers["Location"] == f"/?kanal={kanal}"
    waiting = visitor.see(sent.headers["Location"])
    assert bubbles(waiting, "theirs") == ["berapa biaya ke Malaysia"]
    assert "sedang mengetik" in waiting
    assert waits(waiting)

    visitor.wait_for_answer()
    page = visitor.see(f"/?kanal={kanal}")
    assert bubbles(page, "ours")
    assert "sedang mengetik" not in page
    assert not waits(page)
    assert "12.00" in page, "times are shown in WITA"
    assert "Hari ini" in page
    assert {"Indonesia", "sampai"} <= set(re.findall(r"<span>([^<]*)</span>", page))
    assert bool(re.search(r"<span>\d+ SMS</span>", page)) == (kanal == "sms")


def test_the_two_views_are_two_conversations(visitor: Visitor) -> None:
    visitor.send("lewat sms", "sms")
    visitor.send("lewat whatsapp", "whatsapp")
    assert bubbles(visitor.see("/?kanal=sms"), "theirs") == ["lewat sms"]
    assert bubbles(visitor.see("/?kanal=whatsapp"), "theirs") == ["lewat whatsapp"]


def test_an_example_is_sent_by_a_tap(visitor: Visitor) -> None:
    visitor.send("", contoh=EXAMPLES[3][1])
    assert bubbles(visitor.see(), "theirs") == ["Syarat saa&#39; he nao meup et Malaysia?"]


def test_nobody_waits_for_ever(visitor: Visitor, clock: SettableClock) -> None:
    visitor.send("halo")
    clock.advance(WAITING)
    page = visitor.see()
    assert not waits(page)
    assert "Belum ada balasan" in page


@pytest.mark.parametrize("text", ["", "   ", "\r\n\r\n", "\x00\x07"])
def test_an_empty_message_gets_a_friendly_hint(visitor: Visitor, text: str) -> None:
    answer = visitor.send(text)
    assert answer.status_code == 422
    assert "masih kosong" in answer.text
    assert bubbles(visitor.see(), "theirs") == []


def test_a_text_that_is_too_long_is_kept_for_its_writer(visitor: Visitor) -> None:
    text = "</textarea><b>x" + "a" * LONGEST
    answer = visitor.send(text)
    assert answer.status_code == 422
    assert f"Pendekkan {len(text) - LONGEST} huruf" in answer.text
    assert f"&lt;/textarea&gt;&lt;b&gt;x{'a' * LONGEST}</textarea>" in answer.text
    assert bubbles(visitor.see(), "theirs") == []


def test_the_longest_text_is_taken_whole_with_line_breaks_counted_once(visitor: Visitor) -> None:
    text = "a\r\n" * (LONGEST // 2)
    assert visitor.send(text).status_code == 303
    assert bubbles(visitor.see(), "theirs") == [text.replace("\r\n", "\n")]


def test_the_same_form_posted_twice_is_one_message(visitor: Visitor) -> None:
    posting = "0" * 32
    visitor.send("halo", kiriman=posting)
    visitor.send("halo", kiriman=posting)
    assert bubbles(visitor.see(), "theirs") == ["halo"]
    visitor.send("halo lagi", kiriman=posting)
    visitor.send("halo")
    assert bubbles(visitor.see(), "theirs") == ["halo", "halo lagi", "halo"]


@pytest.mark.parametrize("kanal", ["sms", "whatsapp"])
def test_a_text_is_never_code(visitor: Visitor, kanal: str) -> None:
    visitor.send("<script>alert(1)</script> *<img src=x onerror=alert(2)>* \"'&", kanal)
    for page in (visitor.see(f"/?kanal={kanal}"), visitor.see(f"/simulator/lines?kanal={kanal}")):
        assert "<script>" not in page
        assert "<img src=x" not in page
        (shown,) = bubbles(page, "theirs")
        assert shown.startswith("&lt;script&gt;alert(1)&lt;/script&gt; ")
        assert ("<strong>&lt;img" in shown) == (kanal == "whatsapp")


def test_a_new_conversation_gets_a_fresh_number_and_the_first_one_is_not_lost(visitor: Visitor) -> None:
    visitor.send("pertanyaan pertama")
    assert visitor.post("/simulator/number", pilih="baru", kanal="whatsapp").headers["Location"] == "/?kanal=whatsapp"
    page = visitor.see()
    number = re.search(r'class="number">(\+620000\d{6})<', page)
    assert number
    assert number[1] != FIRST_NUMBER
    assert "pertanyaan pertama" not in page
    visitor.post("/simulator/number", pilih="contoh")
    assert bubbles(visitor.see(), "theirs") == ["pertanyaan pertama"]


def test_the_example_webhooks_conversation_shows_at_the_first_visit(visitor: Visitor) -> None:
    receive(visitor, make_inbound("lewat webhook", address=FIRST_NUMBER))
    assert bubbles(visitor.see(), "theirs") == ["lewat webhook"]
    assert bubbles(visitor.see(), "ours")


@pytest.mark.parametrize("channel", list(Channel))
def test_a_persons_conversation_is_never_shown(visitor: Visitor, channel: Channel) -> None:
    person = "+6281234567890"
    receive(visitor, make_inbound("rahasia keluarga", address=person, channel=channel))
    tries = [
        "/",
        "/simulator/lines",
        f"/?number={person}",
        f"/?nomor={person}&kanal=sms",
        f"/simulator/lines?from={person}",
    ]
    for number in (None, person, f"whatsapp:{person}", 5, FIRST_NUMBER + "0"):
        if number is not None:
            with visitor.client.session_transaction() as session:
                session["number"] = number
        for path in tries:
            page = visitor.see(path) + visitor.see(f"{path}{'&' if '?' in path else '?'}kanal={channel.value}"[:200])
            assert "rahasia" not in page
            assert person not in page
    answer = visitor.send("halo", channel.value, number=person, address=person, **{"from": person})
    assert answer.status_code == 303
    assert bubbles(visitor.see(f"/?kanal={channel.value}"), "theirs") == ["halo"]


def test_visitors_with_numbers_of_their_own_do_not_see_each_other(visitor: Visitor, other_visitor: Visitor) -> None:
    visitor.post("/simulator/number", pilih="baru")
    visitor.send("hanya untuk saya")
    other_visitor.post("/simulator/number", pilih="baru")
    assert "hanya untuk saya" not in other_visitor.see() + other_visitor.see("/simulator/lines")


def test_nothing_a_browser_sends_chooses_another_number(visitor: Visitor, other_visitor: Visitor) -> None:
    visitor.send("hanya untuk nomor pertama")
    other_visitor.post("/simulator/number", pilih="baru")
    names = ("number", "nomor", "address", "alamat", "from", "From", "session", "nomor_simulasi")
    query = urlencode(dict.fromkeys(names, FIRST_NUMBER))
    for path in ("/", "/simulator/lines"):
        assert "hanya untuk" not in other_visitor.see(f"{path}?{query}")
    other_visitor.send("pesan orang kedua", **dict.fromkeys(names, FIRST_NUMBER))
    assert bubbles(visitor.see(), "theirs") == ["hanya untuk nomor pertama"]


def test_an_unknown_view_is_refused_with_a_clear_line(visitor: Visitor) -> None:
    answer = visitor.client.get("/?kanal=<script>")
    assert answer.status_code == 400
    assert "pilih sms atau whatsapp" in answer.text
    assert "<script>" not in answer.text


def receive(visitor: Visitor, inbound: Inbound) -> None:
    """Let a provider deliver a message, and answer it."""
    runtime = visitor.runtime
    exchange(runtime.store, runtime.spool, runtime.clock, runtime.turn_taker, runtime.sender, inbound)
