"""The auditor's pages: who did what, and whether the chain is whole."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from bot.services import audit_desk
from bot.services.audit_desk import verify_chain
from bot.staff.permissions import Actor, StaffRole
from bot.store.journal import note
from bot.store.tables.audit import AuditEntry
from tests.doubles.service import change, rows
from tests.reporting.desk import Desk
from tests.web.console.staff import Person, newcomer
from tests.web.console.test_cases import text

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What these pages call is tested on both databases: tests/services/test_read_audit.py."""


@pytest.fixture
def auditor(app: Flask, desk: Desk) -> Person:
    return newcomer(app, desk.runtime, StaffRole.AUDITOR, "auditor@example.org").sign_in()


def listed(page: str) -> list[str]:
    """Return the acts of a page, a line each, tags taken out."""
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in re.findall(r"<li>(.*?)</li>", page, re.S)
    ]


def key_of(page: str, name: str) -> str:
    return re.search(rf'<option value="([^"]+)"[^>]*>{name}<', page)[1]


def test_who_looked_at_a_case_is_read_in_words(desk: Desk, petrus: Person, auditor: Person) -> None:
    code = desk.allow()
    petrus.see(f"/cases/{code}")
    petrus.post(f"/cases/{code}/unseal", alasan="perlu tanya <b>kapalnya</b>")
    page = auditor.see(f"/audit?kode={code.lower()}")
    acts = listed(page)
    assert any(f"Petrus Nabuasa membuka kasus · kasus {code}" in one for one in acts)
    opened = next(one for one in acts if "membuka nomor pelapor" in one)
    assert "perlu tanya <b>kapalnya</b>" in opened
    assert "<b>kapalnya" not in page
    assert "+6281234567890" not in page


def test_what_the_auditor_looks_for_is_noted_too(desk: Desk, auditor: Person) -> None:
    before = len(rows(desk.runtime, AuditEntry))
    auditor.see("/audit")
    noted = rows(desk.runtime, AuditEntry)[before:]
    assert [(row.actor, row.action) for row in noted] == [(f"account {auditor.account.hex}", "searched_audit")]
    assert "mencari di log audit" in auditor.see("/audit")


def test_a_person_is_found_by_account_and_by_officer(
    desk: Desk, petrus: Person, maria: Person, auditor: Person
) -> None:
    code = desk.allow()
    petrus.see(f"/cases/{code}")
    maria.see(f"/cases/{code}")
    key = key_of(auditor.see("/audit"), "Petrus Nabuasa")
    found = listed(auditor.see(f"/audit?orang={key}"))
    assert found
    assert all("Petrus Nabuasa" in line for line in found)
    assert any("membuka kasus" in line for line in found)  # noted as the officer
    assert any(line.endswith("Petrus Nabuasa masuk ke konsol") for line in found)  # noted as the account


def test_acts_and_days_narrow(desk: Desk, petrus: Person, auditor: Person) -> None:
    code = desk.allow()
    petrus.see(f"/cases/{code}")
    petrus.see("/cases")
    assert all("melihat daftar kasus" in one for one in listed(auditor.see("/audit?tindakan=listed_cases")))
    day = f"{desk.runtime.clock.now():%Y-%m-%d}"
    assert listed(auditor.see(f"/audit?dari={day}&sampai={day}"))
    empty = auditor.see("/audit?sampai=2001-01-01")
    assert not listed(empty)
    assert "Tidak ada catatan yang cocok" in empty


@pytest.mark.parametrize(
    "query",
    [
        "orang=nobody",
        "tindakan=DROP TABLE",
        "kode=NTT-00000",
        "kode=" + "x" * 500,
        "dari=gestern",
        "sampai=9999-12-31",
        "dari=0001-01-01",
        "sebelum=-1",
        "sebelum=99999999999999999999",
    ],
)
def test_a_wrong_filter_says_so_and_stays_typed(auditor: Person, query: str) -> None:
    page = auditor.see(f"/audit?{query}", 422)
    assert 'role="alert"' in page
    assert not listed(page)


def test_a_code_nobody_has_is_said(auditor: Person) -> None:
    page = auditor.see("/audit?kode=NTT-7K3QD", 422)
    assert "Tidak ada kasus dengan kode ini" in page
    assert 'value="NTT-7K3QD"' in page


