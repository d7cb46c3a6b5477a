"""Cases in the console: from a report by text to its end, as officers see it and work on it."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from PIL import Image

from bot.messaging.door import Attachment
from bot.messaging.media import TwilioMedia
from bot.store.journal import acts_on
from bot.store.officers import officer_named
from bot.store.tables.cases import CaseEvent
from bot.vocabulary import Channel
from tests.doubles import pictures
from tests.doubles.media_server import ACCOUNT, TOKEN, MediaServer
from tests.doubles.service import rows
from tests.reporting.desk import STORY, Desk
from tests.web.console.staff import Person

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What they call is tested on both databases: test_inbox, test_audit_of_views and test_evidence in tests/reporting."""

PHONE = "+6281234567890"
HOSTILE = "<script>alert(1)</script> Om Beni 0812 3456 7899 bawa orang dari Soe ke Malaysia"


def text(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page))


def test_from_the_text_to_the_end_and_the_reporters_status(desk: Desk, petrus: Person) -> None:
    assert "Tidak ada kasus terbuka" in petrus.see("/cases")
    code = desk.allow()
    (_, alert) = desk.mail.sent[0]
    assert alert.console_url.endswith(f"/cases/{code}")
    assert code in petrus.see("/cases")
    page = text(petrus.see(f"/cases/{code}"))
    assert "Om Beni" in page
    assert "+6281234567899" in page
    assert "belum ditangani" in page
    assert petrus.post(f"/cases/{code}/take").status_code == 303
    assert "sedang ditangani · Petrus Nabuasa" in " ".join(text(petrus.see(f"/cases/{code}")).split())
    assert desk.say(f"STATUS {code}")[0].startswith("Sedang ditangani")
    petrus.post(f"/cases/{code}/pass-on", alasan="ke Polres TTS", kantor="Dinas Sosial", dibagikan="story")
    assert desk.say(f"STATUS {code}")[0].startswith("Sudah diserahkan")
    petrus.post(f"/cases/{code}/close", alasan="semua selamat", hasil="safe")
    assert desk.say(f"STATUS {code}")[0].startswith("Di pihak kami sudah selesai")
    page = text(petrus.see(f"/cases/{code}"))
    assert "ke Polres TTS" in page
    assert "semua selamat" in page
    assert not re.search(
        r'action="[^"]+/(take|assign|release|level|pass-on|close|credible|ask|tasks|referrals)"',
        petrus.see(f"/cases/{code}"),
    )


def test_nobody_sees_what_is_not_open_to_them(desk: Desk, petrus: Person, officer: Callable[..., Person]) -> None:
    code = desk.allow()
    other = officer("Lain Orang", regency="Kabupaten Alor")
    assert code not in other.see("/cases")
    unknown = other.client.get("/cases/NTT-7K3QD")
    closed = other.client.get(f"/cases/{code}")
    assert (unknown.status_code, closed.status_code) == (404, 404)
    assert unknown.text.replace("NTT-7K3QD", "") == closed.text.replace(code, "")
    for act in ("take", "pass-on", "close", "credible", "accept", "ask", "unseal"):
        assert other.post(f"/cases/{code}/{act}", alasan="x", pertanyaan="news").status_code == 404
    assert desk.only_case().state == "received"


def test_a_case_that_names_an_officer_is_not_there_for_them(desk: Desk, petrus: Person, maria: Person) -> None:
    code = desk.allow(story=f"{STORY}. Pak Petrus Nabuasa ikut bantu dia")
    assert code not in petrus.see("/cases")
    assert petrus.client.get(f"/cases/{code}").status_code == 404
    assert "Terbatas" in maria.see(f"/cases/{code}")


