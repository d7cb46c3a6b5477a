"""Answers in the console: from the list to a published text and back, by people who are no programmers."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask

from bot.answers.model import WithdrawalKind
from bot.bootstrap import Runtime
from bot.config import RESPONSES
from bot.services.list_answers import answer_lines
from bot.services.seed import seed
from bot.services.staff_accounts import NewAccount, invite
from bot.services.withdraw import withdraw
from bot.staff.permissions import StaffRole
from bot.store.tables.answers import AnswerUse
from tests.doubles.service import deliver, editing_of, rows, texts, work
from tests.factories import make_inbound
from tests.web.console.conftest import hidden
from tests.web.console.staff import Person
from webhook.console.app import create_app

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OLD, NEW = "Jangan beri uang ke calo.", "Jangan kasih uang ke calo."
PAGE = "/jawaban/ask_cost/id"


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return create_app(runtime)


def somebody(app: Flask, runtime: Runtime, name: str, role: StaffRole, language: str = "") -> Person:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    made = invite(runtime.store, runtime.clock, NewAccount(email, name, role, language), None, by="test")
    return Person(app, runtime, email, made.account, made.token, app.test_client()).sign_in()


@pytest.fixture
def maria(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Maria Admin", StaffRole.ADMIN)


@pytest.fixture
def yosef(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Yosef Admin", StaffRole.ADMIN)


@pytest.fixture
def lasarus(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Lasarus Penutur", StaffRole.REVIEWER, "aoz")


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def fields(page: str) -> dict[str, str]:
    """Return what stands in the fields of the editor's form, as a browser would send it."""
    form = re.search(r'<form id="isian".*?</form>', page, re.DOTALL)[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            sent[name[1]] = unescape(re.search(r'value="([^"]*)"', tag)[1]) if "value=" in tag else ""
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(value)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1]
    return sent


