"""Labelling in a real browser: by keys on a small phone's screen, by radio buttons on a desktop without JavaScript."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.learning import learning_of
from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from bot.store.learning_jobs import beat, claim_job, end_job, jobs
from bot.store.sentences import keep_sentence, note_choice
from bot.training.comparison import comparison
from bot.training.figures import figures
from bot.training.jobs import JobState, Phase
from bot.training.promotion import Verdict, with_figures
from bot.training.sentence import Guess, NewSentence, Reason
from tests.browser.conftest import Service
from tests.browser.test_answers import desk_of
from tests.browser.test_cases import fold_out
from tests.browser.test_console import check
from tests.browser.test_simulator import DESKTOP, PHONE
from tests.factories import NOON
from tests.training.test_models import add
from tests.training.test_promotion import EMERGENCIES, results
from tests.web.console.staff import Person
from webhook.console.app import create_app

pytestmark = pytest.mark.browser

TEXTS = {
    "karmana itu barang e": "mkn",
    "pak <nama> minta kartu hijau buat apa": "id",
    "sonde tau mo tanya apa lai": "mkn",
    "haim he nao na": "und",
}
GUESSES = (Guess("ask_cost", 0.6), Guess("ask_salary", 0.2), Guess("ask_visa", 0.1))


@pytest.fixture
def maria(service: Service) -> Person:
    """An admin who is signed in, and sentences that wait."""
    runtime = service.runtime
    for part in ("train/id", "train/mkn", "train/aoz", "test"):
        (learning_of(runtime).nlu_data / part).mkdir(parents=True)
    with runtime.store.writing() as session:
        for day, (text, language) in enumerate(TEXTS.items()):
            new = NewSentence(NOON.date() + timedelta(days=day), text, language, GUESSES, Reason.ASKED_BACK)
            assert keep_sentence(session, runtime.vault, new)
        note_choice(session, runtime.vault, "karmana itu barang e", "ask_hotline")
    app = create_app(runtime)
    new = NewAccount("maria@example.org", "Maria Contoh", StaffRole.ADMIN)
    made = invite(runtime.store, runtime.clock, new, None, by="test")
    return Person(app, runtime, new.email, made.account, made.token, app.test_client()).sign_in()


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_sentences_are_labelled_taken_back_and_put_right(
    browser: Browser, service: Service, maria: Person, size: dict[str, int], javascript: bool
) -> None:
    with service.served(), desk_of(maria, browser, service, size, javascript) as page:
        page.goto(f"{service.url}beranda")
        page.locator(".sections").get_by_role("link", name="Belajar").click()
        check(page, javascript)
        if javascript:
            by_keys(page)
        else:
            by_buttons(page)
        expect(page.get_by_text("2 label disimpan.")).to_be_visible()
        check(page, javascript)
        expect(page.locator("#terakhir")).to_contain_text("menunggu ditulis")
        page.locator("#terakhir").get_by_role("button", name="Batalkan label karmana").click()
        expect(page.get_by_text("Label dibatalkan.")).to_be_visible()
        put_right(page, javascript)
        page.get_by_role("button", name="Tulis sekarang").click()
        expect(page.locator("#pekerjaan")).to_contain_text("menunggu pekerja")
        check(page, javascript)


def by_keys(page: Page) -> None:
    """Label with one key each: the chosen one, a guess taken back, and skipped."""
    cards = page.locator("[data-kalimat]")
    expect(cards.first).to_be_focused()
    page.keyboard.press("4")
    page.keyboard.press("2")
    page.keyboard.press("u")
    expect(cards.nth(1)).to_be_focused()
    expect(cards.nth(1).locator("input[value='']")).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("ArrowUp")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("0")
    cards.nth(2).get_by_text("Perbaiki teks").click()
    field = cards.nth(2).get_by_label("Teks", exact=True)
    field.press("End")
    field.press_sequentially(" 1u")
    expect(field).to_have_value(f"{field.evaluate('one => one.defaultValue')} 1u")
    field.fill(field.evaluate("one => one.defaultValue"))
    page.get_by_label("Pakai tombol").uncheck()
    cards.nth(2).focus()
    page.keyboard.press("1")
    expect(cards.nth(2).locator("input[value='']")).to_be_checked()
    page.get_by_label("Pakai tombol").check()
    cards.nth(2).focus()
    page.keyboard.press("Enter")


def by_buttons(page: Page) -> None:
    """Label with the mouse."""
    cards = page.locator("[data-kalimat]")
    cards.nth(0).get_by_text("dipilih orangnya").last.click()
    cards.nth(1).get_by_text("Lewati").click()
    page.get_by_role("button", name="Simpan").click()


def put_right(page: Page, javascript: bool) -> None:
    """Label a sentence of an unknown language, and then say which one it is."""
    card = page.locator("[data-kalimat]").filter(has_text="haim he nao na")
    card.get_by_label("Label lain").select_option("greet")
    page.get_by_role("button", name="Simpan").click()
    expect(card.locator(".fault")).to_contain_text("pilih bahasanya dulu")
    check(page, javascript)
    card.get_by_label("Bahasa", exact=True).select_option("aoz")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#terakhir")).to_contain_text("Salam")


OLD = results("x" * 18 + "..") + results("x" * 9 + ".", language="aoz") + results("xxxx", **EMERGENCIES)
NEW = results("x" * 19 + ".") + results("x" * 8 + ".x", language="aoz") + results("xxxx", **EMERGENCIES)


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESKTOP, False)], ids=["360-js", "1280-plain"])
def test_a_candidate_is_trained_compared_served_and_taken_back(
    browser: Browser, service: Service, maria: Person, size: dict[str, int], javascript: bool
) -> None:
    store = learning_of(service.runtime).models
    store.promote(add(store, 1).id)
    store.annotate(with_figures(store.models()[0], figures(OLD)))
    with service.served(), desk_of(maria, browser, service, size, javascript) as page:
        page.goto(f"{service.url}belajar")
        page.get_by_role("link", name="Model bahasa").click()
        check(page, javascript)
        page.get_by_role("button", name="Latih calon").click()
        expect(page.locator("#pekerjaan")).to_contain_text("menunggu pekerja")
        owner = begin(service, Phase.TRAINING)
        expect(page.locator("#pekerjaan")).to_contain_text("biasanya beberapa menit")
        check(page, javascript)
        made = add(store, 2, candidate=True)
        finish(service, owner, {"model": made.id, "added": 2, "refused": 1})
        expect(page.get_by_text("Calon baru siap")).to_be_visible()
        page.get_by_role("button", name=f"Bandingkan {made.id}").click()
        owner = begin(service, Phase.MEASURING_NEW, 12, 34)
        expect(page.locator("#pekerjaan")).to_contain_text("12 / 34")
        check(page, javascript)
        store.annotate(with_figures(made, figures(NEW)))
        served = store.pointer().current
        finish(service, owner, comparison(Verdict((), (), NEW, OLD, served)))
        expect(page.get_by_text("Tidak ada yang memberatkan model ini.")).to_be_visible()
        fold_out(page, "Kalimat ujian yang berubah")
        check(page, javascript)
        page.get_by_role("button", name=f"Pakai model ini {made.id}").click()
        expect(page.get_by_text("beralih dalam satu menit, tanpa")).to_be_visible()
        assert store.pointer().current == made.id
        check(page, javascript)
        fold_out(page, "Kembali ke model sebelumnya")
        page.get_by_role("button", name="Kembali ke yang sebelumnya").click()
        expect(page.get_by_text("Model sebelumnya dipakai lagi.")).to_be_visible()
        assert store.pointer().current == served
        check(page, javascript)


def begin(service: Service, phase: Phase, done: int = 0, total: int = 0) -> UUID:
    """Do what a learner does at first."""
    owner, now = uuid4(), service.runtime.clock.now()
    with service.runtime.store.writing() as session:
        job = claim_job(session, owner, now)
        assert job
        assert beat(session, job.id, owner, now, phase, done, total)
    return owner


def finish(service: Service, owner: UUID, result: object) -> None:
    """Do what a learner does at last."""
    with service.runtime.store.writing() as session:
        (job,) = (one for one in jobs(session, 1) if one.open)
        assert end_job(session, job.id, owner, service.runtime.clock.now(), JobState.DONE, result=result)
