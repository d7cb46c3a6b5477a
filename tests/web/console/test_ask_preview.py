"""Before an officer asks: when it would go out, by what way, and every word that would be read."""

from datetime import timedelta

import pytest

from bot.store.tables.cases import CaseEvent, CaseQuestionRow
from bot.vocabulary import Channel
from tests.doubles.service import rows
from tests.reporting.desk import Desk
from tests.web.console.staff import Person
from tests.web.console.test_cases import text

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What these pages call is tested on both databases: tests/reporting/test_officer_question.py."""

WHATSAPP = {"channel": Channel.WHATSAPP}


def look(person: Person, code: str, **form: str) -> str:
    answer = person.post(f"/cases/{code}/ask/preview", pertanyaan="leaving", **form)
    assert answer.status_code == 200
    return " ".join(text(answer.text).split())


def test_the_preview_is_what_then_goes_out(desk: Desk, maria: Person) -> None:
    code = desk.allow(hours="malam, jam 7 sampai 9")
    page = look(maria, code)
    assert "Antara 21-11-2026 19.00 dan 21.00 (jam pelapor) · SMS, 1 bagian" in page
    assert rows(desk.runtime, CaseQuestionRow) == []
    assert not [each for each in rows(desk.runtime, CaseEvent) if each.event == "question_asked"]
    before = len(desk.people.texts)
    assert maria.post(f"/cases/{code}/ask", pertanyaan="leaving").status_code == 303
    desk.later(hours=8)
    (knock,) = desk.people.texts[before:]
    assert " ".join(knock.split()) in page
    for reply in desk.say(f"STATUS {code}"):
        assert " ".join(reply.split()) in page


def test_hours_an_officer_reads_count(desk: Desk, maria: Person) -> None:
    code = desk.allow(hours="kalau suami pergi")
    refused = maria.post(f"/cases/{code}/ask/preview", pertanyaan="leaving")
    assert refused.status_code == 422
    assert "Jam yang disebut pelapor tidak dipahami mesin" in refused.text
    page = maria.post(f"/cases/{code}/ask/preview", pertanyaan="leaving", jam="13.00-14.30")
    assert "13.00 dan 14.30" in page.text
    assert 'value="13.00-14.30"' in page.text  # ready to be kept as it was looked at


def test_whatsapp_says_until_when_and_what_goes_then(desk: Desk, maria: Person) -> None:
    code = desk.allow(hours="malam, jam 7 sampai 9", **WHATSAPP)
    assert "WhatsApp, teks biasa boleh sampai 22-11-2026 12.00 WITA" in look(maria, code)
    for _ in range(12):  # who does nothing for an hour is signed out
        desk.runtime.clock.advance(timedelta(minutes=50))
        maria.see("/akun")
    assert maria.post(f"/cases/{code}/ask/preview", pertanyaan="leaving").status_code == 422
    settings = desk.runtime.settings.model_copy(update={"twilio_notice_content_sid": "HX" + "0" * 32})
    desk.runtime.settings = settings
    assert "dengan pesan templat" in look(maria, code)


@pytest.mark.parametrize("form", [{}, {"pertanyaan": "nonsense"}, {"pertanyaan": "news", "jam": "99.00-10.00"}])
def test_nonsense_is_refused(desk: Desk, maria: Person, form: dict[str, str]) -> None:
    code = desk.allow()
    assert maria.post(f"/cases/{code}/ask/preview", **form).status_code == 422


def test_nothing_is_shown_where_no_answer_is_allowed(desk: Desk, maria: Person) -> None:
    code = desk.allow(answer="1")
    assert "Pratinjau" not in maria.see(f"/cases/{code}")
    assert maria.post(f"/cases/{code}/ask/preview", pertanyaan="leaving").status_code == 422
