"""An officer's path about a recruiter in a real browser: network, confirming, splitting, ruling, and undoing each."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from tests.browser.conftest import Service
from tests.browser.test_cases import OFFICER, desk, fold_out
from tests.browser.test_console import check, choose_password, set_up_second_factor
from tests.browser.test_simulator import DESKTOP, PHONE, opened
from tests.doubles.postgres import free_port
from tests.reporting.desk import Desk

__all__ = ["desk"]

pytestmark = pytest.mark.browser

PHONED = "Lapor: Om Yosef Benu nomor 0812 3456 7899 dari PT Kelapa Uji mau bawa orang dari Soe ke Malaysia"
NAMED = "Lapor: Om Yosep Benoe dari PT Kelapa Uji ajak 3 orang dari Soe ke Malaysia"
WHY = "ciri-cirinya sama"


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_an_officer_says_who_is_who_and_takes_it_back(
    browser: Browser, desk: Desk, size: dict[str, int], javascript: bool
) -> None:
    runtime, service = desk.runtime, Service(desk.runtime, free_port())
    first = desk.allow(story=PHONED, address="+6281311110001")
    second = desk.allow(story=PHONED, address="+6281311110002")
    third = desk.allow(story=NAMED, address="+6281311110003")
    new = NewAccount("rut@example.org", OFFICER, StaffRole.COORDINATOR, officer=OFFICER)
    token = invite(runtime.store, runtime.clock, new, None, by="test").token
    with service.served(), opened(browser, size, javascript=javascript) as page:
        page.goto(f"{service.url}undangan/{token}")
        choose_password(page, javascript)
        set_up_second_factor(page, javascript)
        page.get_by_role("navigation", name="Bagian").get_by_role("link", name="Perekrut").click()
        check(page, javascript)
        page.get_by_label("Cari nama").fill("0812 3456 7899")
        page.get_by_role("button", name="Cari").click()
        expect(page.locator(".rows li")).to_have_count(1)
        check(page, javascript)
        page.get_by_role("link", name="Om Yosef Benu").click()
        expect(page.locator("svg.net .net-case")).to_have_count(3)
        expect(page.get_by_role("heading", name="Yang sama di beberapa kasus")).to_be_visible()
        check(page, javascript)

        page.get_by_role("link", name=f"Lihat berdampingan {third}").click()
        expect(page.get_by_role("heading", name="Satu orang, atau dua?")).to_be_visible()
        check(page, javascript)
        page.get_by_label("Alasan").fill(WHY)
        page.get_by_role("button", name="Orang yang sama", exact=True).click()
        expect(page.get_by_text("Dicatat: satu orang.")).to_be_visible()
        expect(page.locator("svg.net .net-suggested")).to_have_count(0)
        check(page, javascript)
        undo_at_once(page)
        expect(page.locator("svg.net .net-node.net-suggested")).to_have_count(1)

        fold_out(page, "Salah satu kasus ini")
        page.get_by_label("Kasus yang dipisahkan").select_option(first)
        page.locator("#alasan-pisah").fill("orang lain, ini pamannya")
        page.get_by_role("button", name="Pisahkan").click()
        expect(page.get_by_text("Dicatat: kasus dipisahkan.")).to_be_visible()
        expect(page.get_by_text("orang lain, ini pamannya")).to_be_visible()
        undo_at_once(page)

        fold_out(page, "Pastikan atau nyatakan bersih")
        page.locator("#alasan-putusan").fill("putusan pengadilan Kupang")
        page.get_by_role("button", name="Pastikan", exact=True).click()
        expect(page.locator(".case-head .panel strong")).to_have_text("dipastikan petugas")
        check(page, javascript)
        page.goto(f"{service.url}cases/{second}")
        expect(page.locator(".flag-verified")).to_be_visible()
        check(page, javascript)
        page.get_by_role("link", name="Buka halaman perekrut").click()
        page.locator("summary", has_text="Batalkan").first.click()
        page.get_by_role("button", name="Batalkan nomor").click()
        expect(page.locator(".case-head .panel strong")).to_have_text("dilaporkan oleh beberapa orang")


def undo_at_once(page: Page) -> None:
    """Take back what was just done, by the button below the notice."""
    page.locator("form.ask").get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Dibatalkan. Semuanya seperti sebelumnya.")).to_be_visible()
