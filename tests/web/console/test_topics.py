"""Topics in the console: begun, written, read by a second admin and published, without JavaScript."""

from html import unescape
from uuid import uuid4

import pytest
from flask import Flask

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.learning import learning_of
from bot.services.seed import seed
from bot.services.write_labelled import write_labelled
from bot.staff.permissions import StaffRole
from bot.store.answer_desk import count_use
from bot.store.sentences import keep_sentence
from bot.store.tables.topics import AddedTopic, TopicSentence
from bot.training.sentence import Guess, NewSentence, Reason
from bot.vocabulary import Language
from tests.doubles.service import rows
from tests.factories import NOON
from tests.topics import FULL, INDONESIAN, KUPANG, NEXT, SHORT, TITLE, TOPIC, lay_out
from tests.web.console.staff import Person
from tests.web.console.test_answers import fields, somebody, text
from tests.web.console.test_learning import id_of, sent
from webhook.console.app import create_app

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NEW = "/jawaban/topik/baru"
PAGE = f"/jawaban/{TOPIC}/id"
HOSTILE = "<script>alert(1)</script> \"'><b>akta"
FORM = {
    "judul": TITLE,
    "kalimat-id": "\r\n".join([*INDONESIAN, ""]),
    "kalimat-mkn": "\n".join(KUPANG),
    "lanjut-1": NEXT[0],
    "lanjut-2": NEXT[1],
}
TEXTS = {
    "judul": TITLE,
    "singkat": SHORT,
    "lengkap": FULL,
    "diperiksa": "2026-11-20",
    "tinjau": "2027-11-01",
    "sumber-1-fakta": "F900",
    "sumber-1-nama": "Dukcapil",
    "sumber-1-alamat": "https://dukcapil.example.org/akta",
    "sumber-1-tanggal": "2026-10",
    "sumber-1-yakin": "high",
}


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    lay_out(runtime)
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return create_app(runtime)


