"""Phone numbers in the console: never without source and check, read by a second person, sent at once."""

import re
from html import unescape

import pytest
from flask import Flask

from bot.answers.findings import Finding
from bot.answers.hotline_files import read_hotlines
from bot.bootstrap import Runtime
from bot.config import RESPONSES
from bot.services.export_answers import export_answers
from bot.staff.permissions import StaffRole
from bot.store.revisions import served_catalog
from tests.doubles.service import editing_of
from tests.services.test_draft_hotlines import POSKO as POSKO_IN_FILE
from tests.web.console.conftest import hidden
from tests.web.console.staff import Person
from tests.web.console.test_answers import somebody, text, upload
from webhook.console.app import create_app

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGE = "/jawaban/nomor/kp2mi"
NEW = "1500567"


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    return create_app(runtime)


@pytest.fixture
def maria(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Maria Admin", StaffRole.ADMIN)


@pytest.fixture
def yosef(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Yosef Admin", StaffRole.ADMIN)


def change(person: Person, path: str = PAGE, **changes: object):
    """Fill the form as it stands with changes and save."""
    page = person.see(path)
    form = re.search(rf'<form class="sheet" method="post" action="{path}">.*?</form>', page, re.DOTALL)[0]
    sent: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag)[1], re.search(r'value="([^"]*)"', tag)
        if 'type="checkbox"' not in tag:
            sent[name] = unescape(value[1]) if value else ""
        elif " checked" in tag:
            sent.setdefault(name, []).append(value[1])
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.search(r'value="([^"]*)" selected', options)[1]
    checked = {"last_checked": "2026-11-20", "checked_by": "Maria Admin", "alasan": "nomornya berubah"}
    return person.client.post(path, data=sent | checked | {"number": NEW} | changes)


def number_of(runtime: Runtime) -> str:
    with runtime.store.reading() as session:
        return served_catalog(session, runtime.wording.catalog).hotlines["kp2mi"].number


def test_a_number_is_changed_by_two_people_and_exported(
    maria: Person, yosef: Person, runtime: Runtime, tmp_path
) -> None:
    assert "belum pernah ditelepon" in maria.see("/jawaban/nomor")
    assert change(maria).status_code == 303
    assert number_of(runtime) == "08001000"
    assert maria.post(f"{PAGE}/terbitkan", PAGE, nomor="1").status_code == 422
    assert yosef.post(f"{PAGE}/terbitkan", PAGE, nomor="9").status_code == 422
    assert "08001000" in text(re.search(r'<dl class="diffs">.*?</dl>', yosef.see(PAGE), re.DOTALL)[0])
    assert yosef.post(f"{PAGE}/terbitkan", PAGE, nomor="1").status_code == 303
    assert number_of(runtime) == NEW
    assert "oleh Maria Admin" in yosef.see("/jawaban/nomor")

    export_answers(editing_of(runtime), tmp_path / "out")
    findings: list[Finding] = []
    written = read_hotlines(tmp_path / "out" / "hotlines.toml", findings)
    assert findings == []
    assert (written["kp2mi"].number, written["kp2mi"].checked_by) == (NEW, "Maria Admin")
    before = (RESPONSES / "hotlines.toml").read_text(encoding="utf-8").splitlines()
    after = (tmp_path / "out" / "hotlines.toml").read_text(encoding="utf-8").splitlines()
    assert len(set(before) - set(after)) <= 1
    assert len(after) == len(before) + 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last_checked": ""}, "Isi kapan nomor ini ditelepon"),
        ({"checked_by": " "}, "Isi kapan nomor ini ditelepon"),
        ({"source": ""}, "sumber: belum ada"),
        ({"source": "javascript:alert(1)"}, "alamat web yang lengkap"),
        ({"number": "12"}, "bukan nomor yang benar"),
        ({"number": ""}, "melanggar aturan"),
        ({"country": "Indonesia"}, "dua huruf besar"),
        ({"channels": []}, "pilih paling sedikit satu"),
        ({"confidence": "low"}, "tidak akan dikirim"),
        ({"last_checked": "2020-01-01", "source_date": "2020"}, "tidak akan dikirim"),
        ({"alasan": ""}, "Isi alasannya"),
        ({"label": "a" * 30}, "melanggar aturan"),
        ({"label": "a" * 31}, "paling banyak 30 huruf"),
        ({"label": "Posko 你"}, "tidak dikenal SMS"),
        ({"name": "Posko\u202e"}, "tidak kelihatan"),
        ({"last_checked": "2026-11-22"}, "belum lewat"),
    ],
)
def test_a_number_that_may_not_be_sent_is_not_kept(maria: Person, changes: dict[str, object], said: str) -> None:
    refused = change(maria, **changes)
    assert refused.status_code == 422, text(refused.text)
    assert said in text(refused.text)
    assert "menunggu orang kedua" not in refused.text


