"""An officer's path in a real browser: from the list to the end of a case, and what the reporter reads then."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.bootstrap import Runtime
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services.bell import SilentBell
from bot.services.staff_accounts import NewAccount, invite
from bot.services.staff_officers import set_up_officer
from bot.staff.permissions import StaffRole
from bot.store.officers import Reachable
from bot.understanding.chain import Chain
from tests.browser.conftest import Service, TickingClock
from tests.browser.test_console import check, choose_password, set_up_second_factor
from tests.browser.test_simulator import DESKTOP, PHONE, opened
from tests.conftest import migrated_sqlite
from tests.doubles.alert_door import RecordingDoor
from tests.doubles.postgres import free_port
from tests.doubles.provider import Provider
from tests.factories import make_settings
from tests.reporting.desk import Desk

pytestmark = pytest.mark.browser

OFFICER = "Rut Contoh"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service that takes reports, with one coordinator."""
    clock, mail = TickingClock(), RecordingDoor("email")
    people = Provider(clock)
    runtime = Runtime(
        make_settings(migrated_sqlite(tmp_path / "t.db"), tmp_path / "var"),
        clock=clock,
        given_bell=SilentBell(),
        given_understander=Chain(None),
        given_gateways={"twilio": people},
        given_doors={"email": mail},
    )
    officer = Officer(uuid4(), OFFICER, OfficerRole.COORDINATOR, PassTo.COORDINATOR)
    set_up_officer(runtime.store, clock, Reachable(officer, "rut@example.org"), "test")
    yield Desk(runtime, mail, people)
    runtime.store.engine.dispose()


def fold_out(page: Page, name: str) -> None:
    """Open what is folded away; works without a script."""
    page.locator("summary", has_text=name).click()


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_an_officer_works_a_case_to_its_end(
    browser: Browser, desk: Desk, size: dict[str, int], javascript: bool
) -> None:
    runtime, service = desk.runtime, Service(desk.runtime, free_port())
    code = desk.allow()
    new = NewAccount("rut@example.org", OFFICER, StaffRole.COORDINATOR, officer=OFFICER)
    token = invite(runtime.store, runtime.clock, new, None, by="test").token
    with service.served(), opened(browser, size, javascript=javascript) as page:
        page.goto(f"{service.url}undangan/{token}")
        choose_password(page, javascript)
        set_up_second_factor(page, javascript)
        page.locator(".sections").get_by_role("link", name="Kasus").click()
        check(page, javascript)
        page.get_by_role("link", name=code).click()
        expect(page.get_by_text("Om Beni nomor 0812 3456 7899")).to_be_visible()
        check(page, javascript)
        page.get_by_role("button", name="Saya tangani").click()
        expect(page.get_by_text("sedang ditangani")).to_be_visible()

        fold_out(page, "Tanya pelapor")
        page.get_by_label("Pertanyaan").select_option("leaving")
        page.get_by_role("button", name="Simpan pertanyaan").click()
        expect(page.get_by_text("menunggu jamnya")).to_be_visible()
        desk.say(f"STATUS {code}")
        desk.say("besok subuh, kapal dari Tenau")
        page.reload()
        expect(page.get_by_text("besok subuh, kapal dari Tenau")).to_be_visible()

        fold_out(page, "Buka nomornya")
        page.get_by_label("Alasan").first.fill("mau tanya nama kapal")
        page.get_by_role("button", name="Buka", exact=True).click()
        expect(page.get_by_text("+6281234567890")).to_be_visible()
        check(page, javascript)

        fold_out(page, "Tutup kasus")
        page.get_by_label("Bagaimana akhirnya").select_option("stopped")
        page.locator("#alasan-close").fill("semua batal berangkat")
        page.get_by_role("button", name="Tutup", exact=True).click()
        expect(page.get_by_text("Kasus ditutup.")).to_be_visible()
        expect(page.get_by_text("+6281234567890")).to_have_count(0)
        check(page, javascript)
    assert desk.say(f"STATUS {code}")[0].startswith("Di pihak kami sudah selesai")