def zipped(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def write(person: Person, path: str = PAGE, old: str = OLD, new: str = NEW, **changes: str):
    """Change a word of the short text and save."""
    form = fields(person.see(path)) | changes
    if "singkat" not in changes:
        form["singkat"] = form["singkat"].replace(old, new)
    return person.client.post(path, data=form)


def press(person: Person, path: str, **form: str):
    """Press a button of the answer's page."""
    return person.post(path, PAGE, **form)


def asked(runtime: Runtime) -> str:
    """Ask what it costs; return what came back."""
    before = len(texts(runtime))
    deliver(runtime, make_inbound())
    work(runtime)
    return " ".join(texts(runtime)[before:])


def test_the_list_shows_every_answer_page_by_page_and_finds_words(maria: Person) -> None:
    page = maria.see("/jawaban")
    assert "296 jawaban" in text(page)
    assert len(page.encode()) < 60_000
    assert "Halaman 1 / 8" in text(page)
    found = text(maria.see("/jawaban?cari=kuitansi&topik=money"))
    assert "Biaya berangkat" in found
    assert "Tidak ada jawaban yang cocok" in maria.see("/jawaban?cari=zzzz")
    assert "Halaman ini tidak ada" in maria.see("/jawaban?halaman=99")
    assert "fault" in maria.see("/jawaban?keadaan=zzzz")


def test_from_the_draft_to_the_reply_and_back(maria: Person, yosef: Person, runtime: Runtime) -> None:
    assert OLD in asked(runtime)
    saved = write(maria, alasan="kata yang lebih biasa")
    assert saved.status_code == 303, text(saved.text)
    page = maria.see(PAGE)
    assert "<del>" in page
    assert "<ins>" in page
    assert OLD in asked(runtime)
    assert press(maria, f"{PAGE}/ajukan").status_code == 303
    assert press(maria, f"{PAGE}/terbitkan", nomor="2").status_code == 422
    assert press(yosef, f"{PAGE}/terbitkan", nomor="1").status_code == 422
    assert press(yosef, f"{PAGE}/terbitkan", nomor="2").status_code == 303
    assert NEW in asked(runtime)
    assert "terjemahan usang 1" in text(maria.see("/jawaban"))

    history = yosef.see(f"{PAGE}/riwayat")
    assert "Maria Admin" in history
    back = press(yosef, f"{PAGE}/pulihkan", nomor="1")
    assert back.headers["Location"].endswith("riwayat?batal=2")
    assert OLD in asked(runtime)
    assert "kembali ke versi 2" in text(yosef.see(back.headers["Location"]))
    press(yosef, f"{PAGE}/pulihkan", nomor="2")
    assert NEW in asked(runtime)


def test_two_who_write_at_once_lose_nothing(maria: Person, yosef: Person) -> None:
    theirs = fields(yosef.see(PAGE))
    write(maria, new="Jangan bayar calo.")
    theirs["singkat"] = theirs["singkat"].replace(OLD, NEW)
    late = yosef.client.post(PAGE, data=theirs)
    assert late.status_code == 409
    assert "Orang lain menyimpan lebih dulu" in late.text
    assert NEW in fields(late.text)["singkat"]
    both = late.text[late.text.index('id="isian"') :]
    assert "bayar" in re.search(r"<del>.*?</del>", both)[0]
    assert yosef.client.post(PAGE, data=fields(late.text)).status_code == 303
    assert NEW in fields(maria.see(PAGE))["singkat"]


def test_saving_the_same_twice_changes_nothing(maria: Person) -> None:
    form = fields(maria.see(PAGE))
    form["singkat"] = form["singkat"].replace(OLD, NEW)
    assert maria.client.post(PAGE, data=form).status_code == 303
    again = maria.client.post(PAGE, data=form)
    assert again.status_code == 409, "the form is of the version before"
    same = maria.client.post(PAGE, data=fields(maria.see(PAGE)))
    assert same.status_code == 422
    assert "Belum ada yang diubah" in same.text


@pytest.mark.parametrize(
    ("short", "said"),
    [
        ("Telepon 081234567890. Ketik LAGI", "Ada nomor telepon yang diketik"),
        ("Tanya {hotline:nobody}. Ketik LAGI", "Nomor ini tidak ada dalam daftar nomor"),
        ("Tanya {apa}. Ketik LAGI", "Isian ini tidak dikenal: {apa}"),
        ("Tanya dulu. Belum jelas", "Harus berakhir dengan: Ketik LAGI"),
        ("Tanya “dulu”. Ketik LAGI", "Ada huruf yang tidak dikenal SMS: “”"),
        ("Jangan. " * 40 + "Ketik LAGI", "Paling banyak 160"),
    ],
)
def test_what_breaks_a_rule_is_said_at_the_field_in_plain_words(maria: Person, short: str, said: str) -> None:
    assert write(maria, singkat=short).status_code == 303
    refused = press(maria, f"{PAGE}/ajukan")
    assert refused.status_code == 422
    assert said in text(re.search(r'<div id="temuan-short">.*?</div>', refused.text, re.DOTALL)[0])
    assert "fault(s)" not in refused.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"diperiksa": "kemarin"}, "Tulis tanggal seperti"),
        ({"sumber-1-alamat": "javascript:alert(1)"}, "Sumber 1, alamat web"),
        ({"sumber-1-tanggal": "2025-13"}, "Sumber 1, tanggal"),
        ({"lengkap": ""}, "tidak bisa dikosongkan"),
        ({"lengkap": "a" * 4_001}, "terlalu panjang"),
        ({"alasan": "a" * 401}, "paling banyak 400"),
    ],
)
def test_what_cannot_be_read_is_refused_and_kept(maria: Person, changes: dict[str, str], said: str) -> None:
    refused = write(maria, **changes)
    assert refused.status_code == 422
    assert said in text(refused.text)
    assert NEW in fields(refused.text)["singkat"]


def test_the_preview_shows_pages_marks_and_keeps_nothing(maria: Person) -> None:
    form = fields(maria.see(PAGE)) | {"singkat": "Jangan “bayar” 你. Ketik LAGI"}
    live = maria.client.post(f"{PAGE}/pratinjau", data=form, headers={"HX-Request": "true"}).text
    assert "<html" not in live
    assert "<mark>你</mark>" in live
    assert "hx-swap-oob" in live
    assert "halaman 5 dari 5" in live
    assert "tulis <code>&#34;</code>" in live
    whole = maria.client.post(f"{PAGE}/pratinjau", data=form)
    assert fields(whole.text)["singkat"] == form["singkat"]
    assert OLD in fields(maria.see(PAGE))["singkat"]


def test_hostile_texts_are_never_code(maria: Person, yosef: Person) -> None:
    hostile = "<script>alert(1)</script> {hotline:kp2mi}. Ketik LAGI"
    write(maria, singkat=hostile, judul="<b>Biaya</b>", alasan="<img src=x>")
    press(yosef, f"{PAGE}/komentar", komentar="<script>alert(2)</script>")
    for path in (PAGE, "/jawaban", f"{PAGE}/riwayat", "/jawaban?cari=%3Cscript%3E"):
        page = yosef.see(path)
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "<b>Biaya" not in page


