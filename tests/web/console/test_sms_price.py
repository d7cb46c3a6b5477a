"""What an SMS costs: shown wherever its size is shown once somebody set the price, and nowhere else."""

import re

import pytest
from flask import Flask

from bot.bootstrap import Runtime
from bot.config import Settings
from bot.services.seed import seed
from bot.staff.permissions import StaffRole
from tests.reporting.desk import Desk
from tests.web.console.staff import Person
from tests.web.console.test_answers import somebody, text
from tests.web.console.test_conversation import agreed
from webhook.console.app import create_app

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def priced(runtime: Runtime, price: int | None) -> None:
    runtime.settings = Settings(**{**dict(runtime.settings), "sms_price": price})


def editor(runtime: Runtime, app: Flask | None = None) -> Person:
    seed(runtime.store, runtime.clock, runtime.wording.catalog)
    return somebody(app or create_app(runtime), runtime, "Maria Admin", StaffRole.ADMIN)


def test_an_answer_tells_the_price_of_every_message_and_of_all(runtime: Runtime) -> None:
    maria = editor(runtime)
    assert "Rp" not in text(
        re.search(r'<section id="pratinjau".*?</section>', maria.see("/jawaban/greeting/id"), re.S)[0]
    )
    priced(runtime, 1_350)
    page = text(maria.see("/jawaban/ask_cost/id"))
    parts = int(re.search(r"Dibaca sampai habis: (\d+) SMS", page)[1])
    assert parts > 1
    whole = f"{1_350 * parts:,}".replace(",", ".")
    assert f"{parts} SMS, sekitar Rp {whole} (harga Rp 1.350 dari pengaturan)." in page
    assert len(re.findall(r"\d SMS, sekitar Rp [\d.]+ \d+ huruf", page)) > 1
    maria.post("/bahasa", "/jawaban", bahasa="en", dari="/jawaban")
    assert f"about Rp {whole} (price Rp 1.350 from the settings)" in text(maria.see("/jawaban/ask_cost/id"))


def test_a_question_and_an_officers_words_tell_it_too(desk: Desk, maria: Person) -> None:
    code = desk.allow(hours="malam, jam 7 sampai 9")
    asked = {"path": f"/cases/{code}/ask/preview", "pertanyaan": "leaving"}
    assert "SMS, 1 bagian Yang" in text(maria.post(**asked).text)
    priced(desk.runtime, 350)
    assert "SMS, 1 bagian, sekitar Rp 350 (harga Rp 350 dari pengaturan) Yang" in text(maria.post(**asked).text)
    code = agreed(desk, maria)
    maria.post(f"/cases/{code}/conversation/join")
    size = maria.post(f"/cases/{code}/conversation/size", teks="a" * 161)
    assert text(size.text) == "2 SMS, sekitar Rp 700 (harga Rp 350 dari pengaturan), 161 huruf"
    priced(desk.runtime, None)
    assert text(maria.post(f"/cases/{code}/conversation/size", teks="a" * 161).text) == "2 SMS, 161 huruf"
