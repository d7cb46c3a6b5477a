"""An added topic's way in a real browser: named, written, tried, published by a second admin, and withdrawn."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Service
from tests.browser.test_answers import desk_of, people  # noqa: F401 - a fixture
from tests.browser.test_cases import fold_out
from tests.browser.test_console import check
from tests.browser.test_simulator import DESKTOP, PHONE
from tests.topics import FULL, INDONESIAN, KUPANG, SHORT, TITLE, TOPIC, lay_out
from tests.web.console.staff import Person

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_from_the_title_to_publication_and_away(
    browser: Browser,
    service: Service,
    people: dict[str, Person],  # noqa: F811
    size: dict[str, int],
    javascript: bool,
) -> None:
    lay_out(service.runtime)
    with service.served(), ExitStack() as stack:
        maria, yosef = (
            stack.enter_context(desk_of(people[name], browser, service, size, javascript))
            for name in ("maria", "yosef")
        )
        begin(maria, service, javascript)
        write_texts(maria, javascript)
        maria.get_by_role("button", name="Coba di simulator").click()
        maria.get_by_label("Tulis pesan").fill("akta lahir?")
        maria.get_by_role("button", name="Kirim").click()
        expect(maria.locator(".lines")).to_contain_text(SHORT)
        maria.get_by_role("link", name="Kembali ke draf").click()
        maria.get_by_role("button", name="Ajukan untuk ditelaah").click()
        expect(maria.get_by_text("orang kedua yang menerbitkannya")).to_be_visible()

        yosef.goto(f"{service.url}jawaban?topik=added")
        check(yosef, javascript)
        yosef.get_by_role("link", name=TITLE).click()
        expect(yosef.get_by_text(f"{len(INDONESIAN) + len(KUPANG)} kalimat menunggu Anda")).to_be_visible()
        check(yosef, javascript)
        yosef.get_by_role("button", name="Setujui dan terbitkan sekarang").click()
        expect(yosef.get_by_text("Pertanyaan orang belum sampai ke sini")).to_be_visible()
        add_one(yosef, javascript)

        maria.goto(f"{service.url}jawaban/{TOPIC}")
        maria.get_by_role("button", name="Setujui kalimat ini").click()
        expect(maria.get_by_text("Kalimat disetujui.")).to_be_visible()
        fold_out(maria, "Tarik topik ini sekarang juga")
        maria.get_by_label("Alasan").fill("teksnya salah")
        maria.get_by_role("button", name="Tarik", exact=True).click()
        expect(maria.get_by_text("Topik ini ditarik.")).to_be_visible()
        check(maria, javascript)


def begin(page: Page, service: Service, javascript: bool) -> None:
    """Name the topic; the first try has a line that is not taken."""
    page.goto(f"{service.url}jawaban")
    page.get_by_role("link", name="Topik baru").click()
    check(page, javascript)
    page.get_by_label("Judul").fill(TITLE)
    page.get_by_label("Bahasa Indonesia").fill("\n".join([*INDONESIAN, "majikan pukul saya"]))
    page.get_by_label("Melayu Kupang").fill("\n".join(KUPANG))
    page.get_by_role("button", name="Buat topik").click()
    expect(page.get_by_text("Baris 7: berisi kata bahaya")).to_be_visible()
    check(page, javascript)
    page.get_by_label("Bahasa Indonesia").fill("\n".join(INDONESIAN))
    page.get_by_role("button", name="Buat topik").click()
    expect(page.get_by_text("Topik dibuat.")).to_be_visible()
    check(page, javascript)


def write_texts(page: Page, javascript: bool) -> None:
    """Write the texts with their source and dates."""
    page.get_by_label("Teks singkat").fill(SHORT)
    page.get_by_label("Teks lengkap").fill(FULL)
    page.get_by_label("Tanggal diperiksa").fill("2026-11-20")
    page.get_by_label("Tinjau lagi").fill("2027-11-01")
    page.get_by_label("Nomor fakta").fill("F900")
    page.get_by_label("Nama", exact=True).fill("Dukcapil")
    page.get_by_label("Alamat web").fill("https://dukcapil.example.org/akta")
    page.get_by_label("Tanggal, seperti").fill("2026-10")
    if not javascript:
        page.get_by_role("button", name="Pratinjau").click()
    expect(page.locator("#pratinjau .bubble").first).to_contain_text(SHORT)
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.get_by_text("Draf disimpan.")).to_be_visible()


def add_one(page: Page, javascript: bool) -> None:
    """Propose one more sentence."""
    fold_out(page, "Tambah kalimat")
    page.get_by_label("Bahasa Indonesia").fill("akta lahir anak angkat bagaimana")
    page.get_by_role("button", name="Simpan kalimat").click()
    expect(page.get_by_text("Orang kedua membacanya dulu.")).to_be_visible()
    check(page, javascript)