def test_a_long_log_has_pages_and_the_filter_stays(desk: Desk, auditor: Person) -> None:
    with desk.runtime.store.writing() as session:
        for number in range(120):
            note(session, desk.runtime.clock.now(), "robot", "tested", f"thing/{number}")
    seen: list[str] = []
    path = f"/audit?orang={key_of(auditor.see('/audit'), 'robot')}"
    for _ in range(3):
        page = auditor.see(path)
        seen += listed(page)
        older = re.search(r'href="(\?[^"]+)">Lebih lama', page)
        path = f"/audit{unescape(older[1])}" if older else ""
    assert len(seen) == 120
    assert not path
    assert "Yang terbaru" in page
    assert {f"thing/{number}" for number in range(120)} == {re.search(r"thing/\d+", one)[0] for one in seen}


def test_the_page_stays_small(desk: Desk, auditor: Person) -> None:
    with desk.runtime.store.writing() as session:
        for number in range(60):
            reason = (desk.runtime.vault, "alasan yang panjang " * 8)
            note(session, desk.runtime.clock.now(), "test", "opened_case", f"thing/{number}", reason=reason)
    assert len(auditor.see("/audit").encode()) < 60_000


def test_the_chain_is_verified_and_the_page_remembers(desk: Desk, auditor: Person) -> None:
    assert "Belum pernah diperiksa" in auditor.see("/audit/chain")
    page = auditor.post("/audit/chain", "/audit/chain").text
    assert "Utuh." in page
    head = re.search(r'<code class="key">([^<]+)</code>', page)[1]
    again = auditor.post("/audit/chain", "/audit/chain", kepala=f" {head.lower()} ").text
    assert "Kepala yang Anda catat masih ada" in again
    last = text(auditor.see("/audit/chain"))
    assert "Terakhir diperiksa di konsol:" in last
    assert "Utuh," in last


def test_a_changed_row_is_found_and_named(desk: Desk, auditor: Person) -> None:
    change(desk.runtime, "UPDATE audit SET action = 'nothing' WHERE position = 2")
    page = auditor.post("/audit/chain", "/audit/chain").text
    assert "Ada yang tidak beres." in page
    assert "Baris 2 diubah" in page
    assert "Utuh" not in page
    assert "sesudah 1 baris" in auditor.see("/audit/chain")


def test_a_wrong_head_is_no_verifying(auditor: Person) -> None:
    answer = auditor.post("/audit/chain", "/audit/chain", kepala="12-abc")
    assert answer.status_code == 422
    assert "Kepala rantai terlihat seperti" in answer.text
    assert 'value="12-abc"' in answer.text
    other = auditor.post("/audit/chain", "/audit/chain", kepala="1-20261121T040000Z-9F3C12AB34CD56EF").text
    assert "bukan lagi yang Anda catat" in other


def test_verifying_ends_when_its_time_is_over(desk: Desk, auditor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.runtime.store.writing() as session:
        for number in range(1200):
            note(session, desk.runtime.clock.now(), "test", "tested", f"thing/{number}")
    actor = Actor(auditor.account, StaffRole.AUDITOR)
    ticks = iter(range(0, 1000, 15))
    verdict = verify_chain(desk.runtime.store, desk.runtime.clock, actor, timer=lambda: next(ticks))
    assert verdict.unfinished
    assert 0 < verdict.rows < 1200
    assert verdict.head is None
    assert "Belum sampai akhir" in auditor.see("/audit/chain")
    monkeypatch.setattr(audit_desk, "SECONDS", -1.0)
    assert "Belum selesai." in auditor.post("/audit/chain", "/audit/chain").text


def test_one_verifying_at_a_time(auditor: Person) -> None:
    with audit_desk._one_at_a_time:
        answer = auditor.post("/audit/chain", "/audit/chain")
    assert answer.status_code == 422
    assert "setengah menit" in answer.text


def test_english(desk: Desk, auditor: Person) -> None:
    auditor.post("/bahasa", bahasa="en")
    auditor.see("/audit")
    assert "searched the audit log" in listed(auditor.see("/audit?tindakan=searched_audit"))[0]
    assert "Verify now" in auditor.see("/audit/chain")


def test_the_form_needs_its_token(auditor: Person, officer: Callable[..., Person]) -> None:
    assert auditor.client.post("/audit/chain").status_code == 400
