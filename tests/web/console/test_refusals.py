"""Who is refused is noted: a few times an hour, and in a way that tells the refused nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from bot.services.note_refusal import MOST
from bot.staff.permissions import StaffRole
from bot.store.tables.audit import AuditEntry
from tests.doubles.service import rows
from tests.reporting.desk import Desk
from tests.web.console.staff import Person, newcomer


@pytest.fixture
def other(petrus: Person, officer: Callable[..., Person]) -> Person:
    """An officer of another regency."""
    return officer("Lain Orang", regency="Kabupaten Alor")


def refusals(desk: Desk) -> list[AuditEntry]:
    return [row for row in rows(desk.runtime, AuditEntry) if row.action.startswith("refused")]


def test_a_case_that_is_not_open_is_noted_with_the_case(desk: Desk, other: Person) -> None:
    code = desk.allow()
    other.see(f"/cases/{code}", 404)
    other.see("/cases/NTT-7K3QD", 404)
    other.see("/cases/NTT-00000", 404)  # a slip of the pen, no case can have this code
    first, second, third = refusals(desk)
    assert (first.actor, first.action) == (f"account {other.account.hex}", "refused")
    assert (first.case_id, first.subject) == (desk.only_case().id, f"case/{desk.only_case().id}")
    assert {(row.case_id, row.subject) for row in (second, third)} == {(None, "case")}


@pytest.mark.parametrize("act", ["take", "close", "unseal", "ask", "unseal-story"])
def test_an_act_that_is_refused_is_noted_once(desk: Desk, other: Person, act: str) -> None:
    code = desk.allow()
    other.post(f"/cases/{code}/{act}", alasan="x", pertanyaan="news")
    assert len(refusals(desk)) == 1


def test_the_refused_learn_nothing(desk: Desk, other: Person) -> None:
    """The answer and what is asked of the database are the same for a case that is closed to them and for none."""
    code = desk.allow()
    other.see("/beranda")  # what was said at signing in is read
    statements: list[str] = []
    event.listen(
        desk.runtime.store.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_more: statements.append(statement),
    )
    seen = []
    for asked in (code, "NTT-7K3QD"):
        statements.clear()
        page = other.see(f"/cases/{asked}", 404).replace(asked, "")
        refusing = statements[next(n for n, one in enumerate(statements) if one.startswith("SELECT cases.id \n")) :]
        seen.append((page, refusing))
    assert seen[0][0] == seen[1][0]
    assert seen[0][1] == seen[1][1]


def test_a_page_without_the_permission_is_noted(app: Flask, desk: Desk) -> None:
    admin = newcomer(app, desk.runtime, StaffRole.ADMIN).sign_in()
    admin.see("/cases", 403)
    admin.post("/staf", nama="x")
    assert [row.subject for row in refusals(desk)] == ["page/GET cases.show_list", "page/POST staff.add"]
    assert all(row.actor == f"account {admin.account.hex}" for row in refusals(desk))


def test_the_log_cannot_be_flooded(app: Flask, desk: Desk, other: Person) -> None:
    code = desk.allow()
    for _ in range(MOST + 5):
        other.see(f"/cases/{code}", 404)
    assert [row.action for row in refusals(desk)] == ["refused"] * MOST + ["refused_more"]
    admin = newcomer(app, desk.runtime, StaffRole.ADMIN).sign_in()
    admin.see("/cases", 403)
    assert refusals(desk)[-1].actor == f"account {admin.account.hex}"  # everybody has their own count
    desk.runtime.clock.advance(timedelta(minutes=59))
    other.see(f"/cases/{code}", 404)
    assert len(refusals(desk)) == MOST + 2
    desk.runtime.clock.advance(timedelta(minutes=2))
    admin_or_other = other.client.get(f"/cases/{code}")
    if admin_or_other.status_code == 303:  # the session ended meanwhile
        other.type_password()
        other.type_code()
        other.see(f"/cases/{code}", 404)
    assert refusals(desk)[-1].action == "refused"
    assert len(refusals(desk)) == MOST + 3


def test_nobody_is_noted_before_signing_in(app: Flask, desk: Desk) -> None:
    client = app.test_client()
    assert client.get("/cases").status_code == 303
    assert not refusals(desk)
