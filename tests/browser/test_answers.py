"""An answer's way in a real browser: written, previewed, approved by a second person, read at once, and rolled back."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

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
