"""The overview's pages: what they show, how large they are, what is refused, files and who gets them."""

import csv
import re
from datetime import date, timedelta
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import insert

from bot.bootstrap import Runtime
from bot.recruiters.red_flags import SEVERITY
from bot.reports.facts import Facts
from bot.reports.regencies import regencies
from bot.services.overview_tables import TableName
from bot.staff.permissions import StaffRole
from bot.store.tables.answers import AnswerUse
from bot.store.tables.audit import AuditEntry
from bot.store.tables.figures import DailyCount
from tests.doubles.service import rows
from tests.reporting.made_cases import make_case
from tests.web.console.staff import Person, newcomer
from webhook.console.app import create_app

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What these pages call is tested on both databases: tests/services/test_overview.py."""

LARGEST = 60 * 1024


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    return create_app(runtime)


@pytest.fixture
def rut(app: Flask, runtime: Runtime) -> Person:
    return newcomer(app, runtime, StaffRole.AUDITOR, "rut@example.org").sign_in()


def fill(runtime: Runtime, years: int = 5) -> None:
    """Count something of everything on every day."""
    today, found = date(2026, 11, 21), []
    for back in range(years * 365):
        day = today - timedelta(days=back)
        kinds = [("turn", name, "sms", "id") for name in ("answered", "asked_back", "unclear", "command", "other")]
        kinds += [("wait", "5s", "", ""), ("sending", "handed", "sms", "")]
        kinds += [("people", name, "sms", "") for name in ("new", "again") if day.day == 1]
        columns = ("kind", "name", "channel", "language")
        found += [{"day": day, "count": 12_345, **dict(zip(columns, one, strict=True))} for one in kinds]
    keys = ["ask_cost", "ask_passport", "ask_salary", "ask_visa", "ask_hotline", *(f"made_up_{n}" for n in range(20))]
    with runtime.store.writing() as session:
        session.execute(insert(DailyCount), found)
        session.execute(insert(AnswerUse), [{"day": today, "key": key, "language": "id", "count": 99} for key in keys])


def reports(runtime: Runtime) -> None:
    """Make reports from everywhere with every sign, in October."""
    runtime.clock.advance(timedelta(days=-40))
    flags = tuple(SEVERITY)
    for place in regencies()[:6]:
        for number in range(6):
            make_case(runtime, Facts(origins=(place,), destinations=("MY", "SG"), flags=flags[number * 5 :]))
    runtime.clock.advance(timedelta(days=40))


def test_the_page_has_every_table_in_small(runtime: Runtime, rut: Person) -> None:
    fill(runtime)
    reports(runtime)
    for query in ("", "?rentang=year", "?dari=2021-11-22&sampai=2026-11-21"):
        page = rut.see(f"/ikhtisar{query}")
        assert len(page.encode()) < LARGEST
        for name in TableName:
            assert f'id="{name}"' in page
        assert " style=" not in page
        assert page.count("<table") == page.count("<caption") == page.count("<details>") == len(TableName) - 1
        assert page.count('role="img"') == page.count("<table") + 1
    assert "ntt.svg#k53" in page


def test_what_is_empty_says_so(rut: Person) -> None:
    page = rut.see("/ikhtisar")
    assert "Belum ada pesan yang dihitung" in page
    assert page.count("Belum ada dalam rentang ini") == len(TableName)


@pytest.mark.parametrize(
    "query",
    [
        "?dari=2026-11-20&sampai=2026-11-01",
        "?dari=2026-11-20",
        "?dari=%3Cscript%3Ealert(1)%3C/script%3E&sampai=x",
        "?rentang=custom",
        "?rentang=100000",
        "?dari=0001-01-01&sampai=9999-12-31",
        "?dari=" + "9" * 4_000 + "&sampai=1",
    ],
)
def test_what_is_no_period_is_refused_and_kept(rut: Person, query: str) -> None:
    page = rut.see(f"/ikhtisar{query}", 422)
    assert 'role="alert"' in page
    assert "<script>alert" not in page
    if "dari=2026-11-20" in query:
        assert 'value="2026-11-20"' in page
    rut.client.get(f"/ikhtisar/flags.csv{query}")
    assert not [row for row in rows(rut.runtime, AuditEntry) if row.action == "exported_figures"]


def test_every_table_as_a_file_on_record(runtime: Runtime, rut: Person) -> None:
    fill(runtime, 1)
    reports(runtime)
    for name in TableName:
        answer = rut.client.get(f"/ikhtisar/{name}.csv?dari=2026-09-01&sampai=2026-11-21")
        assert answer.status_code == 200
        assert answer.data.startswith(b"\xef\xbb\xbf")
        assert answer.mimetype == "text/csv"
        assert f"ikhtisar-{name}-2026-09-01" in answer.headers["Content-Disposition"]
        head, *lines = csv.reader(StringIO(answer.data.decode("utf-8-sig")))
        assert all(len(line) == len(head) for line in lines)
        assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]
    noted = [row for row in rows(runtime, AuditEntry) if row.action == "exported_figures"]
    assert {row.detail.split()[0] for row in noted} == {str(name) for name in TableName}
    assert {row.actor for row in noted} == {f"account {rut.account.hex}"}
    assert "mengunduh angka ikhtisar" in rut.see("/audit")


def test_files_hold_what_the_page_shows(runtime: Runtime, rut: Person) -> None:
    reports(runtime)
    content = rut.client.get("/ikhtisar/regencies.csv").data.decode("utf-8-sig")
    found = {line[0]: line[1] for line in csv.reader(StringIO(content))}
    assert found[regencies()[0]] == "6"
    page = rut.see("/ikhtisar")
    assert re.search(rf'<th scope="row">{regencies()[0]}</th><td>6</td>', page)
    small = {cell for line in found.values() for cell in [line] if cell.isdecimal()}
    assert not small & {"1", "2", "3", "4"}


@pytest.mark.parametrize("name", ["cases", "flags.csv", "../audit", "%00", "x" * 3_000])
def test_no_other_file(rut: Person, name: str) -> None:
    assert rut.client.get(f"/ikhtisar/{name}.csv").status_code == 404


def test_it_stands_first_for_those_who_may(app: Flask, runtime: Runtime, rut: Person) -> None:
    page = rut.see("/ikhtisar")
    assert page.index(">Ikhtisar</a>") < page.index(">Log audit</a>")
    officer = newcomer(app, runtime, StaffRole.OFFICER).sign_in()
    assert "Ikhtisar" not in officer.see("/beranda")
    officer.see("/ikhtisar", 403)