def test_the_number_is_shown_for_a_reason_once_and_that_stays(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    assert PHONE not in petrus.see(f"/cases/{code}")
    assert petrus.post(f"/cases/{code}/unseal", alasan=" ").status_code == 422
    shown = petrus.post(f"/cases/{code}/unseal", alasan="perlu tanya kapalnya").text
    assert PHONE in shown
    assert "malam, jam 7 sampai 9" in shown
    page = petrus.see(f"/cases/{code}")
    assert PHONE not in page
    assert "perlu tanya kapalnya" in page
    with desk.runtime.store.reading() as session:
        acts = [act.action for act in acts_on(session, [f"case/{desk.only_case().id}"])]
    assert acts.count("unsealed_address") == 1


def test_where_it_was_not_allowed_there_is_no_number(desk: Desk, petrus: Person) -> None:
    desk.report()
    code = desk.only_case().code
    assert "Tidak boleh dihubungi" in petrus.see(f"/cases/{code}")
    answer = petrus.post(f"/cases/{code}/unseal", alasan="x")
    assert answer.status_code == 422
    assert PHONE not in answer.text


def test_a_question_goes_out_and_its_answer_comes_back(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    assert petrus.post(f"/cases/{code}/ask", pertanyaan="leaving").status_code == 303
    assert "menunggu jamnya" in petrus.see(f"/cases/{code}")
    again = petrus.post(f"/cases/{code}/ask", pertanyaan="news")
    assert again.status_code == 422
    assert "Satu per satu" in again.text
    desk.say(f"STATUS {code}")
    desk.say("besok subuh dari Tenau")
    page = petrus.see(f"/cases/{code}")
    assert "besok subuh dari Tenau" in page
    assert "dijawab" in page


def test_hours_nobody_understands_are_shown_and_what_was_typed_stays(desk: Desk, petrus: Person) -> None:
    code = desk.allow(hours="kalau suami tidak ada")
    answer = petrus.post(f"/cases/{code}/ask", pertanyaan="people")
    assert "kalau suami tidak ada" in text(answer.text)
    assert "Jam yang disebut pelapor tidak dipahami mesin" in answer.text
    assert 'value="people" selected' in answer.text
    wrong = petrus.post(f"/cases/{code}/ask", pertanyaan="people", jam="malam")
    assert "Tulis jam seperti 19.00-21.00" in wrong.text
    assert petrus.post(f"/cases/{code}/ask", pertanyaan="people", jam="09.00-10.00").status_code == 303


@pytest.fixture
def media(desk: Desk):
    with MediaServer() as double:
        desk.runtime.given_media = TwilioMedia(account_sid=ACCOUNT, auth_token=TOKEN, api_url=double.url)
        yield double


def send(desk: Desk, media: MediaServer, content: bytes, kind: str) -> str:
    """Report by WhatsApp with a file; return the case's code."""
    who = {"channel": Channel.WHATSAPP, "address": f"whatsapp:{PHONE}"}
    desk.say("LAPOR", **who)
    replies = desk.say(STORY, attachments=(Attachment(media.add(content), kind),), **who)
    while "YA: teruskan" not in replies[-1]:
        replies = desk.say("lewati", **who)
    desk.say("ya", **who)
    return desk.cases()[-1].code


def test_a_photo_is_shown_for_a_reason_and_without_its_place(desk: Desk, media: MediaServer, petrus: Person) -> None:
    code = send(desk, media, pictures.photo(), "image/jpeg")
    page = petrus.see(f"/cases/{code}")
    path = re.search(r'action="(/cases/[^"]+/files/[^"]+)"', page)[1]
    assert petrus.post(path, alasan=" ").status_code == 422
    shown = petrus.post(path, alasan="lihat wajahnya")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["Content-Disposition"] == f"inline; filename={code}-1-photo.jpg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert not Image.open(BytesIO(shown.data)).getexif()
    page = petrus.see(f"/cases/{code}")
    assert "lihat wajahnya" in page
    assert "berkas dibuka" in page


def test_a_photo_is_blurred_until_it_is_opened(
    desk: Desk, media: MediaServer, petrus: Person, officer: Callable[..., Person]
) -> None:
    code = send(desk, media, pictures.photo(), "image/jpeg")
    path = re.search(r'<img class="blurred" src="([^"]+)"', petrus.see(f"/cases/{code}"))[1]
    blurred = petrus.client.get(path)
    assert blurred.mimetype == "image/png"
    assert max(Image.open(BytesIO(blurred.data)).size) <= 12
    assert len(blurred.data) < 1_000
    assert "berkas dibuka" not in petrus.see(f"/cases/{code}")
    assert officer("Lain Orang", regency="Kabupaten Alor").client.get(path).status_code == 404
    assert petrus.client.get(path.replace(code, desk.allow())).status_code == 400


def test_a_document_is_handed_out_and_never_shown(desk: Desk, media: MediaServer, petrus: Person) -> None:
    code = send(desk, media, b"%PDF-1.7 <script>alert(1)</script>", "application/pdf")
    page = petrus.see(f"/cases/{code}")
    assert "blurred" not in page
    path = re.search(r'action="(/cases/[^"]+/files/[^"]+)"', page)[1]
    assert petrus.client.get(f"{path}/blurred").status_code == 400
    answer = petrus.post(path, alasan="kontraknya")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.mimetype == "application/pdf"


def test_a_file_of_another_case_is_not_there(desk: Desk, media: MediaServer, petrus: Person) -> None:
    code = send(desk, media, pictures.photo(), "image/jpeg")
    path = re.search(r'action="(/cases/[^"]+/files/[^"]+)"', petrus.see(f"/cases/{code}"))[1]
    other = desk.allow()
    wrong = petrus.post(path.replace(code, other), alasan="x")
    assert wrong.status_code == 422
    assert "tidak ada" in wrong.text


def test_two_officers_at_once_lose_nothing(desk: Desk, petrus: Person, maria: Person) -> None:
    code = desk.allow()
    assert petrus.post(f"/cases/{code}/take").status_code == 303
    late = maria.post(f"/cases/{code}/take")
    assert late.status_code == 422
    assert "sudah ditangani orang lain" in late.text
    petrus.post(f"/cases/{code}/close", alasan="selesai", hasil="safe")
    after = maria.post(f"/cases/{code}/pass-on", alasan="ke kantor lain", kantor="Dinas", dibagikan="story")
    assert after.status_code == 422
    assert desk.only_case().state == "closed"


def test_what_came_from_another_phone_is_accepted_by_hand(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    desk.say(f"TAMBAH {code} dia pakai mobil merah", address="+6289999999999")
    assert "dari HP lain, belum diterima" in petrus.see(f"/cases/{code}")
    petrus.post(f"/cases/{code}/accept")
    page = petrus.see(f"/cases/{code}")
    assert "dia pakai mobil merah" in page
    assert "belum diterima" not in page


def test_a_report_that_is_not_believed_says_so(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    petrus.post(f"/cases/{code}/credible", percaya="tidak", alasan="nomor palsu")
    assert "Dinilai tidak dapat dipercaya" in petrus.see(f"/cases/{code}")
    petrus.post(f"/cases/{code}/credible", percaya="ya", alasan="ternyata benar")
    assert "tidak dihitung di mana pun" not in petrus.see(f"/cases/{code}")


@pytest.mark.parametrize("act", ["pass-on", "close", "credible", "level", "release"])
@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_nothing_is_done_without_a_reason_of_bearable_length(desk: Desk, petrus: Person, act: str, reason: str) -> None:
    code = desk.allow()
    before = len(rows(desk.runtime, CaseEvent))
    more = {"hasil": "safe", "kantor": "Dinas Sosial", "dibagikan": "story", "tingkat": "now"}
    answer = petrus.post(f"/cases/{code}/{act}", alasan=reason, **more)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert {row.event for row in rows(desk.runtime, CaseEvent)[before:]} <= {"opened_by"}


def test_a_reporters_text_is_never_code(desk: Desk, petrus: Person) -> None:
    code = desk.allow(story=HOSTILE)
    desk.say(f"TAMBAH {code} <img src=x onerror=alert(2)>")
    page = petrus.see(f"/cases/{code}")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_an_officer_who_is_switched_off_reads_nothing_more(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    with desk.runtime.store.writing() as session:
        officer_named(session, "Petrus Nabuasa").active = False
    assert petrus.client.get(f"/cases/{code}").status_code == 403
    assert petrus.client.get("/cases").status_code == 403


def test_the_pages_stay_small(desk: Desk, petrus: Person) -> None:
    for number in range(12):
        desk.allow(story=f"{STORY} {'cerita panjang ' * 60}{number}")
    assert len(petrus.see("/cases").encode()) < 60_000
    assert len(petrus.see(f"/cases/{desk.cases()[0].code}").encode()) < 60_000


def test_the_list_is_filtered_by_its_address_and_searched_without_it(desk: Desk, petrus: Person) -> None:
    beni = desk.allow()
    desk.say("HAPUS")
    rosa = desk.allow(story="Ibu Rosa Tefa dari PT Kelapa Uji ajak 2 orang dari Soe ke Taiwan")
    every = petrus.see("/cases")
    assert beni in every
    assert rosa in every
    petrus.post(f"/cases/{rosa}/take")
    mine = petrus.see("/cases?oleh=me")
    assert rosa in mine
    assert beni not in mine
    assert 'value="me" selected' in mine
    for text_typed, code in (("Rosa", rosa), ("0812 3456 7899", beni), ("kelapa uji", rosa), (beni.lower(), beni)):
        found = petrus.post("/cases", "/cases", cari=text_typed)
        assert code in found.text
        assert ({beni, rosa} - {code}).pop() not in found.text
        assert f'value="{text_typed}"' in found.text
    assert "Tidak ada kasus yang cocok" in petrus.post("/cases", "/cases", cari="Zebulon").text
    assert "Kurangi saringannya" in petrus.see("/cases?perihal=missing")


@pytest.mark.parametrize("query", ["tingkat=king", "halaman=0", "halaman=x", "tempat=Atlantis", "urut=x", "oleh=x"])
def test_a_wrong_address_of_the_list_says_so_and_shows_the_list(desk: Desk, petrus: Person, query: str) -> None:
    code = desk.allow()
    page = petrus.see(f"/cases?{query}")
    assert 'role="alert"' in page
    assert code in page


@pytest.mark.parametrize("typed", ["x" * 121, "!!!", "<script>"])
def test_a_search_that_cannot_be_says_so(desk: Desk, petrus: Person, typed: str) -> None:
    page = petrus.post("/cases", "/cases", cari=typed).text
    assert "<script>" not in page
    assert 'role="alert"' in page or "Tidak ada kasus" in page


def test_a_long_list_has_pages(desk: Desk, petrus: Person) -> None:
    for _ in range(26):
        desk.allow()
        desk.say("HAPUS")
    first, second = petrus.see("/cases"), petrus.see("/cases?halaman=2")
    assert "1 / 2" in " ".join(text(first).split())
    codes = {case.code for case in desk.cases()}
    seen = [{code for code in codes if code in page} for page in (first, second)]
    assert [len(one) for one in seen] == [25, 1]
    assert seen[0] | seen[1] == codes
    assert "Halaman ini tidak ada" in petrus.see("/cases?halaman=9")