@pytest.fixture
def maria(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Maria Admin", StaffRole.ADMIN)


@pytest.fixture
def yosef(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Yosef Admin", StaffRole.ADMIN)


def begin(person: Person, **changes: str):
    return person.post(NEW, NEW, **(FORM | changes))


def press(person: Person, path: str, **form: str):
    return person.post(path, PAGE, **form)


def test_from_the_form_to_publication(maria: Person, yosef: Person, runtime: Runtime) -> None:
    assert "Topik baru" in text(maria.see("/jawaban"))
    made = begin(maria)
    assert made.status_code == 303, text(made.text)
    assert made.headers["Location"].endswith(PAGE)
    page = text(maria.see(PAGE))
    assert TOPIC in page
    assert "8 kalimat contoh" in page
    assert "belum ada orang yang mendapatnya" in page
    assert "yakin menjawab 8 dari 8 kalimat ini dengan jawaban lain: Biaya berangkat (8)" in page
    assert "belum ada" in page, "what the texts lack stands at their fields"
    sent = maria.client.post(PAGE, data=fields(maria.see(PAGE)) | TEXTS)
    assert sent.status_code == 303, text(sent.text)
    assert press(maria, f"{PAGE}/ajukan").status_code == 303
    read = text(yosef.see(PAGE))
    assert "8 kalimat menunggu Anda" in read
    assert "menerbitkan berarti menyetujui 8 kalimat" in read
    assert "Ada yang harus diperbaiki" not in read, "the draft has its source and its dates"
    assert all(sentence in read for sentence in (*INDONESIAN, *KUPANG))
    assert press(yosef, f"{PAGE}/terbitkan", nomor="1").status_code == 303
    assert {row.state for row in rows(runtime, TopicSentence)} == {"approved"}
    page = text(maria.see(PAGE))
    assert "menunggu ditulis ke data latihan" in page
    write_labelled(learning_of(runtime), lambda *_: None)
    page = text(maria.see(PAGE))
    assert "model yang dipakai sekarang belum mengenal topik ini" in page
    assert "8 kalimat contoh · model belum mengenalnya" in text(maria.see("/jawaban?topik=added"))
    assert "membuat topik" in text(maria.see(f"{PAGE}/riwayat"))
    assert maria.see(f"/jawaban/{TOPIC}/en"), "a published topic is translated like all others"


def published(maria: Person, yosef: Person) -> None:
    begin(maria)
    maria.client.post(PAGE, data=fields(maria.see(PAGE)) | TEXTS)
    press(maria, f"{PAGE}/ajukan")
    assert press(yosef, f"{PAGE}/terbitkan", nomor="1").status_code == 303


def test_a_published_topic_is_counted_and_is_a_label(maria: Person, yosef: Person, runtime: Runtime) -> None:
    with runtime.store.writing() as session:
        new = NewSentence(NOON.astimezone(WITA).date(), "akte ilang", "mkn", (Guess(TOPIC, 0.6),), Reason.ASKED_BACK)
        assert keep_sentence(session, runtime.vault, new)
    assert TOPIC not in maria.see("/belajar"), "a model may know what is not answered here"
    published(maria, yosef)
    with runtime.store.writing() as session:
        count_use(session, NOON.astimezone(WITA).date(), TOPIC, Language.ID)
    assert TITLE in text(maria.see("/ikhtisar"))
    page = maria.see("/belajar")
    assert "Topik tambahan" in page
    one = id_of(page, "akte ilang")
    assert f'name="label-{one}" value="{TOPIC}"' in page, "the guess is a button"
    labelled = maria.client.post("/belajar", data=sent(page) | {f"label-{one}": TOPIC})
    assert labelled.status_code == 303, text(labelled.text)
    assert TITLE in text(maria.see("/belajar"))


def test_a_withdrawn_topic_says_so_and_comes_back(maria: Person, yosef: Person) -> None:
    published(maria, yosef)
    assert press(maria, f"/jawaban/{TOPIC}/tarik", alasan="salah").status_code == 303
    page = text(maria.see(PAGE))
    assert "Topik ini ditarik" in page
    assert "teks umum yang aman" not in page
    assert press(maria, f"/jawaban/{TOPIC}/pakai-lagi", alasan="benar").status_code == 303
    assert "Topik ini ditarik" not in text(maria.see(PAGE))


def test_what_is_wrong_stands_at_its_line_and_what_was_typed_stays(maria: Person, runtime: Runtime) -> None:
    wrong = "\n".join([INDONESIAN[0], "", "majikan pukul saya", "hubungi 081234567890 ya", HOSTILE, *INDONESIAN[1:]])
    answer = begin(maria, **{"kalimat-id": wrong, "kalimat-aoz": "au upules akta et me"})
    assert answer.status_code == 422
    page = text(answer.text)
    assert "Baris 3: berisi kata bahaya" in page
    assert "Baris 4: ada nomor telepon" in page
    assert "Baris 1: kalimat bahasa Timor perlu nama penulisnya" in page
    assert "Baris 1: ada" not in page
    assert "hubungi 081234567890 ya" in answer.text
    assert "<script>alert" not in answer.text
    assert unescape(answer.text.split('name="judul" value="')[1].split('"')[0]) == TITLE
    assert rows(runtime, AddedTopic) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"judul": ""}, "Beri judul"),
        ({"judul": "Biaya berangkat"}, "Sudah ada jawaban dengan judul ini"),
        ({"judul": "Judul yang jauh terlalu panjang"}, "paling banyak 24"),
        ({"kalimat-id": "", "kalimat-mkn": ""}, "paling sedikit 8 kalimat"),
        ({"kalimat-id": "berapa biaya kerja ke malaysia"}, "hampir sama dengan kalimat yang sudah ada"),
        ({"lanjut-1": "", "lanjut-2": ""}, "dua sampai empat"),
        ({"lanjut-1": "frame_more"}, "dua sampai empat"),
        ({"kalimat-id": "satu kalimat lagi\n" * 201}, "paling banyak 200"),
    ],
)
def test_faults_are_said_in_plain_words(maria: Person, changes: dict[str, str], said: str) -> None:
    answer = begin(maria, **changes)
    assert answer.status_code == 422
    assert said.lower() in text(answer.text).lower()


