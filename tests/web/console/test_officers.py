"""A coordinator sets officers up, changes them and sends them off, on pages that show no address."""

import re
from collections.abc import Callable

import pytest

from bot.reports.routing import OfficerRole
from bot.services.handle_case import take
from tests.reporting.desk import STORY, TTS, Desk
from tests.web.console.staff import Person
from tests.web.console.test_case_work import HOSTILE, text

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What the pages call is tested on both databases: tests/reporting/test_officers_leave.py."""

PAGE = "/staf/petugas"
NEW = {"nama": "Anton Seran", "tugas": "duty", "lembaga": "police", "tempat": TTS, "urutan": "2"}


def send(who: Person, path: str, **form: str):
    return who.post(path, path if path.endswith("baru") else PAGE + "/baru", **form)


def path_of(desk: Desk, name: str) -> str:
    return f"{PAGE}/{desk.officers[name]}"


def test_an_officer_is_set_up_told_and_invited(desk: Desk, maria: Person) -> None:
    answer = send(maria, f"{PAGE}/baru", **NEW, surel="Anton@example.org", hp="0813 3900 0007", whatsapp="1")
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = maria.see(PAGE)
    assert "petugas piket · polisi" in text(page)
    assert f"{TTS} · urutan 2 · surel, HP dan WhatsApp" in text(page)
    assert "anton@example.org" not in page
    assert "81339000007" not in page
    invite = maria.see(re.search(r'href="(/staf\?petugas=[^"#]+)', page)[1].replace("&amp;", "&"))
    assert re.search(r'id="nama"[^>]* value="Anton Seran"', invite)
    assert re.search(r'<option value="officer" selected>', invite)
    code = desk.allow(answer="2")
    assert code in {case.code for case in desk.cases()}


def test_an_officer_is_changed_and_addresses_stay(desk: Desk, maria: Person, petrus: Person) -> None:
    path = path_of(desk, "Petrus Nabuasa")
    page = maria.see(path)
    assert "petrus@example.org" not in page
    form = {"nama": "Petrus Nabuasa", "tugas": "duty", "lembaga": "ngo", "tempat": "Kabupaten Belu", "urutan": "3"}
    assert send(maria, path, **form).status_code == 303
    assert "LSM pendamping" in text(maria.see(PAGE))
    assert "Kabupaten Belu · urutan 3 · surel" in text(maria.see(PAGE))


def test_the_cases_of_who_is_sent_off_go_to_others(desk: Desk, maria: Person, petrus: Person) -> None:
    code = desk.allow()
    petrus.post(f"/cases/{code}/take", f"/cases/{code}")
    assert "menangani 1 kasus" in text(maria.see(PAGE))
    assert send(maria, f"{path_of(desk, 'Petrus Nabuasa')}/nonaktif").status_code == 303
    page = maria.see(f"/cases/{code}")
    assert "belum ditangani" in text(page)
    assert "Petrus Nabuasa tidak bertugas lagi" in text(page)
    assert "Anda tidak bertugas sekarang" in petrus.see("/cases", 403)
    assert send(maria, f"{path_of(desk, 'Petrus Nabuasa')}/aktif").status_code == 303
    assert petrus.client.get("/cases").status_code == 200


def test_closing_an_account_says_that_its_officer_is_still_told(desk: Desk, maria: Person, petrus: Person) -> None:
    assert maria.post(f"/staf/{petrus.account}/tutup", "/staf").status_code == 303
    assert "Petrus Nabuasa masih diberi tahu" in maria.see("/staf")
    send(maria, f"{path_of(desk, 'Petrus Nabuasa')}/nonaktif")
    maria.post(f"/staf/{petrus.account}/undang-lagi", "/staf")
    maria.post(f"/staf/{petrus.account}/tutup", "/staf")
    assert "masih diberi tahu" not in maria.see("/staf")


def test_nobody_sends_themselves_or_the_last_coordinator_off(
    desk: Desk, maria: Person, officer: Callable[..., Person]
) -> None:
    own = path_of(desk, "Maria Koordinator")
    assert "Nonaktifkan" not in maria.see(own)
    answer = send(maria, f"{own}/nonaktif")
    assert (answer.status_code, "koordinator lain yang melakukannya" in answer.text) == (422, True)
    form = {"nama": "Maria Koordinator", "tugas": "duty", "lembaga": "ngo", "tempat": "", "urutan": "1"}
    answer = send(maria, own, **form)
    assert (answer.status_code, "laporan tidak diterima" in answer.text) == (422, True)
    yuli = officer("Yuliana Snae", OfficerRole.COORDINATOR, "")
    assert send(yuli, f"{own}/nonaktif").status_code == 303
    for path in (PAGE, f"{PAGE}/baru", path_of(desk, "Yuliana Snae")):
        assert "Anda tidak bertugas sekarang" in maria.see(path, 403)
    assert maria.post(f"{PAGE}/baru", "/akun", **NEW, surel="x@example.org").status_code == 403
    assert maria.post(f"{own}/aktif", "/akun").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"nama": ""}, "Isi nama petugas"),
        ({"nama": "Maria Koordinator"}, "sudah ada"),
        ({"tugas": "raja"}, "Pilih tugasnya"),
        ({"lembaga": ""}, "Pilih lembaganya"),
        ({"tempat": "Atlantis"}, "Pilih kabupaten"),
        ({"urutan": "-1"}, "Urutan adalah angka"),
        ({"urutan": "9" * 20}, "Urutan adalah angka"),
        ({"hp": "12"}, "bukan nomor telepon"),
        ({"surel": "bukan surel"}, "Alamat surel harus"),
        ({"surel": ""}, "tidak bisa diberi tahu"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    desk: Desk, maria: Person, wrong: dict[str, str], said: str
) -> None:
    answer = send(maria, f"{PAGE}/baru", **{**NEW, "surel": "anton@example.org", **wrong})
    assert answer.status_code == 422
    assert said in text(answer.text)
    if "nama" not in wrong:
        assert 'value="Anton Seran"' in answer.text
    assert "Anton Seran" not in maria.see(PAGE)


def test_no_number_tells_of_a_case_that_is_not_open(desk: Desk, maria: Person, petrus: Person) -> None:
    desk.officer("Yohanes Wakil", "wakil@example.org", OfficerRole.DEPUTY)
    hidden_code = desk.allow(story=f"{STORY}. Ibu Maria Koordinator juga ikut bantu dia")
    take(desk.runtime.store, desk.runtime.clock, hidden_code, "Yohanes Wakil")
    assert maria.client.get(f"/cases/{hidden_code}").status_code == 404
    assert "menangani" not in maria.see(PAGE)
    open_code = desk.allow(address="+6281377788890")
    take(desk.runtime.store, desk.runtime.clock, open_code, "Yohanes Wakil")
    assert "menangani 1 kasus" in text(maria.see(PAGE))


def test_names_are_never_code_and_the_page_says_when_nobody_is_told(desk: Desk, maria: Person) -> None:
    assert "LAPOR belum menerima laporan" not in maria.see(PAGE)
    assert send(maria, f"{PAGE}/baru", **{**NEW, "nama": HOSTILE}, surel="x@example.org").status_code == 303
    for page in (maria.see(PAGE), maria.see("/staf"), maria.see("/staf?petugas=<script>alert(1)</script>")):
        assert "<script>alert(1)" not in page
    assert maria.client.get(f"{PAGE}/00000000-0000-4000-8000-000000000000").status_code == 404
    assert maria.client.post(f"{PAGE}/baru", data=NEW).status_code == 400
