"""Answers in the console: from the list to a published text and back, by people who are no programmers."""

import re
from html import unescape

import pytest
from flask import Flask

from bot.bootstrap import Runtime
from bot.services.seed import seed
from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from tests.doubles.service import deliver, texts, work
from tests.factories import make_inbound
from tests.web.console.staff import Person
from webhook.console.app import create_app

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OLD, NEW = "Jangan beri uang ke calo.", "Jangan kasih uang ke calo."
PAGE = "/jawaban/ask_cost/id"


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return create_app(runtime)


def somebody(app: Flask, runtime: Runtime, name: str, role: StaffRole, language: str = "") -> Person:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    made = invite(runtime.store, runtime.clock, NewAccount(email, name, role, language), None, by="test")
    return Person(app, runtime, email, made.account, made.token, app.test_client()).sign_in()


@pytest.fixture
def maria(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Maria Admin", StaffRole.ADMIN)


@pytest.fixture
def yosef(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Yosef Admin", StaffRole.ADMIN)


@pytest.fixture
def lasarus(app: Flask, runtime: Runtime) -> Person:
    return somebody(app, runtime, "Lasarus Penutur", StaffRole.REVIEWER, "aoz")


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def fields(page: str) -> dict[str, str]:
    """Return what stands in the fields of the editor's form, as a browser would send it."""
    form = re.search(r'<form id="isian".*?</form>', page, re.DOTALL)[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            sent[name[1]] = unescape(re.search(r'value="([^"]*)"', tag)[1]) if "value=" in tag else ""
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(value)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1]
    return sent


def write(person: Person, path: str = PAGE, old: str = OLD, new: str = NEW, **changes: str):
    """Change a word of the short text and save."""
    form = fields(person.see(path)) | changes
    if "singkat" not in changes:
        form["singkat"] = form["singkat"].replace(old, new)
    return person.client.post(path, data=form)


def press(person: Person, path: str, **form: str):
    """Press a button of the answer's page."""
    return person.post(path, PAGE, **form)


def asked(runtime: Runtime) -> str:
    """Ask what it costs; return what came back."""
    before = len(texts(runtime))
    deliver(runtime, make_inbound())
    work(runtime)
    return " ".join(texts(runtime)[before:])


def test_the_list_shows_every_answer_page_by_page_and_finds_words(maria: Person) -> None:
    page = maria.see("/jawaban")
    assert "291 jawaban" in text(page)
    assert len(page.encode()) < 60_000
    assert "Halaman 1 / 8" in text(page)
    found = text(maria.see("/jawaban?cari=kuitansi&topik=money"))
    assert "Biaya berangkat" in found
    assert "Tidak ada jawaban yang cocok" in maria.see("/jawaban?cari=zzzz")
    assert "Halaman ini tidak ada" in maria.see("/jawaban?halaman=99")
    assert "fault" in maria.see("/jawaban?keadaan=zzzz")


def test_from_the_draft_to_the_reply_and_back(maria: Person, yosef: Person, runtime: Runtime) -> None:
    assert OLD in asked(runtime)
    saved = write(maria, alasan="kata yang lebih biasa")
    assert saved.status_code == 303, text(saved.text)
    page = maria.see(PAGE)
    assert "<del>" in page
    assert "<ins>" in page
    assert OLD in asked(runtime)
    assert press(maria, f"{PAGE}/ajukan").status_code == 303
    assert press(maria, f"{PAGE}/terbitkan", nomor="2").status_code == 422
    assert press(yosef, f"{PAGE}/terbitkan", nomor="1").status_code == 422
    assert press(yosef, f"{PAGE}/terbitkan", nomor="2").status_code == 303
    assert NEW in asked(runtime)
    assert "terjemahan usang 1" in text(maria.see("/jawaban"))

    history = yosef.see(f"{PAGE}/riwayat")
    assert "Maria Admin" in history
    back = press(yosef, f"{PAGE}/pulihkan", nomor="1")
    assert back.headers["Location"].endswith("riwayat?batal=2")
    assert OLD in asked(runtime)
    assert "kembali ke versi 2" in text(yosef.see(back.headers["Location"]))
    press(yosef, f"{PAGE}/pulihkan", nomor="2")
    assert NEW in asked(runtime)