def test_two_at_once_and_a_change_taken_back(maria: Person, yosef: Person, runtime: Runtime) -> None:
    change(maria)
    late = change(yosef, dasar="0", checked_by="<b>Yosef</b>")
    assert late.status_code == 409
    assert "&lt;b&gt;Yosef" in late.text
    assert "<b>Yosef" not in late.text
    assert maria.post(f"{PAGE}/buang", PAGE).status_code == 303
    assert maria.post(f"{PAGE}/buang", PAGE).status_code == 422
    assert number_of(runtime) == "08001000"
    maria.see("/jawaban/nomor/nothing", 404)


def test_a_number_is_withdrawn_at_once_and_the_last_emergency_one_never(maria: Person, runtime: Runtime) -> None:
    assert maria.post(f"{PAGE}/tarik", PAGE, alasan="tidak diangkat").status_code == 303
    assert "ditarik" in text(maria.see(PAGE))
    assert maria.post(f"{PAGE}/pakai-lagi", PAGE, alasan="diangkat lagi").status_code == 303
    outcomes = [
        maria.post(f"/jawaban/nomor/{name}/tarik", PAGE, alasan="uji").status_code for name in ("polri_110", "sapa_129")
    ]
    assert 422 in outcomes


FRESH = {
    "id": "posko_kupang",
    "label": "Posko",
    "name": "Posko Migran Kota Kupang",
    "number": "+62380821234",
    "channels": ["call"],
    "country": "ID",
    "area": "Kupang",
    "kind": "labour",
    "source": "https://kupangkota.go.id/posko",
    "source_date": "2026-10",
    "last_checked": "2026-11-20",
    "checked_by": "Maria Admin",
    "confidence": "medium",
    "alasan": "kantor baru",
}
POSKO = "/jawaban/nomor/posko_kupang"


def add(person: Person, **changes: object):
    token = hidden(person.see("/jawaban/nomor/baru"), "csrf_token")
    return person.client.post("/jawaban/nomor/baru", data=FRESH | changes | {"csrf_token": token})


