"""Signing in and keeping accounts in a real browser: on a small phone with JavaScript, on a desktop without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from passlib.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from bot.bootstrap import Runtime
from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from tests.browser.conftest import Service
from tests.browser.test_simulator import DESKTOP, PHONE, fits, opened

pytestmark = pytest.mark.browser

PASSWORD = "kuda hujan gunung sasando"


def link_for(runtime: Runtime, service: Service, role: StaffRole) -> str:
    """Invite somebody; return their link at the port the console is served on."""
    made = invite(runtime.store, runtime.clock, NewAccount("rut@example.org", "Rut Contoh", role), None, by="test")
    return f"{service.url}undangan/{made.token}"


def code_of(key: str, ahead: int = 0) -> str:
    """Return what a telephone with this key shows, ``ahead`` half minutes from now."""
    telephone = TOTP(key=key)
    return telephone.generate(time=telephone.normalize_time(None) + 30 * ahead).token


def check(page: Page, javascript: bool) -> None:
    """Hold the page against the rules of accessibility, and its width against the screen."""
    expect(page.locator("footer")).to_be_visible()
    page.wait_for_load_state()
    assert fits(page, javascript)
    if javascript:
        found = Axe().run(page).response["violations"]
        assert not [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found]


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_from_the_invitation_to_inviting_somebody(
    browser: Browser, service: Service, size: dict[str, int], javascript: bool
) -> None:
    link = link_for(service.runtime, service, StaffRole.SYSTEM)
    with service.served(), opened(browser, size, javascript=javascript) as page:
        page.goto(link)
        choose_password(page, javascript)
        key = set_up_second_factor(page, javascript)
        make_recovery_codes(page, javascript)
        invite_somebody(page, javascript)
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("button", name="Save")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_label("E-mail address").fill("rut@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        check(page, javascript)
        page.get_by_label("Six figures").fill(code_of(key, ahead=1))
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="Welcome, Rut Contoh")).to_be_visible()


def choose_password(page: Page, javascript: bool) -> None:
    """Use an invitation, at first with a weak password."""
    for password in ("kuda", PASSWORD):
        check(page, javascript)
        page.get_by_label("Sandi", exact=True).fill(password)
        page.get_by_label("Sandi sekali lagi").fill(password)
        page.get_by_role("button", name="Simpan").click()
        if password != PASSWORD:
            expect(page.locator("#sandi-fault")).to_contain_text("12 huruf")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    check(page, javascript)


def set_up_second_factor(page: Page, javascript: bool) -> str:
    """Sign in for the first time; return what the telephone keeps."""
    sign_in(page)
    check(page, javascript)
    page.get_by_role("button", name="Tampilkan gambar").click()
    expect(page.get_by_role("img", name="Gambar untuk dipindai")).to_be_visible()
    check(page, javascript)
    key = re.sub(r"\W", "", page.locator(".key").inner_text())
    page.get_by_label("Enam angka").fill(code_of(key))
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Selamat bekerja, Rut Contoh")).to_be_visible()
    check(page, javascript)
    return key


def make_recovery_codes(page: Page, javascript: bool) -> None:
    """Make recovery codes and look at the account."""
    page.get_by_role("link", name="Buat kode cadangan").click()
    page.get_by_role("button", name="Buat kode baru").click()
    expect(page.locator(".codes code")).to_have_count(8)
    check(page, javascript)
    page.get_by_role("link", name="Rut Contoh").click()
    expect(page.get_by_text("peramban ini")).to_be_visible()
    check(page, javascript)


def invite_somebody(page: Page, javascript: bool) -> None:
    """Invite an admin and open the form to change their role."""
    page.get_by_role("link", name="Beranda").click()
    page.locator(".sections").get_by_role("link", name="Staf").click()
    page.get_by_label("Nama").fill("Yosef Contoh")
    page.get_by_label("Alamat surel").fill("yosef@example.org")
    page.get_by_label("Peran", exact=True).select_option("admin")
    page.get_by_role("button", name="Buat undangan").click()
    expect(page.locator("pre code")).to_contain_text("/undangan/")
    check(page, javascript)
    page.get_by_role("link", name="Ubah Yosef Contoh").click()
    check(page, javascript)


def sign_in(page: Page) -> None:
    """Fill the first form."""
    page.get_by_label("Alamat surel").fill("rut@example.org")
    page.get_by_label("Sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def test_the_keyboard_alone_signs_in(browser: Browser, service: Service) -> None:
    link = link_for(service.runtime, service, StaffRole.ADMIN)
    with service.served(), opened(browser, DESKTOP, javascript=True) as page:
        page.goto(link)
        page.get_by_label("Sandi", exact=True).focus()
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_label("Alamat surel").focus()
        page.keyboard.type("rut@example.org")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Tampilkan gambar").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Enam angka").focus()
        page.keyboard.type(code_of(re.sub(r"\W", "", page.locator(".key").inner_text())))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Selamat bekerja, Rut Contoh")).to_be_visible()


def test_the_first_page_still_is_the_simulator_and_leads_to_signing_in(browser: Browser, service: Service) -> None:
    with service.served(), opened(browser, PHONE, javascript=True) as page:
        page.goto(service.url)
        check(page, javascript=True)
        page.get_by_role("link", name="Masuk").click()
        expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_a_passkey_stands_in_for_the_code(browser: Browser, service: Service) -> None:
    at = service.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number
    link = link_for(service.runtime, service, StaffRole.ADMIN).replace(service.url, at)
    with service.served(), opened(browser, PHONE, javascript=True) as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
        }
        device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        page.goto(link)
        choose_password(page, javascript=True)
        set_up_second_factor(page, javascript=True)
        page.goto(f"{at}akun/kunci-sandi")
        check(page, javascript=True)
        page.get_by_label("Nama perangkat").fill("HP kantor")
        page.get_by_role("button", name="Tambah kunci sandi").click()
        expect(page.get_by_text("Kunci sandi HP kantor sudah ditambah.")).to_be_visible()
        page.get_by_role("button", name="Keluar", exact=True).click()

        sign_in(page)
        check(page, javascript=True)
        page.get_by_role("button", name="Kunci sandi di perangkat ini").click()
        check(page, javascript=True)
        page.get_by_role("button", name="Lanjut").click()
        expect(page.get_by_role("heading", name="Selamat bekerja, Rut Contoh")).to_be_visible()

        page.goto(f"{at}akun/kunci-sandi")
        page.get_by_role("button", name="Hapus HP kantor").click()
        expect(page.get_by_text("Kunci sandi HP kantor sudah dihapus.")).to_be_visible()
        page.get_by_role("button", name="Keluar", exact=True).click()
        sign_in(page)
        expect(page.get_by_label("Enam angka")).to_be_visible()
