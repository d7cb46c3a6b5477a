"""What officers do with a case, in a real browser: level, notes, tasks, referral, handover, two at once, and undone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.reports.cases import Level, PassTo
from bot.reports.routing import OfficerRole
from bot.services.change_level import change_level
from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from tests.browser.conftest import Service
from tests.browser.test_cases import OFFICER, desk, fold_out
from tests.browser.test_console import check, choose_password, set_up_second_factor
from tests.browser.test_simulator import DESKTOP, PHONE, opened
from tests.doubles.postgres import free_port
from tests.reporting.desk import TTS, Desk

__all__ = ["desk"]

pytestmark = pytest.mark.browser

OTHER = "Petrus Nabuasa"
CALM = "Om Beni nomor 0812 3456 7899 ajak orang dari Soe ke Malaysia"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def write(page: Page, javascript: bool) -> None:
    """Note, plan and refer; undo a task."""
    page.get_by_label("Catatan", exact=True).fill("sudah telepon kepala desa")
    press(page, "Simpan catatan")
    expect(page.get_by_text("Catatan disimpan.")).to_be_visible()
    expect(page.locator(".typed", has_text="sudah telepon kepala desa")).to_be_visible()
    fold_out(page, "Tambah tugas")
    page.get_by_label("Yang harus dikerjakan").fill("cek kapal di Tenau")
    page.get_by_label("Oleh", exact=True).select_option(label=f"{OFFICER} (Anda)")
    page.get_by_label("Sampai tanggal").fill("2026-12-31")
    check(page, javascript)
    press(page, "Simpan tugas")
    expect(page.get_by_text("sampai 31-12-2026")).to_be_visible()
    page.get_by_role("button", name=re.compile("Selesai *cek kapal")).click()
    page.get_by_role("button", name=re.compile("Kembalikan *cek kapal")).click()
    expect(page.get_by_role("button", name=re.compile("Selesai *cek kapal"))).to_be_visible()
    fold_out(page, "Catat rujukan")
    page.get_by_label("Layanan").select_option("sapa_129")
    page.locator("form", has=page.locator("#layanan")).get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_text("SAPA 129 (perempuan dan anak)").first).to_be_visible()
    check(page, javascript)
    page.get_by_role("link", name="Beranda").click()
    expect(page.get_by_text("cek kapal di Tenau")).to_be_visible()
    check(page, javascript)
    page.go_back()


def meet_another(page: Page, desk: Desk, code: str, javascript: bool) -> None:
    """Hand a case over that somebody else changes meanwhile, and do it all the same."""
    page.reload()
    fold_out(page, "Serahkan ke kantor lain")
    page.get_by_label("Kepada").select_option("lembaga:police")
    page.get_by_label("data perekrut").check()
    page.locator("#alasan-pass_on").fill("perlu dicek di pelabuhan")
    check(page, javascript)
    change_level(desk.runtime.acting, code, OTHER, Level.NOW, "berangkat malam ini")
    page.locator("form", has=page.locator("#kepada")).get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_role("heading", name="Kasus ini baru saja berubah")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("berangkat malam ini")
    check(page, javascript)
    picture(page, "bentrok")
    press(page, "Tetap lakukan sekarang")
    expect(page.get_by_role("heading", name="Sudah diserahkan kepada")).to_be_visible()
    expect(page.locator(".case-side").get_by_text("data perekrut").first).to_be_visible()


def step_aside(page: Page, code: str, javascript: bool) -> None:
    """Close the case to another officer, open it again, then step aside oneself."""
    fold_out(page, "Mundur dari kasus ini")
    page.get_by_label("Petugas yang mundur").select_option(label=OTHER)
    page.locator("#alasan-recuse").fill("om dari perekrutnya")
    check(page, javascript)
    press(page, "Tutup bagi petugas ini")
    expect(page.locator(".case-side")).to_contain_text(f"Tertutup bagi: {OTHER}")
    fold_out(page, "Buka lagi bagi petugas")
    page.locator("#alasan-readmit").fill("bukan om itu")
    fold_out(page, "Mundur dari kasus ini")
    check(page, javascript)
    picture(page, "mundur")
    press(page, "Buka lagi")
    expect(page.get_by_text("Kasus terbuka lagi bagi petugas itu.")).to_be_visible()
    fold_out(page, "Mundur dari kasus ini")
    page.locator("#alasan-recuse").fill("saya kenal ibunya")
    press(page, "Tutup bagi petugas ini")
    expect(page.get_by_text(f"Kasus {code} tertutup bagi Anda.")).to_be_visible()
    expect(page.get_by_role("link", name=code)).to_have_count(0)
    page.goto(re.sub(r"/cases.*", f"/cases/{code}", page.url))
    expect(page.get_by_role("heading", name="Kasus tidak ada, atau tidak terbuka untuk Anda")).to_be_visible()
    check(page, javascript)
    picture(page, "tidak-terbuka")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    folder = os.environ.get("PICTURES")
    if folder:
        width = page.viewport_size["width"]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_officers_work_on_a_case_together(browser: Browser, desk: Desk, size: dict[str, int], javascript: bool) -> None:
    runtime, service = desk.runtime, Service(desk.runtime, free_port())
    desk.officer(OTHER, "petrus@example.org", regency=TTS)
    desk.officer("Anton Seran", "anton@example.org", OfficerRole.DUTY, PassTo.POLICE)
    code = desk.allow(CALM)
    new = NewAccount("rut@example.org", OFFICER, StaffRole.COORDINATOR, officer=OFFICER)
    token = invite(runtime.store, runtime.clock, new, None, by="test").token
    with service.served(), opened(browser, size, javascript=javascript) as page:
        page.goto(f"{service.url}undangan/{token}")
        choose_password(page, javascript)
        set_up_second_factor(page, javascript)
        page.goto(f"{service.url}cases/{code}")
        write(page, javascript)
        meet_another(page, desk, code, javascript)

        fold_out(page, "Berikan kepada petugas")
        page.get_by_label("Petugas", exact=True).select_option(label=OTHER)
        page.locator("#alasan-assign").fill("lebih dekat")
        for folded in ("Ubah tingkat", "Lepaskan kasus", "Nilai laporannya", "Tutup kasus"):
            fold_out(page, folded)
        check(page, javascript)
        picture(page, "kasus")
        press(page, "Berikan")
        expect(page.get_by_text(f"sedang ditangani · {OTHER}")).to_be_visible()

        fold_out(page, "Tutup kasus")
        page.get_by_label("Bagaimana akhirnya").select_option("stopped")
        page.locator("#alasan-close").fill("batal berangkat")
        expect(page.get_by_text("Di pihak kami sudah selesai")).to_be_visible()
        press(page, "Tutup")
        expect(page.get_by_role("heading", name="Sudah ditutup")).to_be_visible()
        check(page, javascript)
        fold_out(page, "Buka lagi")
        page.locator("#alasan-reopen").fill("salah kasus")
        press(page, "Buka lagi")
        expect(page.get_by_text(f"sedang ditangani · {OTHER}")).to_be_visible()
        check(page, javascript)
        picture(page, "selesai")
        assert desk.say(f"STATUS {code}")[0].startswith("Sedang ditangani")
        step_aside(page, code, javascript)
