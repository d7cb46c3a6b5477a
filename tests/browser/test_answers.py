"""An answer's way in a real browser: written, previewed, approved by a second person, read at once, and rolled back."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.config import RESPONSES, Settings
from bot.services.seed import seed
from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from tests.browser.conftest import Service
from tests.browser.test_cases import fold_out
from tests.browser.test_console import check
from tests.browser.test_simulator import DESKTOP, PHONE, opened
from tests.web.console.staff import Person
from webhook.console.app import create_app

pytestmark = pytest.mark.browser

OLD, NEW = "Jangan beri uang ke calo.", "Jangan kasih uang ke calo."


@pytest.fixture
def people(service: Service) -> dict[str, Person]:
    """Two admins and a speaker of Dawan, signed in."""
    runtime = service.runtime
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    app, found = create_app(runtime), {}
    for name, role, language in (
        ("maria", StaffRole.ADMIN, ""),
        ("yosef", StaffRole.ADMIN, ""),
        ("lasarus", StaffRole.REVIEWER, "aoz"),
    ):
        new = NewAccount(f"{name}@example.org", name.title(), role, language)
        made = invite(runtime.store, runtime.clock, new, None, by="test")
        found[name] = Person(app, runtime, new.email, made.account, made.token, app.test_client()).sign_in()
    return found


@contextmanager
def desk_of(
    person: Person, browser: Browser, service: Service, size: dict[str, int], javascript: bool
) -> Iterator[Page]:
    """Open the console as somebody who is signed in already; test_console.py signs in by hand."""
    with opened(browser, size, javascript=javascript) as page:
        kept = person.client.get_cookie(person.app.config["SESSION_COOKIE_NAME"])
        assert kept is not None
        page.context.add_cookies([{"name": kept.key, "value": kept.value, "url": service.url}])
        yield page


def ask(page: Page, service: Service) -> None:
    """Ask in the simulator, in a talk of its own, and wait for the answer."""
    page.goto(service.url)
    page.get_by_role("button", name="Percakapan baru").click()
    page.locator(".empty").get_by_role("button", name="Berapa biaya").click()
    expect(page.locator(".ours").first).to_be_visible()
    expect(page.locator(".typing")).to_have_count(0)


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_from_the_draft_to_what_people_read_and_back(
    browser: Browser, service: Service, people: dict[str, Person], size: dict[str, int], javascript: bool
) -> None:
    with service.served(), ExitStack() as stack:
        maria, yosef = (
            stack.enter_context(desk_of(people[name], browser, service, size, javascript))
            for name in ("maria", "yosef")
        )
        maria.goto(f"{service.url}jawaban")
        check(maria, javascript)
        maria.get_by_label("Cari kata dalam jawaban").fill("kuitansi")
        maria.get_by_role("button", name="Cari").click()
        maria.get_by_role("link", name="Biaya berangkat").click()
        check(maria, javascript)
        write(maria, "Jangan bayar “calo”. Ketik LAGI", javascript)
        expect(maria.locator("#pratinjau")).to_contain_text("Huruf yang tidak dikenal SMS")
        write(maria, maria.get_by_label("Teks singkat").input_value(), javascript, as_it_was=True)
        expect(maria.locator("#pratinjau .bubble").first).to_contain_text(NEW)
        check(maria, javascript)
        maria.get_by_label("Catatan").fill("kata yang lebih biasa")
        maria.get_by_role("button", name="Simpan draf").click()
        expect(maria.get_by_text("Draf disimpan.")).to_be_visible()
        try_it(maria, service)
        maria.get_by_role("link", name="Kembali ke draf").click()
        maria.get_by_role("button", name="Ajukan untuk ditelaah").click()
        expect(maria.get_by_text("orang kedua yang menerbitkannya")).to_be_visible()

        yosef.goto(f"{service.url}jawaban?keadaan=in_review")
        yosef.get_by_role("link", name="Biaya berangkat").click()
        expect(yosef.locator("ins").first).to_contain_text("kasih")
        check(yosef, javascript)
        yosef.get_by_role("button", name="Setujui dan terbitkan sekarang").click()
        expect(yosef.get_by_text("Balasan berikutnya sudah memakai teks ini.")).to_be_visible()
        ask(yosef, service)
        expect(yosef.locator(".lines")).to_contain_text(NEW)

        yosef.goto(f"{service.url}jawaban/ask_cost/id/riwayat")
        check(yosef, javascript)
        yosef.get_by_role("button", name="Pakai lagi versi ini 1").click()
        expect(yosef.get_by_role("button", name="Batalkan, kembali ke versi 2")).to_be_visible()
        ask(yosef, service)
        expect(yosef.locator(".lines")).to_contain_text(OLD)


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    folder = os.environ.get("PICTURES")
    if folder:
        width = page.viewport_size["width"]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)


def write(page: Page, text: str, javascript: bool, *, as_it_was: bool = False) -> None:
    """Write the short text; with a script the preview follows by itself."""
    if as_it_was:
        page.get_by_role("link", name="Indonesia").first.click()
        text = page.get_by_label("Teks singkat").input_value().replace(OLD, NEW)
    page.get_by_label("Teks singkat").fill(text)
    if not javascript:
        page.get_by_role("button", name="Pratinjau").click()


def try_it(page: Page, service: Service) -> None:
    """Try the draft in the simulator."""
    page.get_by_role("button", name="Coba di simulator").click()
    expect(page.locator(".trial")).to_contain_text("Mencoba draf")
    page.locator(".empty").get_by_role("button", name="Berapa biaya").click()
    expect(page.locator(".lines")).to_contain_text(NEW)


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_a_speaker_goes_through_the_queue_with_the_glossary(
    browser: Browser, service: Service, people: dict[str, Person], size: dict[str, int], javascript: bool
) -> None:
    with service.served(), desk_of(people["lasarus"], browser, service, size, javascript) as page:
        page.goto(f"{service.url}jawaban/terjemahan")
        check(page, javascript)
        page.get_by_role("link", name="Mulai dari yang pertama").click()
        check(page, javascript)
        page.get_by_role("link", name="Berikutnya").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("2 / ")).to_be_visible()
        page.goto(f"{service.url}jawaban/ask_cost/aoz?antrean=1")
        expect(page.locator(".words")).to_contain_text("kais")
        if javascript:
            page.get_by_label("Kata Indonesia atau Timor").fill("uang")
            page.get_by_role("button", name="Cari").click()
            expect(page.locator("#hasil-kata")).to_contain_text("loit")
        page.get_by_label("Judul di daftar").fill("Noni")
        page.get_by_role("button", name="Simpan draf").click()
        expect(page.get_by_text("Draf disimpan.")).to_be_visible()
        fold_out(page, "Buang draf ini")
        page.get_by_role("button", name="Buang", exact=True).click()
        expect(page.get_by_text("Draf dibuang.")).to_be_visible()
        page.goto(f"{service.url}jawaban/kamus?kata=jangan")
        check(page, javascript)


NEW_NUMBER = {
    "Nama untuk dipakai dalam jawaban": "posko_kupang",
    "Nama pendek, seperti dalam SMS": "Posko",
    "Nama lengkap": "Posko Migran Kota Kupang",
    "Negara, dua huruf": "ID",
    "Daerah": "Kupang",
    "Sumber, alamat web": "https://kupangkota.go.id/posko",
    "Tanggal sumber": "2026-10",
    "Kapan ditelepon": "2026-11-20",
    "Siapa yang menelepon": "Maria",
    "Alasan": "kantor baru",
}


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_a_new_number_comes_into_an_answer_with_what_is_asked_next(
    browser: Browser, service: Service, people: dict[str, Person], size: dict[str, int], javascript: bool
) -> None:
    service.runtime.settings = Settings(**{**dict(service.runtime.settings), "sms_price": 350})
    with service.served(), ExitStack() as stack:
        maria, yosef = (
            stack.enter_context(desk_of(people[name], browser, service, size, javascript))
            for name in ("maria", "yosef")
        )
        add_number(maria, service, javascript)
        yosef.goto(f"{service.url}jawaban/nomor")
        yosef.get_by_role("link", name="Posko Migran Kota Kupang").click()
        expect(yosef.locator(".ask ins", has_text="+62380821234")).to_be_visible()
        check(yosef, javascript)
        picture(yosef, "nomor-menunggu")
        yosef.get_by_role("button", name="Setujui dan terbitkan sekarang").click()
        expect(yosef.get_by_text("Balasan berikutnya sudah memakai nomor ini.")).to_be_visible()
        check(yosef, javascript)
        picture(yosef, "nomor-terbit")

        maria.goto(f"{service.url}jawaban/ask_cost")
        full = maria.get_by_label("Teks lengkap")
        full.fill(full.input_value().replace("{hotline:kp2mi}", "{hotline:posko_kupang}"))
        maria.get_by_label("Pilihan 1").select_option(label="Kontrak kerja")
        if not javascript:
            maria.get_by_role("button", name="Pratinjau").click()
        expect(maria.locator("#pratinjau .whatsapp")).to_contain_text("Posko +62380821234")
        expect(maria.locator("#pratinjau .whatsapp")).to_contain_text("1 Kontrak kerja")
        expect(maria.locator("#pratinjau")).to_contain_text("harga Rp 350 dari pengaturan")
        check(maria, javascript)
        picture(maria, "jawaban-berikutnya")
        maria.get_by_label("Catatan").fill("kantor baru")
        maria.get_by_role("button", name="Simpan draf").click()
        maria.get_by_role("button", name="Ajukan untuk ditelaah").click()
        yosef.goto(f"{service.url}jawaban/ask_cost")
        expect(yosef.locator("dd", has_text="Kontrak kerja").locator("ins")).to_contain_text("Kontrak kerja")
        check(yosef, javascript)
        picture(yosef, "telaah-berikutnya")
        yosef.get_by_role("button", name="Setujui dan terbitkan sekarang").click()
        take_off(maria, service, javascript)
        upload_numbers(maria, service, javascript)


def add_number(page: Page, service: Service, javascript: bool) -> None:
    """Fill in the form of a new number, with a mistake at first."""
    page.goto(f"{service.url}jawaban/nomor")
    check(page, javascript)
    page.get_by_role("link", name="Nomor baru").click()
    check(page, javascript)
    for label, value in NEW_NUMBER.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Nomor telepon, seperti +62... atau 110").fill("0380 821234")
    page.get_by_label("Siapa yang menjawab").select_option(label="urusan pekerja")
    page.get_by_label("Seberapa yakin").select_option(label="cukup yakin")
    page.get_by_label("telepon", exact=True).check()
    page.get_by_role("button", name="Simpan nomor baru").click()
    expect(page.get_by_role("alert")).to_contain_text("bukan nomor yang benar")
    check(page, javascript)
    picture(page, "nomor-baru-salah")
    page.get_by_label("Nomor telepon, seperti +62... atau 110").fill("+62380821234")
    page.get_by_role("button", name="Simpan nomor baru").click()
    expect(page.get_by_text("Nomor baru disimpan.")).to_be_visible()
    page.goto(f"{service.url}jawaban/nomor")
    expect(page.get_by_text("menunggu orang kedua")).to_be_visible()
    check(page, javascript)
    picture(page, "nomor-daftar")


def take_off(page: Page, service: Service, javascript: bool) -> None:
    """Try to take the number away that an answer names."""
    page.goto(f"{service.url}jawaban/nomor/posko_kupang")
    fold_out(page, "Ambil nomor ini dari daftar")
    page.locator("#alasan-kembali").fill("tutup")
    page.get_by_role("button", name="Ambil dari daftar").click()
    expect(page.get_by_role("alert")).to_contain_text("ask_cost")
    check(page, javascript)
    picture(page, "nomor-dipakai")


def upload_numbers(page: Page, service: Service, javascript: bool) -> None:
    """Look through a file of numbers: one with a fault, then one that changes something."""
    shipped = (RESPONSES / "hotlines.toml").read_text(encoding="utf-8")
    named, checked = 'name = "Polri 110"', 'last_checked = "2026-11-20"\nchecked_by = "Maria"'
    for text, said in (
        (shipped.replace(named, 'name = "Polisi 110"'), "hotlines.toml, baris 7"),
        (shipped.replace(named, f'name = "Polisi 110"\n{checked}'), "Yang akan berubah: 1"),
    ):
        page.goto(f"{service.url}jawaban/berkas")
        file = {"name": "hotlines.toml", "mimeType": "text/plain", "buffer": text.encode()}
        page.get_by_label("Berkas .toml, aoz.po, en.po, atau .zip").set_input_files(file)
        page.get_by_role("button", name="Lihat apa yang berubah").click()
        expect(page.get_by_text(said)).to_be_visible()
        check(page, javascript)
        picture(page, "berkas-salah" if "baris" in said else "berkas-nomor")