def test_a_new_number_goes_the_way_of_a_change(maria: Person, yosef: Person, runtime: Runtime) -> None:
    assert 'href="/jawaban/nomor/baru"' in maria.see("/jawaban/nomor")
    assert add(maria).headers["Location"] == POSKO
    assert "belum terbit" in text(maria.see(POSKO))
    assert "baru menunggu orang kedua" in text(maria.see("/jawaban/nomor"))
    assert "Nomor itu tidak ada dalam daftar" not in maria.see("/jawaban/ask_cost/id")
    assert maria.post(f"{POSKO}/terbitkan", POSKO, nomor="1").status_code == 422
    review = text(re.search(r'<dl class="diffs">.*?</dl>', yosef.see(POSKO), re.DOTALL)[0])
    assert "Bisa dihubungi lewat [baru:] telepon" in review
    assert all(str(value) in review for name, value in FRESH.items() if name in {"number", "area", "checked_by"})
    assert yosef.post(f"{POSKO}/terbitkan", POSKO, nomor="1").status_code == 303
    listed = text(maria.see("/jawaban/nomor"))
    assert "Posko Migran Kota Kupang · +62380821234 baru" in listed
    assert "ditelepon 2026-11-20 oleh Maria Admin · belum dipakai jawaban mana pun" in listed
    page = text(maria.see(POSKO))
    assert "{hotline:posko_kupang}" in page
    assert "Yosef Admin : menerbitkan" in page or "Yosef Admin: menerbitkan" in page

    assert change(maria, POSKO, number="+62380821235").status_code == 303
    assert yosef.post(f"{POSKO}/terbitkan", POSKO, nomor="2").status_code == 303
    assert maria.post(f"{POSKO}/pulihkan", POSKO, nomor="1", alasan="salah ketik").status_code == 303
    with runtime.store.reading() as session:
        assert served_catalog(session, runtime.wording.catalog).hotlines["posko_kupang"].number == FRESH["number"]
    assert maria.post(f"{POSKO}/pulihkan", POSKO, nomor="0", alasan="tutup").status_code == 303
    assert "tidak ada lagi" in text(maria.see(POSKO))
    assert "Tidak ada lagi: dibuang atau diambil kembali (1)" in text(maria.see("/jawaban/nomor"))
    assert maria.post(f"{POSKO}/pulihkan", POSKO, nomor="0", alasan="tutup").status_code == 422
    assert maria.post(f"{POSKO}/pulihkan", POSKO, nomor="1", alasan="buka lagi").status_code == 303


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "kp2mi"}, "sudah ada atau pernah ada"),
        ({"id": "baru"}, "3 sampai 60 huruf kecil"),
        ({"id": "<b>Posko</b>"}, "3 sampai 60 huruf kecil"),
        ({"number": "0380821234"}, "bukan nomor yang benar"),
        ({"confidence": ""}, "belum ada"),
        ({"checked_by": ""}, "Isi kapan nomor ini ditelepon"),
        ({"alasan": ""}, "Isi alasannya"),
        ({"name": "N" * 300}, "paling banyak 80 huruf"),
    ],
)
def test_a_new_number_that_cannot_be_kept_is_not_and_nothing_typed_is_lost(
    maria: Person, changes: dict[str, str], said: str
) -> None:
    refused = add(maria, **changes)
    assert refused.status_code == 422
    assert said in text(refused.text)
    assert 'value="Maria Admin"' in refused.text or "checked_by" in changes
    assert "<b>Posko" not in refused.text
    assert re.search(r'name="kind".*value="labour" selected', refused.text)
    maria.see(POSKO, 404)


def test_an_id_in_an_address_that_is_none_is_not_there(maria: Person) -> None:
    for name in ("nothing", "a" * 300, "%00", "KP2MI"):
        maria.see(f"/jawaban/nomor/{name}", 404)
        assert maria.post(f"/jawaban/nomor/{name}/pulihkan", PAGE, nomor="0").status_code == 404


def test_a_file_of_numbers_is_looked_through_and_waits(maria: Person, yosef: Person) -> None:
    shipped = (RESPONSES / "hotlines.toml").read_text(encoding="utf-8")
    assert "sama dengan yang terbit" in upload(maria, "hotlines.toml", shipped.encode()).text
    fresh = shipped + POSKO_TABLE
    shown = text(upload(maria, "hotlines.toml", fresh.encode()).text)
    assert "Yang akan berubah: 1" in shown
    assert "Posko <Soe> · nomor baru" in shown
    assert "+62380821234" in shown
    saved = maria.post("/jawaban/berkas/simpan", "/jawaban/berkas", alasan="pindahan")
    assert saved.headers["Location"] == "/jawaban/nomor"
    assert "1 nomor menunggu orang kedua." in maria.see("/jawaban/nomor")
    assert maria.post("/jawaban/nomor/posko_soe/terbitkan", PAGE, nomor="1").status_code == 422
    assert yosef.post("/jawaban/nomor/posko_soe/terbitkan", PAGE, nomor="1").status_code == 303


POSKO_TABLE = POSKO_IN_FILE.replace("Posko Soe", "Posko <Soe>")
