"""A coordinator keeps the officers in a real browser: one is set up, invited, changed, sent off and called back."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.services.handle_case import take
from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from tests.browser.conftest import Service
from tests.browser.test_case_work import picture, press
from tests.browser.test_cases import OFFICER, desk
from tests.browser.test_console import check, choose_password, set_up_second_factor
from tests.browser.test_simulator import DESKTOP, PHONE, opened
from tests.doubles.postgres import free_port
from tests.reporting.desk import TTS, Desk

__all__ = ["desk"]

pytestmark = pytest.mark.browser

NEW = "Anton Seran"


def set_up(page: Page, javascript: bool) -> None:
    """Set an officer up, at first with a number that is none."""
    page.locator(".sections").get_by_role("link", name="Staf").click()
    page.get_by_role("link", name="Petugas: siapa diberi tahu").click()
    check(page, javascript)
    picture(page, "petugas-satu")
    page.get_by_role("link", name="Petugas baru").click()
    check(page, javascript)
    page.get_by_label("Nama").fill(NEW)
    page.get_by_label("Kabupaten").select_option(TTS)
    page.get_by_label("Alamat surel").fill("anton@example.org")
    page.get_by_label("Nomor HP").fill("0812")
    press(page, "Simpan")
    expect(page.get_by_role("alert")).to_contain_text("bukan nomor telepon")
    expect(page.get_by_label("Nama")).to_have_value(NEW)
    check(page, javascript)
    page.get_by_label("Nomor HP").fill("0813 3900 0007")
    picture(page, "petugas-isian")
    press(page, "Simpan")
    expect(page.get_by_text("Mulai sekarang ia diberi tahu")).to_be_visible()


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_a_coordinator_keeps_the_officers(browser: Browser, desk: Desk, size: dict[str, int], javascript: bool) -> None:
    runtime, service = desk.runtime, Service(desk.runtime, free_port())
    new = NewAccount("rut@example.org", OFFICER, StaffRole.COORDINATOR, officer=OFFICER)
    token = invite(runtime.store, runtime.clock, new, None, by="test").token
    with service.served(), opened(browser, size, javascript=javascript) as page:
        page.goto(f"{service.url}undangan/{token}")
        choose_password(page, javascript)
        set_up_second_factor(page, javascript)
        set_up(page, javascript)

        page.get_by_role("link", name=f"Undang {NEW}").click()
        expect(page.get_by_label("Nama")).to_have_value(NEW)
        expect(page.get_by_label("Peran", exact=True)).to_have_value("officer")
        page.get_by_label("Alamat surel").fill("anton@example.org")
        press(page, "Buat undangan")
        expect(page.locator("pre code")).to_contain_text("/undangan/")

        code = desk.allow()
        take(runtime.store, runtime.clock, code, NEW)
        page.get_by_role("link", name="Petugas: siapa diberi tahu").click()
        expect(page.get_by_text("menangani 1 kasus")).to_be_visible()
        check(page, javascript)
        picture(page, "petugas")
        page.get_by_role("link", name=f"Ubah {NEW}").click()
        expect(page.get_by_text("Sudah ada; kosongkan").first).to_be_visible()
        check(page, javascript)
        press(page, "Nonaktifkan")
        expect(page.get_by_text("Kasusnya kembali belum ditangani")).to_be_visible()
        expect(page.get_by_text("tidak bertugas").first).to_be_visible()
        check(page, javascript)
        page.get_by_role("link", name=f"Ubah {NEW}").click()
        press(page, "Bertugas lagi")
        expect(page.get_by_text("Bertugas lagi.")).to_be_visible()
    assert desk.only_case().taken_by is None
