"""An officer's part in a reporter's conversation, as its pages show it."""

from datetime import timedelta

import pytest

from bot.store.tables.audit import AuditEntry
from bot.store.tables.takeovers import TakeoverLine
from bot.vocabulary import Channel
from tests.doubles.service import rows
from tests.reporting.desk import Desk
from tests.web.console.pages import hidden
from tests.web.console.staff import Person
from tests.web.console.test_cases import text

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What the pages call is tested on both databases in tests/reporting/test_takeover.py."""

CALM = "Selamat sore. Apa kabar hari ini?"


def agreed(desk: Desk, person: Person, **who: object) -> str:
    """Have a reporter say yes to an officer who has the case; return its code."""
    code = desk.allow(hours="kapan saja, siang malam", **who)
    assert person.post(f"/cases/{code}/take").status_code == 303
    desk.say("lewati", **who)
    answer = person.post(f"/cases/{code}/ask", pertanyaan="takeover", jam="08.00-20.00")
    assert answer.status_code == 303
    desk.later(seconds=1)
    desk.say(f"STATUS {code}", **who)
    desk.say("ya", **who)
    return code


def joined(desk: Desk, person: Person, **who: object) -> str:
    code = agreed(desk, person, **who)
    assert person.post(f"/cases/{code}/conversation/join").status_code == 303
    desk.later(seconds=1)
    return code


def page_of(person: Person, code: str) -> str:
    return person.see(f"/cases/{code}/conversation")


def send(person: Person, code: str, words: str, **form: str) -> object:
    kept = form.pop("kiriman", "") or hidden(page_of(person, code), "kiriman")
    return person.post(f"/cases/{code}/conversation", teks=words, kiriman=kept, **form)


def test_from_the_yes_to_the_machine_again(desk: Desk, maria: Person) -> None:
    code = agreed(desk, maria)
    assert code in maria.see("/beranda")
    assert "Pelapor mengizinkan Anda menulis." in maria.see("/beranda")
    assert "Masuk ke percakapan" in maria.see(f"/cases/{code}")
    assert maria.post(f"/cases/{code}/conversation/join").status_code == 303
    desk.later(seconds=1)
    before = len(desk.people.texts)
    assert send(maria, code, CALM).status_code == 303
    desk.later(seconds=1)
    assert desk.people.texts[before:] == [CALM]
    assert desk.say("kabar baik kaka") == []
    assert "Pelapor menunggu jawaban." in maria.see("/beranda")
    lines = maria.see(f"/cases/{code}/conversation/lines")
    assert "kabar baik kaka" in lines
    assert 'hx-trigger="every 4s"' in lines
    assert maria.post(f"/cases/{code}/conversation/leave").status_code == 303
    assert "Percakapan kembali ke mesin." in page_of(maria, code)
    desk.later(seconds=1)
    lines = maria.see(f"/cases/{code}/conversation/lines")
    assert "dikembalikan oleh petugas" in lines
    assert "hx-trigger" not in lines
    assert code not in maria.see("/beranda")


def test_what_cannot_go_out_keeps_what_was_typed(desk: Desk, maria: Person) -> None:
    code = joined(desk, maria)
    refused = send(maria, code, "telepon 0812 3456 7899 ya")
    assert refused.status_code == 422
    assert "nomor ini belum diperiksa siapa pun" in refused.text
    assert "telepon 0812 3456 7899 ya</textarea>" in refused.text
    assert rows(desk.runtime, TakeoverLine) == []


def test_words_that_hint_are_sent_on_a_second_press_only(desk: Desk, maria: Person) -> None:
    code = joined(desk, maria)
    asked = send(maria, code, "Laporan itu <b>pasti</b> aman")
    assert asked.status_code == 422
    page = " ".join(text(asked.text).split())
    assert "Kata ini memberi tahu pembaca bahwa ada laporan: laporan" in page
    assert "Kata ini bisa dibaca sebagai janji: pasti" in page
    assert "<b>pasti</b>" not in asked.text
    assert rows(desk.runtime, TakeoverLine) == []
    kept = hidden(asked.text, "kiriman")
    for _ in range(2):
        sent = send(maria, code, "Laporan itu <b>pasti</b> aman", kiriman=kept, yakin="ya")
        assert sent.status_code == 303
    assert len(rows(desk.runtime, TakeoverLine)) == 1
    assert "<b>pasti</b>" not in page_of(maria, code)


def test_looking_for_new_messages_keeps_what_was_typed(desk: Desk, maria: Person) -> None:
    code = joined(desk, maria)
    desk.say("<script>alert(1)</script> halo")
    looked = send(maria, code, "belum selesai ditul", muat="ya")
    assert looked.status_code == 200
    assert "belum selesai ditul</textarea>" in looked.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; halo" in looked.text
    assert rows(desk.runtime, TakeoverLine) == []


def test_the_size_is_told_while_typing(desk: Desk, maria: Person) -> None:
    code = joined(desk, maria)

    def size(words: str) -> str:
        answer = maria.post(f"/cases/{code}/conversation/size", teks=words)
        assert answer.status_code == 200
        return " ".join(text(answer.text).split())

    assert size("halo") == "1 SMS, 4 huruf"
    assert size("a" * 161).startswith("2 SMS, 161 huruf")
    assert "hanya 70 huruf" in size("halo ê")
    assert "paling banyak tiga bagian" in size("a" * 460)
    assert "ada laporan: kasus" in size("kasus")
    assert size("   ") == ""


def test_whatsapp_has_no_parts(desk: Desk, maria: Person) -> None:
    code = joined(desk, maria, channel=Channel.WHATSAPP)
    assert "Lewat WhatsApp" in page_of(maria, code)
    assert text(maria.post(f"/cases/{code}/conversation/size", teks="halo").text).strip() == ""
    assert send(maria, code, "a" * 1_000).status_code == 303


def test_when_it_ended_meanwhile_what_was_typed_is_shown(desk: Desk, maria: Person) -> None:
    code = joined(desk, maria)
    kept = hidden(page_of(maria, code), "kiriman")
    desk.say("selesai")
    late = send(maria, code, "satu hal lagi", kiriman=kept)
    assert late.status_code == 422
    assert "Tanyakan lagi lewat" in late.text
    assert "satu hal lagi</textarea>" in late.text
    assert "diakhiri oleh pelapor" in late.text


def test_a_late_join_says_so_on_the_case(desk: Desk, maria: Person) -> None:
    code = agreed(desk, maria)
    desk.runtime.clock.advance(timedelta(minutes=31))
    late = maria.post(f"/cases/{code}/conversation/join")
    assert late.status_code == 422
    assert "Tanyakan lagi lewat" in late.text


def test_another_officer_reads_it_masked_and_cannot_write(desk: Desk, maria: Person, petrus: Person) -> None:
    code = joined(desk, petrus)
    desk.say("nama saya Yuliana Tefa")
    page = page_of(maria, code)
    assert "[nama]" in page
    assert "Yuliana" not in page
    assert "Pesan Anda" not in page
    refused = maria.post(f"/cases/{code}/conversation", teks=CALM, kiriman="0" * 32)
    assert refused.status_code == 422
    assert "Yuliana" in page_of(petrus, code)


def test_before_there_is_one_the_page_says_what_to_do(desk: Desk, maria: Person) -> None:
    code = desk.allow()
    assert "pilih Tanya pelapor" in page_of(maria, code)
    assert maria.post(f"/cases/{code}/conversation", teks=CALM, kiriman="0" * 32).status_code == 422
    assert maria.post(f"/cases/{code}/conversation/leave").status_code == 422


def test_only_who_has_the_case_asks_for_it(desk: Desk, maria: Person) -> None:
    code = desk.allow()
    for address in ("ask", "ask/preview"):
        refused = maria.post(f"/cases/{code}/{address}", pertanyaan="takeover")
        assert refused.status_code == 422
        assert "Ambil kasusnya dulu" in refused.text


def test_every_act_is_in_the_audit_log_and_none_holds_a_word(desk: Desk, maria: Person) -> None:
    code = joined(desk, maria)
    send(maria, code, CALM)
    desk.say("saya Yuliana")
    maria.post(f"/cases/{code}/conversation/leave")
    page_of(maria, code)
    noted = rows(desk.runtime, AuditEntry)
    actions = [entry.action for entry in noted]
    for action in ("joined_conversation", "wrote_to_reporter", "left_conversation", "read_conversation"):
        assert actions.count(action) == 1
    assert not any("Yuliana" in str(entry.detail) or "kabar" in str(entry.detail) for entry in noted)
    assert all("%" not in step for step in text(maria.see(f"/cases/{code}")).splitlines() if "percakapan" in step)


@pytest.mark.parametrize("posting", ["", "x", "0" * 31])
def test_a_form_without_its_own_number_is_refused(desk: Desk, maria: Person, posting: str) -> None:
    code = joined(desk, maria)
    refused = maria.post(f"/cases/{code}/conversation", teks=CALM, kiriman=posting)
    assert refused.status_code == 422
    assert CALM in refused.text
