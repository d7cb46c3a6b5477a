"""How a conversation is laid out, without a web server."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.outbox import Content
from bot.store.talks import Line
from bot.vocabulary import Channel
from tests.factories import NOON
from webhook.console.bubbles import WAITING, bold, show


def ours(text: str = "jawaban", *, at: datetime = NOON, choices: tuple[str, ...] = (), language: str = "id") -> Line:
    """A reply."""
    return Line(at, content=Content(text, language, 2, choices), state="delivered")


def theirs(text: str = "pertanyaan", at: datetime = NOON) -> Line:
    """A message from the other side."""
    return Line(at, text=text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*tebal* biasa *dua kata*", "<strong>tebal</strong> biasa <strong>dua kata</strong>"),
        ("(*UU 18*).", "(<strong>UU 18</strong>)."),
        ("2*3*4 dan a*b*c", "2*3*4 dan a*b*c"),
        ("* bukan * daftar", "* bukan * daftar"),
        ("*tidak\nditutup*", "*tidak\nditutup*"),
        ("** *", "** *"),
        ("*<b>&*", "<strong>&lt;b&gt;&amp;</strong>"),
    ],
)
def test_bold_is_what_whatsapp_makes_bold(text: str, html: str) -> None:
    assert str(bold(text)) == html


@given(st.text(alphabet=st.sampled_from("*a <>&\"'\n_/=1"), max_size=60))
def test_bold_adds_nothing_but_bold_and_loses_only_its_marks(text: str) -> None:
    html = str(bold(text))
    plain = re.sub(r"</?strong>", "", html)
    assert "<" not in plain
    assert unescape(plain).replace("*", "") == text.replace("*", "")
    assert html.count("<strong>") == html.count("</strong>")


def test_bold_stays_quick_on_hostile_text() -> None:
    begun = datetime.now(UTC)
    bold("*a" * 2_000 + "* " * 2_000 + "*" * 4_000 + "*" + " " * 4_000)
    assert datetime.now(UTC) - begun < timedelta(seconds=1)


def test_marks_stay_as_they_are_by_sms() -> None:
    (bubble,) = show([ours("*tebal* <i>")], Channel.SMS, NOON).bubbles
    assert str(bubble.html) == "*tebal* &lt;i&gt;"


def test_a_reply_tells_language_cost_and_delivery() -> None:
    for language, name in (("id", "Indonesia"), ("aoz", "bahasa Timor (Uab Meto)"), ("en", "Inggris")):
        by_sms, by_whatsapp = (show([ours(language=language)], channel, NOON).bubbles[0].notes for channel in Channel)
        assert by_sms == (name, "2 SMS", "sampai")
        assert by_whatsapp == (name, "sampai")


def test_a_message_of_the_person_tells_its_cost_by_sms() -> None:
    (bubble,) = show([theirs("ê" * 71)], Channel.SMS, NOON).bubbles
    assert bubble.notes == ("2 SMS",)


def test_days_change_at_midnight_in_kupang() -> None:
    before = datetime(2026, 11, 19, 15, 59, tzinfo=UTC)
    lines = [theirs(at=before), ours(at=before + timedelta(minutes=1)), theirs(at=NOON), ours(at=NOON)]
    bubbles = show(lines, Channel.SMS, NOON).bubbles
    assert [bubble.day for bubble in bubbles] == ["Kamis, 19 November 2026", "Kemarin", "Hari ini", ""]
    assert [bubble.time for bubble in bubbles] == ["23.59", "00.00", "12.00", "12.00"]


def test_an_answer_is_awaited_for_a_while_only_after_the_persons_message() -> None:
    def moods(lines: list[Line], later: timedelta) -> tuple[bool, bool, bool]:
        screen = show(lines, Channel.SMS, NOON + later)
        return screen.typing, screen.silent, screen.unsettled

    second = timedelta(seconds=1)
    assert moods([], second) == (False, False, False)
    assert moods([theirs()], WAITING - second) == (True, False, True)
    assert moods([theirs()], WAITING) == (False, True, False)
    assert moods([theirs(), ours()], second) == (False, False, False)


@pytest.mark.parametrize("state", ["queued", "sending", "maybe_sent"])
def test_a_reply_that_is_not_sent_yet_is_looked_at_again_for_a_while(state: str) -> None:
    lines = [theirs(), Line(NOON, content=Content("jawaban", "id", 1), state=state)]
    assert show(lines, Channel.SMS, NOON).unsettled
    assert not show(lines, Channel.SMS, NOON + WAITING).unsettled


def test_choices_are_those_offered_since_the_person_wrote() -> None:
    offer = ours(choices=("Biaya", "Gaji"))
    assert show([theirs(), offer, ours()], Channel.SMS, NOON).choices == ("Biaya", "Gaji")
    assert show([offer, theirs()], Channel.SMS, NOON).choices == ()
    assert show([offer, theirs(), ours()], Channel.SMS, NOON).choices == ()