def test_what_is_not_there_is_not_there(maria: Person) -> None:
    for path in ("/jawaban/nothing", "/jawaban/nothing/id", "/jawaban/ask_cost/de", "/jawaban/ask_cost/de/riwayat"):
        maria.see(path, 404)
    assert press(maria, "/jawaban/nothing/tarik", alasan="x").status_code == 404
    for act in ("ajukan", "terbitkan", "batal-jadwal", "kembalikan", "komentar", "buang", "coba", "pulihkan"):
        assert press(maria, f"{PAGE}/{act}", komentar="apa", nomor="99").status_code == 422


def test_a_speaker_writes_dawan_and_stands_for_it(maria: Person, lasarus: Person, runtime: Runtime) -> None:
    page = "/jawaban/ask_rights_abroad/aoz"
    assert "1 / 296" not in lasarus.see("/jawaban/terjemahan")
    assert lasarus.post(PAGE, PAGE, **fields(lasarus.see(PAGE))).status_code == 403
    assert write(lasarus, page, judul="Hak bi pah", singkat="").status_code == 303
    assert press(lasarus, f"{page}/ajukan").status_code == 303
    assert press(lasarus, f"{page}/terbitkan", nomor="1").status_code == 422
    assert press(maria, f"{page}/terbitkan", nomor="1").status_code == 303
    assert "penutur: Lasarus Penutur" in text(maria.see(f"{page}/riwayat"))
    assert "disetujui" in text(lasarus.see(page))


def test_a_dawan_text_without_a_speaker_is_not_published(maria: Person, yosef: Person, lasarus: Person) -> None:
    page = "/jawaban/ask_rights_abroad/aoz"
    write(maria, page, judul="Hak bi pah", singkat="")
    press(maria, f"{page}/ajukan")
    refused = press(yosef, f"{page}/terbitkan", nomor="1")
    assert refused.status_code == 422
    assert "penelaah yang penutur" in refused.text
    assert press(lasarus, f"{page}/terbitkan", nomor="1").status_code == 303
    assert press(lasarus, "/jawaban/ask_cost/en/komentar", komentar="boleh").status_code == 422
    assert press(lasarus, "/jawaban/ask_cost/en/terbitkan", nomor="1").status_code == 403


def test_a_text_is_published_at_its_time(maria: Person, yosef: Person, runtime: Runtime) -> None:
    write(maria)
    press(maria, f"{PAGE}/ajukan")
    for tanggal, jam in (("2026-11-20", "08:00"), ("2036-11-22", "08:00"), ("besok", "08:00"), ("2026-11-22", "")):
        late = press(yosef, f"{PAGE}/jadwalkan", nomor="2", tanggal=tanggal, jam=jam)
        assert late.status_code == 422
    assert press(yosef, f"{PAGE}/jadwalkan", nomor="2", tanggal="2026-11-21", jam="12:30").status_code == 303
    assert "21-11-2026 12.30 WITA" in yosef.see(PAGE)
    assert press(yosef, f"{PAGE}/batal-jadwal").status_code == 303
    press(yosef, f"{PAGE}/jadwalkan", nomor="2", tanggal="2026-11-21", jam="12:30")
    work(runtime)
    assert OLD in asked(runtime)
    runtime.clock.advance(timedelta(minutes=31))
    work(runtime)
    assert NEW in asked(runtime)
    assert "Yosef Admin: menerbitkan" in text(maria.see(f"{PAGE}/riwayat"))


def test_what_breaks_a_rule_when_its_time_comes_goes_back_and_says_why(
    maria: Person, yosef: Person, runtime: Runtime
) -> None:
    write(maria)
    press(maria, f"{PAGE}/ajukan")
    press(yosef, f"{PAGE}/jadwalkan", nomor="2", tanggal="2026-11-21", jam="12:30")
    withdraw(editing_of(runtime), WithdrawalKind.HOTLINE, "kp2mi", "Maria", "nobody answers")
    runtime.clock.advance(timedelta(minutes=31))
    work(runtime)
    assert OLD in asked(runtime)
    assert "Tidak jadi terbit" in maria.see(PAGE)
    assert "tidak boleh dikirim" in maria.see(PAGE)
    assert "Menunggu ditelaah" in text(maria.see(PAGE))


