"""Names and numbers in what was told: masked on the case page, shown once for a reason."""

from collections.abc import Callable

import pytest

from bot.store.journal import acts_on
from bot.store.tables.audit import AuditEntry
from bot.store.tables.cases import CaseEvent
from tests.doubles.service import rows
from tests.reporting.desk import STORY, Desk
from tests.web.console.staff import Person

NAME, NUMBER = "Yosefina", "0813 9999 8888"
TOLD = f"{STORY}. Anak saya {NAME} ikut. Nomor saya {NUMBER}"


def test_names_and_numbers_are_masked_but_the_recruiters(petrus: Person, desk: Desk) -> None:
    code = desk.allow(story=TOLD)
    desk.say(f"TAMBAH {code} adik saya Melkianus juga, 0813 7777 6666")
    page = petrus.see(f"/cases/{code}")
    for hidden in (NAME, NUMBER, "Melkianus", "7777"):
        assert hidden not in page
    for shown in ("Om Beni nomor 0812 3456 7899", "[nama]", "[nomor]", "pelabuhan Tenau", "Bisa ada yang terlewat"):
        assert shown in page


def test_they_are_shown_once_for_a_reason_which_stays(petrus: Person, desk: Desk) -> None:
    code = desk.allow(story=TOLD)
    shown = petrus.post(f"/cases/{code}/unseal-story", alasan="cari anaknya di kapal")
    assert shown.status_code == 200
    assert f"Anak saya {NAME} ikut" in shown.text
    assert NUMBER in shown.text
    page = petrus.see(f"/cases/{code}")
    assert NAME not in page
    assert "cari anaknya di kapal" in page
    assert "nama dan nomor dalam cerita dibuka" in page
    with desk.runtime.store.reading() as session:
        acts = [act for act in acts_on(session, [f"case/{desk.only_case().id}"]) if act.action == "unsealed_story"]
    assert len(acts) == 1
    assert acts[0].reason_sealed is not None
    assert b"kapal" not in acts[0].reason_sealed


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_without_a_reason_they_stay_masked(petrus: Person, desk: Desk, reason: str) -> None:
    code = desk.allow(story=TOLD)
    answer = petrus.post(f"/cases/{code}/unseal-story", alasan=reason)
    assert answer.status_code == 422
    assert NAME not in answer.text
    assert "unsealed_story" not in {row.event for row in rows(desk.runtime, CaseEvent)}


def test_nobody_unseals_a_case_that_is_not_open(desk: Desk, petrus: Person, officer: Callable[..., Person]) -> None:
    code = desk.allow(story=TOLD)
    other = officer("Lain Orang", regency="Kabupaten Alor")
    answer = other.post(f"/cases/{code}/unseal-story", alasan="x")
    assert answer.status_code == 404
    assert NAME not in answer.text
    assert "unsealed_story" not in {row.action for row in rows(desk.runtime, AuditEntry)}


def test_the_form_needs_its_token(desk: Desk, petrus: Person) -> None:
    code = desk.allow(story=TOLD)
    assert petrus.client.post(f"/cases/{code}/unseal-story", data={"alasan": "x"}).status_code == 400


def test_where_nothing_was_found_the_page_says_so(desk: Desk, petrus: Person) -> None:
    page = petrus.see(f"/cases/{desk.allow()}")
    assert "Mesin tidak menemukan nama atau nomor orang lain" in page
    assert "unseal-story" not in page