def test_a_second_press_makes_no_second_topic(maria: Person, runtime: Runtime) -> None:
    assert begin(maria).status_code == 303
    assert begin(maria).status_code == 422
    assert len(rows(runtime, AddedTopic)) == 1


def test_more_sentences_later_and_one_less(maria: Person, yosef: Person, runtime: Runtime) -> None:
    begin(maria)
    more = {"kalimat-id": "akta lahir anak angkat bagaimana\nakta lahir anak angkat bagaimana"}
    answer = press(maria, f"/jawaban/{TOPIC}/kalimat", **more)
    assert answer.status_code == 422
    assert "Baris 2: ada dua kali" in text(answer.text)
    more = {
        "kalimat-id": "akta lahir anak angkat bagaimana",
        "kalimat-aoz": "au upules akta et me",
        "penulis-aoz": "Lasarus",
    }
    assert press(maria, f"/jawaban/{TOPIC}/kalimat", **more).status_code == 303
    assert "ditulis Lasarus" in text(maria.see(PAGE))
    found = rows(runtime, TopicSentence)
    assert len(found) == 10
    ids = [row.id.hex for row in found]
    assert press(maria, f"/jawaban/{TOPIC}/kalimat/setujui", kalimat=ids[-1]).status_code == 422
    assert press(yosef, f"/jawaban/{TOPIC}/kalimat/setujui", kalimat=ids[-1]).status_code == 303
    assert press(yosef, f"/jawaban/{TOPIC}/kalimat/setujui", kalimat="no-id").status_code == 422
    assert sorted(row.state for row in rows(runtime, TopicSentence)) == ["approved", *["proposed"] * 9]
    assert press(maria, f"/jawaban/{TOPIC}/kalimat/{found[0].id}/hapus").status_code == 303
    assert press(maria, f"/jawaban/{TOPIC}/kalimat/{found[0].id}/hapus").status_code == 422
    assert press(maria, f"/jawaban/{TOPIC}/hapus-topik").status_code == 303
    assert rows(runtime, AddedTopic) == []
    assert rows(runtime, TopicSentence) == []
    maria.see(PAGE, status=404)


def test_other_answers_have_no_sentences_and_other_keys_no_page(maria: Person) -> None:
    for path in ("kalimat", "kalimat/setujui", f"kalimat/{uuid4()}/hapus", "hapus-topik"):
        for key in ("ask_cost", "topic_nothing", "topic_Akta"):
            assert maria.post(f"/jawaban/{key}/{path}").status_code == 404
    maria.see("/jawaban/topic_nothing", status=404)
    maria.see("/jawaban/topik", status=404)


def test_a_sentence_of_another_topic_is_not_reached_by_its_id(maria: Person, runtime: Runtime) -> None:
    begin(maria)
    other = {"kalimat-id": "\n".join(f"{sentence} untuk nikah" for sentence in INDONESIAN), "judul": "Akta nikah"}
    other["kalimat-mkn"] = "\n".join(f"{sentence} kawin" for sentence in KUPANG)
    assert begin(maria, **other).status_code == 303
    theirs = next(row for row in rows(runtime, TopicSentence) if row.key == "topic_akta_nikah")
    assert press(maria, f"/jawaban/{TOPIC}/kalimat/{theirs.id}/hapus").status_code == 422
    assert len(rows(runtime, TopicSentence)) == 16


def test_pages_stay_small(maria: Person) -> None:
    assert len(maria.see(NEW).encode()) < 60_000
    many = "\n".join(f"akta lahir pertanyaan nomor {letter}{other}" for letter in "abcdefgh" for other in "pqrstuvw")
    begin(maria, **{"kalimat-id": many})
    assert len(maria.see(PAGE).encode()) < 60_000
    assert TITLE in text(maria.see("/jawaban?cari=akta"))