def test_a_returned_draft_says_why_and_is_written_anew(maria: Person, yosef: Person) -> None:
    write(maria)
    press(maria, f"{PAGE}/ajukan")
    assert press(yosef, f"{PAGE}/kembalikan", komentar=" ").status_code == 422
    assert press(yosef, f"{PAGE}/kembalikan", komentar="Kurang jelas.\nTolong ulangi.").status_code == 303
    page = maria.see(PAGE)
    assert "Kurang jelas." in page
    assert "Ajukan untuk ditelaah" in page
    assert press(maria, f"{PAGE}/buang").status_code == 303
    assert OLD in fields(maria.see(PAGE))["singkat"]


def test_a_newer_text_is_not_approved_unread(maria: Person, yosef: Person) -> None:
    write(maria)
    press(maria, f"{PAGE}/ajukan")
    write(maria, old=NEW, new="Jangan bayar calo.")
    press(maria, f"{PAGE}/ajukan")
    refused = press(yosef, f"{PAGE}/terbitkan", nomor="2")
    assert refused.status_code == 422
    assert "Baca dulu yang itu" in refused.text


def test_a_draft_is_tried_on_one_simulated_number_only(maria: Person, yosef: Person, runtime: Runtime) -> None:
    write(maria)
    assert press(maria, f"{PAGE}/coba").headers["Location"] == "/"
    page = maria.see("/")
    assert "Mencoba draf" in page
    assert "Mencoba draf" not in yosef.see("/")
    for person in (maria, yosef):
        form = {name: hidden(person.see("/"), name) for name in ("csrf_token", "kanal", "kiriman")}
        person.client.post("/simulator/messages", data=form | {"teks": "berapa biaya ke Malaysia"})
    work(runtime)
    assert NEW in text(maria.see("/"))
    assert OLD in text(yosef.see("/"))
    assert OLD in asked(runtime)
    maria.post("/simulator/percobaan-selesai", "/", kanal="sms")
    assert "Mencoba draf" not in maria.see("/")


def test_an_answer_is_withdrawn_and_sent_again(maria: Person, lasarus: Person, runtime: Runtime) -> None:
    assert press(lasarus, "/jawaban/ask_cost/tarik", alasan="salah").status_code == 403
    assert press(maria, "/jawaban/ask_cost/tarik", alasan="").status_code == 422
    assert press(maria, "/jawaban/ask_cost/tarik", alasan="aturannya berubah").status_code == 303
    assert OLD not in asked(runtime)
    assert "Jawaban ini ditarik." in maria.see(PAGE)
    assert press(maria, "/jawaban/ask_cost/pakai-lagi", alasan="ternyata benar").status_code == 303
    assert OLD in asked(runtime)
    assert press(maria, "/jawaban/emergency/tarik", alasan="uji").status_code == 422


def test_questions_are_counted_by_day_and_nothing_else(maria: Person, runtime: Runtime) -> None:
    for _ in range(3):
        asked(runtime)
    deliver(runtime, make_inbound(address="+620000000001"))
    work(runtime)
    assert [(row.key, row.language, row.count) for row in rows(runtime, AnswerUse)] == [("ask_cost", "id", 3)]
    assert {column.name for column in AnswerUse.__table__.columns} == {"day", "key", "language", "count"}
    assert "3 kali minggu ini" in maria.see("/jawaban?urut=asked")
    runtime.clock.advance(timedelta(days=7))
    assert not any(line.asked for line in answer_lines(editing_of(runtime)))


def upload(person: Person, name: str, content: bytes):
    token = hidden(person.see("/jawaban/berkas"), "csrf_token")
    return person.client.post("/jawaban/berkas", data={"csrf_token": token, "berkas": (BytesIO(content), name)})


