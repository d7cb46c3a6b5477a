"""The history of a case in the page's language, without our own words in it."""

import re

from tests.reporting.desk import Desk
from tests.web.console.staff import Person
from tests.web.console.test_cases import text

OUR_OWN = re.compile(r"\b(step \d|recruiter now|email to|from the same phone|from another|leaving)\b")


def history(page: str) -> str:
    return " ".join(text(page[page.index("Riwayat</h2>") :]).split())


def test_details_are_read_in_indonesian(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    desk.say(f"TAMBAH {code} dia pakai mobil merah", address="+6289999999999")
    petrus.post(f"/cases/{code}/ask", pertanyaan="leaving")
    page = history(petrus.see(f"/cases/{code}"))
    for said in (
        "kasus dibuat (laporan tentang perekrut, BAHAYA SEKARANG)",
        "diberi tahu (Petrus Nabuasa, langkah 1)",
        "pemberitahuan terkirim (surel: Petrus Nabuasa)",
        "ditambah (dari HP lain, menunggu diterima petugas)",
        "pertanyaan dibuat (Kapan dan dari mana berangkat?)",
    ):
        assert said in page
    assert not OUR_OWN.search(page)


def test_and_in_english(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    petrus.post("/bahasa", bahasa="en", dari="/akun")
    page = petrus.see(f"/cases/{code}")
    assert "Petrus Nabuasa, step 1" in page
    assert "e-mail: Petrus Nabuasa" in page
