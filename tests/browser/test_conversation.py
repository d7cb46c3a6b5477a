"""An officer writes with a reporter, in a real browser: asked for, joined, hinted at, answered, handed back."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from tests.browser.conftest import Service
from tests.browser.test_case_work import picture, press
from tests.browser.test_cases import OFFICER, desk, fold_out
from tests.browser.test_console import check, choose_password, set_up_second_factor
from tests.browser.test_simulator import DESKTOP, PHONE, opened
from tests.doubles.postgres import free_port
from tests.doubles.service import work
from tests.reporting.desk import Desk

__all__ = ["desk"]

pytestmark = pytest.mark.browser


def get_leave(page: Page, desk: Desk, code: str, javascript: bool) -> None:
    """Ask the reporter, who says yes."""
    expect(page.get_by_text("pilih Tanya pelapor")).to_be_visible()
    check(page, javascript)
    page.get_by_role("link", name=f"Kasus {code}").click()
    page.get_by_role("button", name="Saya tangani").click()
    fold_out(page, "Tanya pelapor")
    page.get_by_label("Pertanyaan").select_option("takeover")
    page.get_by_role("button", name="Simpan pertanyaan").click()
    expect(page.get_by_text("menunggu jamnya")).to_be_visible()
    desk.say("lewati")  # no secret word
    desk.say(f"STATUS {code}")
    assert desk.say("ya")[0].startswith("Baik, petugas diberi tahu")


def exchange(page: Page, desk: Desk, code: str, javascript: bool) -> None:
    """Write, think again, write, and read the answer."""
    page.get_by_label("Pesan Anda").fill("Laporan Anda aman.")
    if javascript:
        expect(page.locator("#ukuran")).to_contain_text("1 SMS, 18 huruf")
        expect(page.locator("#ukuran")).to_contain_text("laporan")
    press(page, "Kirim")
    expect(page.get_by_role("alert")).to_contain_text("laporan")
    check(page, javascript)
    picture(page, "percakapan-kata")
    page.get_by_label("Pesan Anda").fill("Selamat sore. Anda sedang sendiri?")
    press(page, "Kirim")
    expect(page.locator(".exchange")).to_contain_text("Anda sedang sendiri?")
    work(desk.runtime)
    assert desk.people.texts[-1] == "Selamat sore. Anda sedang sendiri?"

    page.get_by_label("Pesan Anda").fill("Baik, kalau")
    assert desk.say("iya sendiri kaka") == []
    if not javascript:
        press(page, "Lihat pesan baru")
    expect(page.locator(".exchange")).to_contain_text("iya sendiri kaka")
    expect(page.get_by_label("Pesan Anda")).to_have_value("Baik, kalau")
    check(page, javascript)
    picture(page, "percakapan")


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_an_officer_joins_and_hands_back(browser: Browser, desk: Desk, size: dict[str, int], javascript: bool) -> None:
    runtime, service = desk.runtime, Service(desk.runtime, free_port())
    code = desk.allow()
    new = NewAccount("rut@example.org", OFFICER, StaffRole.COORDINATOR, officer=OFFICER)
    token = invite(runtime.store, runtime.clock, new, None, by="test").token
    with service.served(), opened(browser, size, javascript=javascript) as page:
        page.goto(f"{service.url}undangan/{token}")
        choose_password(page, javascript)
        set_up_second_factor(page, javascript)
        page.goto(f"{service.url}cases/{code}/conversation")
        get_leave(page, desk, code, javascript)
        page.get_by_role("link", name="Beranda").click()
        expect(page.get_by_text("Pelapor mengizinkan Anda menulis.")).to_be_visible()
        check(page, javascript)
        page.get_by_role("link", name=code).click()
        press(page, "Masuk ke percakapan")
        expect(page.get_by_label("Pesan Anda")).to_be_visible()
        work(desk.runtime)
        assert desk.people.texts[-1].startswith("Sekarang petugas yang menulis di sini.")

        exchange(page, desk, code, javascript)
        press(page, "Selesai, kembalikan ke mesin")
        expect(page.get_by_text("Percakapan kembali ke mesin.")).to_be_visible()
        expect(page.locator("#baris")).to_contain_text("dikembalikan oleh petugas")
        check(page, javascript)
        picture(page, "percakapan-selesai")
        work(desk.runtime)
        assert desk.people.texts[-1].startswith("Petugas sudah selesai menulis.")
        page.get_by_role("link", name=f"Kasus {code}").click()
        expect(page.get_by_role("link", name="Percakapan petugas dengan pelapor")).to_be_visible()
        check(page, javascript)
