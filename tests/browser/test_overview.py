"""The overview in a real browser: periods, tables behind the charts, a file, and on paper."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from bot.reports.facts import Facts
from bot.staff.permissions import StaffRole
from bot.store.tables.cases import Case
from tests.browser.conftest import Service
from tests.browser.test_audit_and_export import sign_in
from tests.browser.test_cases import desk
from tests.browser.test_console import check
from tests.browser.test_simulator import DESKTOP, PHONE, opened
from tests.doubles.postgres import free_port
from tests.reporting.desk import TTS, Desk
from tests.reporting.made_cases import make_case

__all__ = ["desk"]

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])


def fill(desk: Desk) -> None:
    """Let people write today, and reports be of the month before."""
    for text in ("berapa biaya ke malaysia", "MENU", "qwertz asdfgh yxcvbn"):
        desk.say(text)
    for number in range(9):
        make_case(desk.runtime, Facts(origins=("Soe" if number else "Atambua",), flags=("RF_FEE_ASKED",)))
    with desk.runtime.store.writing() as session:
        session.execute(update(Case).values(created_at=desk.runtime.clock.now() - timedelta(days=40)))


@BOTH
def test_an_overview_is_read_and_taken_out(
    browser: Browser, desk: Desk, size: dict[str, int], javascript: bool
) -> None:
    service = Service(desk.runtime, free_port())
    with service.served(), opened(browser, size, javascript=javascript) as page:
        sign_in(page, desk, service, StaffRole.AUDITOR, javascript)
        page.get_by_role("link", name="Ikhtisar").first.click()
        expect(page.get_by_text("Belum ada pesan yang dihitung")).to_be_visible()
        check(page, javascript)
        fill(desk)
        page.get_by_role("link", name="tahun ini").click()
        expect(page.locator(".figure-card", has_text="Laporan").locator(".large")).to_have_text("9")
        expect(page.get_by_role("img", name="Peta NTT: laporan per kabupaten")).to_be_visible()
        check(page, javascript)
        for summary in page.locator(".chart-panel summary").all():
            summary.click()
        expect(page.get_by_role("row", name="Kabupaten Belu")).to_contain_text("<5")
        expect(page.get_by_role("row", name=TTS)).to_contain_text("*")
        check(page, javascript)
        with page.expect_download() as download:
            page.locator("#regencies").get_by_role("link", name="Unduh CSV").click()
        read = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert '"Kabupaten Belu","<5"' in read
        page.get_by_label("Dari tanggal").fill("2020-01-01")
        page.get_by_role("button", name="Tampilkan").click()
        expect(page.get_by_role("alert")).to_contain_text("paling lama lima tahun")
        expect(page.get_by_label("Dari tanggal")).to_have_value("2020-01-01")
        check(page, javascript)


def test_it_prints_on_a4(browser: Browser, desk: Desk) -> None:
    fill(desk)
    service = Service(desk.runtime, free_port())
    with service.served(), opened(browser, DESKTOP, javascript=True) as page:
        sign_in(page, desk, service, StaffRole.AUDITOR, True)
        page.goto(f"{service.url}ikhtisar?rentang=year")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 1000})  # A4 without its margins, at 96 units an inch
        expect(page.get_by_role("img", name="Peta NTT: laporan per kabupaten")).to_be_visible()
        expect(page.get_by_label("Dari tanggal")).to_be_hidden()
        expect(page.get_by_role("link", name="Unduh CSV").first).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