def test_files_go_down_and_come_up_again(maria: Person, runtime: Runtime) -> None:
    packed = maria.client.get("/jawaban/berkas/unduh").data
    with ZipFile(BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert all(content == (RESPONSES / name).read_bytes() for name, content in files.items())
    assert "tidak ada yang berubah" in upload(maria, "semua.zip", packed).text

    changed = files["answers/money.toml"].replace(OLD.encode(), NEW.encode())
    shown = upload(maria, "money.toml", changed)
    assert "Yang akan berubah: 1" in text(shown.text)
    assert "kasih" in re.search(r"<ins>.*?</ins>", shown.text)[0]
    assert "draf" not in text(maria.see(PAGE)).partition("Teks")[0].replace("Inggris draf", "")
    assert maria.post("/jawaban/berkas/simpan", "/jawaban/berkas", alasan="").status_code == 422
    assert maria.post("/jawaban/berkas/simpan", "/jawaban/berkas", alasan="lebih biasa").status_code == 303
    assert NEW in fields(maria.see(PAGE))["singkat"]
    assert maria.post("/jawaban/berkas/simpan", "/jawaban/berkas", alasan="lagi").status_code == 422


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("", b"", "Pilih berkas jawaban"),
        ("foto.jpg", b"x", "Pilih berkas jawaban"),
        ("hotlines.toml", b"x", "hotlines.toml, baris 1: tidak bisa dibaca sebagai TOML. Tidak ada yang berubah."),
        ("hotlines.toml", b"\n[posko]\n", "hotlines.toml, baris 2, [posko] : nama pendek"),
        ("../../money.toml", b"[ask_cost\n", "no valid TOML"),
        ("money.toml", b'[nothing]\nshort = "a"\nfull = "a"\n', "do not exist"),
        ("aoz.po", b"\xff\xfe", "no valid PO"),
        ("semua.zip", b"PK\x03\x04", ".zip itu tidak bisa dibaca"),
        ("semua.zip", zipped({"x.txt": b"x"}), "Pilih berkas jawaban"),
        ("semua.zip", zipped({f"a{n}.toml": b"" for n in range(61)}), "terlalu banyak"),
        ("semua.zip", zipped({"a.toml": b"\0" * 9_000_000}), "terlalu banyak"),
    ],
)
def test_a_file_that_is_no_answers_changes_nothing(maria: Person, name: str, content: bytes, said: str) -> None:
    refused = upload(maria, name, content)
    assert refused.status_code == 422
    assert said in text(refused.text)
    assert "ada draf" not in text(maria.see("/jawaban")).partition("jawaban")[2].partition("Hak")[0].partition("296")[2]


def test_what_is_typed_elsewhere_may_not_be_as_large_as_a_file(maria: Person) -> None:
    # As plain bytes: a form as large as this would lie in a temporary file of the test client.
    body = {"data": b"#" * 2_100_000, "content_type": "multipart/form-data; boundary=x"}
    assert maria.client.post("/jawaban/berkas", **body).status_code == 413
    assert maria.client.post(PAGE, data={"lengkap": "a" * 70_000}).status_code == 413


def test_words_are_looked_up_beside_the_text(lasarus: Person) -> None:
    page = lasarus.see("/jawaban/ask_cost/aoz?antrean=1")
    words = text(re.search(r'<dl class="words".*?</dl>', page, re.DOTALL)[0])
    assert "jangan kais" in words
    assert 'rel="next"' in page
    found = text(lasarus.see("/jawaban/kamus?kata=kais"))
    assert "jangan" in found
    assert "Edwards 2020" in found
    assert "belum ada di sini" in lasarus.see("/jawaban/kamus?kata=zzzz")


def test_what_people_ask_next_is_chosen_reviewed_and_previewed(maria: Person, yosef: Person) -> None:
    page = maria.see(PAGE)
    assert len(page.encode()) < 60_000
    assert fields(page)["berikut-1"] == "ask_recruiter_money"
    form = fields(page) | {"berikut-1": "ask_contract", "berikut-2": "ask_hotline", "berikut-3": "", "berikut-4": ""}
    live = text(maria.client.post(f"{PAGE}/pratinjau", data=form, headers={"HX-Request": "true"}).text)
    whatsapp = live.partition("WhatsApp")[2]
    assert re.search(r"1\W+Kontrak", whatsapp), whatsapp
    alone = maria.client.post(f"{PAGE}/pratinjau", data=form | {"berikut-2": ""}, headers={"HX-Request": "true"}).text
    assert "Pilih 2 sampai 4, sekarang 1." in alone
    assert maria.client.post(PAGE, data=form | {"berikut-1": "nothing"}).status_code == 422
    assert maria.client.post(PAGE, data=form).status_code == 303
    assert fields(maria.see(PAGE))["berikut-2"] == "ask_hotline"
    press(maria, f"{PAGE}/ajukan")
    review = text(re.search(r'<dl class="diffs">.*?</dl>', yosef.see(PAGE), re.DOTALL)[0])
    assert review.startswith("Berikutnya [dihapus:] •")
    assert "[baru:] • " in review
    late = yosef.client.post(PAGE, data=fields(yosef.see(PAGE)) | {"dasar": "1", "berikut-3": "ask_training"})
    assert late.status_code == 409
    assert 'value="ask_training" selected' in late.text
    assert press(yosef, f"{PAGE}/terbitkan", nomor="2").status_code == 303
    assert "Berikutnya [dihapus:] •" in text(yosef.see(f"{PAGE}/riwayat"))
    assert "Berikutnya" not in text(maria.see("/jawaban/frame_more/id"))
    assert "berikut-1" not in maria.see("/jawaban/ask_cost/en")
