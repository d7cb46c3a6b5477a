"""An officer steps aside from a case on its page, and a coordinator opens it to them again."""

import re

from bot.reports.routing import OfficerRole
from tests.reporting.desk import Desk
from tests.web.console.staff import Person
from tests.web.console.test_case_work import HOSTILE, act, text


def test_who_steps_aside_is_led_to_the_list_and_finds_the_case_nowhere(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    answer = act(petrus, code, "recuse", alasan="perekrutnya om saya")
    assert (answer.status_code, answer.location) == (303, "/cases")
    page = petrus.see("/cases")
    assert f"Kasus {code} tertutup bagi Anda." in page
    assert f"/cases/{code}" not in page
    assert petrus.client.get(f"/cases/{code}").status_code == 404
    assert petrus.client.get(f"/perekrut/{code}").status_code == 404


def test_a_coordinator_closes_it_to_an_officer_and_opens_it_again(desk: Desk, petrus: Person, maria: Person) -> None:
    code, who = desk.allow(), desk.officers["Petrus Nabuasa"].hex
    assert act(maria, code, "recuse", petugas=who, alasan=HOSTILE).status_code == 303
    assert petrus.client.get(f"/cases/{code}").status_code == 404
    page = maria.see(f"/cases/{code}")
    assert "Tertutup bagi: Petrus Nabuasa" in text(page)
    assert "ditutup bagi petugas" in text(page)
    assert HOSTILE not in page
    assert who not in re.search(r'id="beri-petugas".*?</select>', page, re.DOTALL)[0]
    assert act(maria, code, "readmit", petugas=who, alasan="bukan om itu").status_code == 303
    assert "Tertutup bagi" not in text(petrus.see(f"/cases/{code}"))


def test_an_officer_on_duty_closes_it_to_nobody_else_and_opens_it_to_nobody(
    desk: Desk, petrus: Person, maria: Person
) -> None:
    code, other = desk.allow(), desk.officer("Yohanes Wakil", "wakil@example.org", OfficerRole.DEPUTY).hex
    assert "Petugas yang mundur" not in petrus.see(f"/cases/{code}")
    answer = act(petrus, code, "recuse", petugas=other, alasan="x")
    assert (answer.status_code, "Hanya koordinator" in answer.text) == (422, True)
    act(maria, code, "recuse", petugas=other, alasan="x")
    page = petrus.see(f"/cases/{code}")
    assert "Tertutup bagi: Yohanes Wakil" in text(page)
    assert "/readmit" not in page
    assert act(petrus, code, "readmit", petugas=other, alasan="x").status_code == 422


def test_what_was_typed_stays_where_it_is_refused(desk: Desk, maria: Person) -> None:
    code = desk.allow()
    for petugas, alasan in (("bukan-id", "sebab panjang"), ("0" * 32, "sebab panjang"), ("", "")):
        answer = act(maria, code, "recuse", petugas=petugas, alasan=alasan)
        assert answer.status_code == 422
        assert alasan in answer.text
    assert desk.only_case().recused == []


def test_a_closed_case_can_be_closed_to_somebody_too(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    act(petrus, code, "close", hasil="safe", alasan="x")
    assert act(petrus, code, "recuse", alasan="saya kenal dia").status_code == 303
    assert petrus.client.get(f"/cases/{code}").status_code == 404
    assert (desk.only_case().state, desk.mail.told[1:]) == ("closed", [])
