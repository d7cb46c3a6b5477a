"""The auditor searches and verifies the log, and a coordinator takes cases out, in a real browser."""

from io import BytesIO
from pathlib import Path

import pytest
import pyzipper
from playwright.sync_api import Browser, Page, expect

from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from tests.browser.conftest import Service
from tests.browser.test_cases import OFFICER, desk, fold_out
from tests.browser.test_console import check, choose_password, set_up_second_factor
from tests.browser.test_simulator import DESKTOP, PHONE, opened
from tests.doubles.postgres import free_port
from tests.reporting.desk import STORY, Desk

__all__ = ["desk"]

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
NAME = "Yosefina"


def sign_in(page: Page, desk: Desk, service: Service, role: StaffRole, javascript: bool) -> None:
    """Invite Rut Contoh and let her sign in."""
    officer = OFFICER if role is StaffRole.COORDINATOR else ""
    new = NewAccount("rut@example.org", "Rut Contoh", role, officer=officer)
    token = invite(desk.runtime.store, desk.runtime.clock, new, None, by="test").token
    page.goto(f"{service.url}undangan/{token}")
    choose_password(page, javascript)
    set_up_second_factor(page, javascript)


@BOTH
def test_the_auditor_searches_and_verifies(
    browser: Browser, desk: Desk, size: dict[str, int], javascript: bool
) -> None:
    code = desk.allow()
    service = Service(desk.runtime, free_port())
    with service.served(), opened(browser, size, javascript=javascript) as page:
        sign_in(page, desk, service, StaffRole.AUDITOR, javascript)
        page.get_by_role("link", name="Log audit").first.click()
        expect(page.get_by_role("heading", name="Log audit")).to_be_visible()
        check(page, javascript)
        fold_out(page, "Saring")
        page.get_by_label("Siapa").select_option(label="Rut Contoh")
        page.get_by_label("Melakukan apa").select_option("signed_in")
        page.get_by_role("button", name="Terapkan").click()
        expect(page.get_by_text("masuk ke konsol").last).to_be_visible()
        check(page, javascript)
        page.get_by_label("Kode kasus").fill(code)
        page.get_by_role("button", name="Terapkan").click()
        expect(page.get_by_text("Tidak ada catatan yang cocok")).to_be_visible()
        page.get_by_role("link", name="Periksa rantai").click()
        expect(page.get_by_text("Belum pernah diperiksa")).to_be_visible()
        check(page, javascript)
        page.get_by_role("button", name="Periksa sekarang").click()
        expect(page.get_by_text("Utuh.")).to_be_visible()
        check(page, javascript)


@BOTH
def test_a_coordinator_exports_without_people(
    browser: Browser, desk: Desk, size: dict[str, int], javascript: bool
) -> None:
    code = desk.allow(story=f"{STORY}. Anak saya {NAME} ikut")
    service = Service(desk.runtime, free_port())
    with service.served(), opened(browser, size, javascript=javascript) as page:
        sign_in(page, desk, service, StaffRole.COORDINATOR, javascript)
        page.goto(f"{service.url}cases/{code}")
        expect(page.get_by_text("Anak saya [nama] ikut")).to_be_visible()
        fold_out(page, "Buka yang disamarkan")
        page.locator("#alasan-cerita").fill("cari anaknya")
        page.get_by_role("button", name="Tampilkan sekali").click()
        expect(page.get_by_text(f"Anak saya {NAME} ikut")).to_be_visible()
        check(page, javascript)
        page.get_by_role("link", name="Semua kasus").click()
        page.get_by_role("link", name="Ekspor daftar ini").click()
        check(page, javascript)
        page.get_by_label("Tanpa orang").check()
        page.get_by_label("CSV").check()
        page.get_by_role("button", name="Buat berkas").click()
        expect(page.get_by_role("alert")).to_contain_text("Isi alasannya")
        check(page, javascript)
        expect(page.get_by_label("Tanpa orang")).to_be_checked()
        page.get_by_label("Alasan").fill("rapat bulanan")
        page.get_by_role("button", name="Buat berkas").click()
        password = page.locator("pre code.key").inner_text()
        check(page, javascript)
        with page.expect_download() as download:
            page.get_by_role("link", name="Unduh").click()
        content = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename.endswith(".zip")
    with pyzipper.AESZipFile(BytesIO(content)) as archive:
        (name,) = archive.namelist()
        with pytest.raises(RuntimeError):
            archive.read(name)
        read = archive.read(name, password.encode()).decode("utf-8-sig")
    assert code in read
    assert NAME not in read
    assert "Beni" not in read
