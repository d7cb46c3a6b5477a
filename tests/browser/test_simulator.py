"""The simulator in a real browser: on a small phone with JavaScript, on a desktop without."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.messaging.simulated import FIRST_NUMBER
from tests.browser.conftest import Service

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 860}
HOSTILE = "<img src=x onerror=document.title=1> *tebal*"


@contextmanager
def opened(browser: Browser, size: dict[str, int], *, javascript: bool) -> Iterator[Page]:
    """Open an empty page. Fails at the end when a script failed or the page's own policy refused something."""
    context = browser.new_context(viewport=size, java_script_enabled=javascript, locale="id")
    page = context.new_page()
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert faults == []


@pytest.mark.parametrize("view", ["SMS", "WhatsApp"])
@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_a_conversation(browser: Browser, service: Service, view: str, size: dict[str, int], javascript: bool) -> None:
    with service.served(), opened(browser, size, javascript=javascript) as page:
        page.goto(service.url)
        page.get_by_role("link", name=view).click()
        expect(page.get_by_role("link", name=view)).to_have_attribute("aria-current", "page")
        expect(page.locator(".number")).to_have_text(FIRST_NUMBER)
        page.locator(".empty").get_by_role("button", name="Berapa biaya").click()
        expect(page.locator(".theirs .text")).to_have_text("Berapa biaya kerja ke Malaysia?")
        expect(page.locator(".ours").first).to_be_visible()
        expect(page.locator(".typing")).to_have_count(0)
        expect(page.locator(".ours .notes").last).to_contain_text("Indonesia")
        expect(page.locator(".ours .notes").last).to_contain_text("sampai")

        page.get_by_label("Tulis pesan").fill(HOSTILE)
        page.get_by_role("button", name="Kirim").click()
        expect(page.locator(".theirs .text").last).to_contain_text("<img src=x")
        expect(page.locator(".theirs strong")).to_have_count(1 if view == "WhatsApp" else 0)
        expect(page.get_by_label("Tulis pesan")).to_have_value("")
        assert page.title().startswith("Simulator")
        expect(page.locator(".typing")).to_have_count(0)
        expect(page.locator(".ours .notes").last).to_contain_text("sampai")
        expect(page.locator(".ours").last).to_be_in_viewport()
        assert fits(page, javascript)

        page.get_by_role("button", name="Percakapan baru").click()
        expect(page.locator(".empty")).to_be_visible()
        expect(page.locator(".number")).not_to_have_text(FIRST_NUMBER)


def fits(page: Page, javascript: bool) -> bool:
    """Tell whether the page is no wider than the screen. Needs a script, so without one nothing is claimed."""
    return not javascript or bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_the_script_shows_that_an_answer_is_coming_without_leaving_the_page(browser: Browser, service: Service) -> None:
    service.resting.set()
    with service.served(), opened(browser, PHONE, javascript=True) as page:
        page.goto(service.url)
        page.evaluate("window.sameDocument = true")
        page.get_by_label("Tulis pesan").fill("halo")
        page.get_by_label("Tulis pesan").press("Enter")
        expect(page.locator(".typing")).to_be_visible()
        expect(page.locator("#news")).to_have_text("sedang mengetik…")
        service.resting.clear()
        expect(page.locator(".ours").first).to_be_visible()
        expect(page.locator("#news")).to_contain_text("Balasan:")
        expect(page.locator(".typing")).to_have_count(0)
        assert page.evaluate("window.sameDocument")


def test_choices_are_answered_by_a_tap(browser: Browser, service: Service) -> None:
    with service.served(), opened(browser, PHONE, javascript=True) as page:
        page.goto(service.url)
        page.get_by_label("Tulis pesan").fill("kurang jelas")
        page.get_by_role("button", name="Kirim").click()
        page.locator(".choices button").first.click()
        expect(page.locator(".theirs .text").last).to_have_text("1")


def test_while_the_server_is_away_the_text_stays_and_a_retry_sends_it_once(browser: Browser, service: Service) -> None:
    with opened(browser, PHONE, javascript=True) as page:
        with service.served():
            page.goto(service.url)
        page.get_by_label("Tulis pesan").fill("jangan hilang")
        page.get_by_role("button", name="Kirim").click()
        expect(page.get_by_role("alert")).to_contain_text("Pesan belum terkirim")
        expect(page.get_by_label("Tulis pesan")).to_have_value("jangan hilang")
        with service.served():
            page.get_by_role("button", name="Coba lagi").click()
            expect(page.locator(".theirs .text")).to_have_text(["jangan hilang"])
            expect(page.get_by_label("Tulis pesan")).to_have_value("")
            expect(page.get_by_role("alert")).to_be_hidden()
            expect(page.locator(".ours").first).to_be_visible()


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_a_text_that_is_too_long_stays_with_its_reason(
    browser: Browser, service: Service, size: dict[str, int], javascript: bool
) -> None:
    with service.served(), opened(browser, size, javascript=javascript) as page:
        page.goto(service.url)
        page.get_by_label("Tulis pesan").fill("a" * 1_601)
        page.get_by_role("button", name="Kirim").click()
        expect(page.get_by_role("alert")).to_contain_text("Pendekkan 1 huruf")
        expect(page.get_by_label("Tulis pesan")).to_have_value("a" * 1_601)
        expect(page.locator(".theirs")).to_have_count(0)


def test_the_keyboard_alone_is_enough(browser: Browser, service: Service) -> None:
    with service.served(), opened(browser, DESKTOP, javascript=True) as page:
        page.goto(service.url)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
        page.keyboard.press("Enter")
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name === 'contoh'"):
                break
        page.keyboard.press("Enter")
        expect(page.locator(".ours").first).to_be_visible()


def test_what_the_page_says_of_the_service_is_renewed(browser: Browser, service: Service) -> None:
    with service.served(), opened(browser, PHONE, javascript=True) as page:
        page.goto(service.url)
        expect(page.locator("#status")).to_contain_text("lewat kata kunci")
        expect(page.locator("#status")).to_contain_text("bekerja.")
