"""What a reporter said, as an officer reads it: red flags marked, other languages with Indonesian beside them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from bot.services.purge import purge_reports
from bot.services.told_parts import LONGEST_RENDERING
from bot.store.tables.cases import CaseRendering
from tests.doubles.service import rows
from tests.reporting.desk import Desk
from tests.web.console.staff import Person

DAWAN = (
    "Lapor: Om Beni nomor 0812 3456 7899 nok au feto nao neu Malaysia. Au feto in toon nim boes am haa, "
    "paspor saya dia yang pegang. Hai mnao nako Soe noka le' i"
)


def part_of(page: str) -> str:
    """Return by what the page names the first part that can be rendered."""
    return re.search(r"/parts/([0-9a-f]{32})", page)[1]


def marked(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r"<mark>([^<]*)</mark>", page)]


def test_the_words_of_a_red_flag_are_marked_and_explained(desk: Desk, maria: Person) -> None:
    code = desk.allow(story="Lapor: Om Beni dari Soe ke Malaysia, <b>paspor saya</b> dia yang pegang")
    page = maria.see(f"/cases/{code}")
    assert [re.sub(r"\W+", " ", each).strip() for each in marked(page)] == ["paspor saya b dia yang pegang"]
    assert "<b>paspor" not in page
    assert 'href="#tanda-1"' in page
    assert "Pekerja berhak memegang paspor sendiri" in page
    assert "parts/" not in page  # it is Indonesian: there is nothing to write beside it


def test_an_officer_writes_down_what_it_says(desk: Desk, maria: Person, petrus: Person) -> None:
    code = desk.allow(story=DAWAN)
    page = maria.see(f"/cases/{code}")
    assert "bahasa Timor (Uab Meto)" in page
    name = part_of(page)
    for words in ("Adik saya dibawa <ke> Malaysia.", "Adik perempuan saya ikut ke Malaysia."):
        assert maria.post(f"/cases/{code}/parts/{name}", artinya=words).status_code == 303
    page = maria.see(f"/cases/{code}")
    assert "Artinya, menurut Maria Koordinator" in page
    assert "Adik perempuan saya ikut ke Malaysia." in page
    assert "artinya ditulis dalam bahasa Indonesia" in page
    kept = rows(desk.runtime, CaseRendering)
    assert len(kept) == 2  # the first stays in the database
    assert not any(b"Malaysia" in row.text_sealed for row in kept)


def test_wrong_parts_and_empty_texts_are_refused(
    desk: Desk, maria: Person, officer: Callable[..., Person], petrus: Person
) -> None:
    code = desk.allow(story=DAWAN)
    name = part_of(maria.see(f"/cases/{code}"))
    long = "adik " * LONGEST_RENDERING
    for part, words in ((name, "  "), (name, long), ("0" * 32, "adik saya"), ("nonsense", "adik saya")):
        refused = maria.post(f"/cases/{code}/parts/{part}", artinya=words)
        assert refused.status_code == 422
    assert long in maria.post(f"/cases/{code}/parts/{name}", artinya=long).text  # what was typed is not lost
    far = officer("Lain Orang", regency="Kabupaten Alor")
    assert far.post(f"/cases/{code}/parts/{name}", artinya="x").status_code == 404
    assert rows(desk.runtime, CaseRendering) == []


def test_it_goes_with_what_was_told(desk: Desk, maria: Person) -> None:
    code = desk.allow(story=DAWAN)
    maria.post(f"/cases/{code}/parts/{part_of(maria.see(f'/cases/{code}'))}", artinya="Adik saya dibawa.")
    maria.post(f"/cases/{code}/close", alasan="selesai", hasil="safe")
    desk.runtime.clock.advance(timedelta(days=366))
    purge_reports(desk.runtime.store, desk.runtime.clock)
    assert rows(desk.runtime, CaseRendering) == []


def test_the_map_shows_places_of_the_province_and_names_the_others(desk: Desk, maria: Person) -> None:
    code = desk.allow(story="Lapor: Om Beni bawa orang dari Soe ke Malaysia lewat pelabuhan Tenau")
    page = maria.see(f"/cases/{code}")
    assert re.search(r'class="spot from" [^>]+><title>Soe</title>', page)
    assert re.search(r'class="spot seen about" [^>]+><title>Pelabuhan Tenau</title>', page)
    assert "Tujuan: Malaysia" in re.sub(r"<[^>]+>", "", page)
