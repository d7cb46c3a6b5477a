"""The overview against small data counted by hand, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.bootstrap import Runtime
from bot.clock import UTC, WITA
from bot.errors import ForbiddenError
from bot.reports.cases import CaseKind
from bot.reports.facts import Facts
from bot.reports.figure_period import Period, period_between
from bot.services.overview import Overview, note_exported, read_overview
from bot.services.overview_messages import share
from bot.services.overview_tables import TableName
from bot.services.purge import purge_reports
from bot.staff.permissions import PERMISSIONS, Actor, Permission, StaffRole
from bot.store.cases import case_with_code
from bot.store.daily_counts import Counted, CountKind, count_all
from bot.store.recruiters import add_recruiter
from bot.store.tables.answers import AnswerRating, AnswerUse
from bot.store.tables.audit import AuditEntry
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import RecruiterLink
from tests.doubles.service import rows
from tests.reporting.desk import TTS
from tests.reporting.made_cases import existing, make_case

AUDITOR = Actor(UUID(int=9), StaffRole.AUDITOR)
TWO_MONTHS = ("2026-09-15", "2026-11-21")
FLAGGED = Facts(origins=("Soe",), destinations=("MY", "Batam"), flags=("RF_DEBT_FIRST",))


def overview(runtime: Runtime, first: str = "2026-09-15", last: str = "2026-11-21") -> Overview:
    return read_overview(runtime.store, runtime.clock, AUDITOR, period(runtime, first, last))


def period(runtime: Runtime, first: str, last: str) -> Period:
    return period_between(first, last, runtime.clock.now().astimezone(WITA).date())


def told(found: Overview, name: TableName) -> dict[str, tuple[str, ...]]:
    """Return the texts of a table by line, without lines of nothing but noughts."""
    lines = {
        line.key: tuple("" if cell is None else str(cell) for cell in line.cells) for line in found.tables[name].lines
    }
    return {key: cells for key, cells in lines.items() if set(cells) - {"0", ""}}


@contextmanager
def on(runtime: Runtime, month: int, day: int = 10) -> Iterator[None]:
    """Let it be another day for a while."""
    now = runtime.clock.at
    runtime.clock.at = datetime(2026, month, day, 4, tzinfo=UTC)
    yield
    runtime.clock.at = now


def report(runtime: Runtime, month: int, count: int, facts: Facts, kind: CaseKind = CaseKind.RECRUITER) -> list[str]:
    with on(runtime, month):
        return [make_case(runtime, facts, kind) for _ in range(count)]


def change(runtime: Runtime, codes: list[str], **changes: object) -> None:
    with runtime.store.writing() as session:
        for code in codes:
            case = existing(case_with_code(session, code))
            for name, value in changes.items():
                setattr(case, name, value)


def count(runtime: Runtime, day: date, *things: Counted) -> None:
    with runtime.store.writing() as session:
        for thing in things:
            count_all(session, day, [thing])


def test_reports_by_regency_kind_flag_and_destination(runtime: Runtime) -> None:
    report(runtime, 9, 5, Facts(origins=("Soe",)))
    report(runtime, 10, 6, FLAGGED)
    report(runtime, 10, 2, Facts(origins=("Atambua",)), CaseKind.DANGER)
    report(runtime, 11, 7, FLAGGED)
    found = overview(runtime)
    assert told(found, TableName.MONTHS) == {"2026-09-01": ("5",), "2026-10-01": ("8",)}
    assert told(found, TableName.REGENCIES) == {TTS: ("5+",), "Kabupaten Belu": ("<5",)}
    assert told(found, TableName.KINDS) == {"recruiter": ("5+",), "danger": ("<5",)}
    assert told(found, TableName.FLAGS) == {"RF_DEBT_FIRST": ("*",)}
    assert told(found, TableName.COUNTRIES) == {"MY": ("*",), "ID": ("*",)}
    assert str(found.headlines.reports) == "13"
    september = overview(runtime, "2026-09-01", "2026-09-30")
    assert told(september, TableName.REGENCIES) == {TTS: ("5",)}
    assert told(september, TableName.FLAGS) == {}


def test_a_month_that_is_not_over_is_in_no_figure(runtime: Runtime) -> None:
    report(runtime, 11, 9, FLAGGED)
    assert told(overview(runtime, "2026-11-01", "2026-11-21"), TableName.MONTHS) == {}
    runtime.clock.at = datetime(2026, 12, 1, 0, tzinfo=UTC) - timedelta(hours=8)  # midnight in Kupang
    assert told(overview(runtime, "2026-11-01", "2026-11-30"), TableName.MONTHS) == {"2026-11-01": ("9",)}


def test_the_month_is_the_one_in_kupang(runtime: Runtime) -> None:
    runtime.clock.at = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)
    for _ in range(5):
        make_case(runtime, FLAGGED)
    runtime.clock.at = datetime(2026, 11, 21, tzinfo=UTC)
    assert told(overview(runtime), TableName.MONTHS) == {"2026-10-01": ("5",)}


def test_deadlines_by_level(runtime: Runtime) -> None:
    codes = report(runtime, 10, 16, Facts(origins=("Soe",)))
    due = datetime(2026, 10, 12, 4, tzinfo=UTC)
    change(runtime, codes, level="high", act_by=due)
    change(runtime, codes[:6], taken_at=due)
    change(runtime, codes[6:8], taken_at=due + timedelta(seconds=1))
    change(runtime, codes[11:], state="withdrawn", closed_at=due)
    assert told(overview(runtime), TableName.DEADLINES) == {"high": ("6", "5", "5")}
    assert overview(runtime).headlines.in_time == 55
    change(runtime, codes[:1], level="now")
    hidden = overview(runtime)
    assert told(hidden, TableName.DEADLINES)["now"] == ("*", "*", "*")  # nothing of 5, 5, 5 can cover the 1
    assert hidden.headlines.in_time is None


def test_what_not_every_coordinator_may_read_or_nobody_told_is_not_counted(runtime: Runtime) -> None:
    codes = report(runtime, 10, 8, FLAGGED)
    change(runtime, codes[:1], restricted=True)
    change(runtime, codes[1:2], checked_no=-1)
    assert told(overview(runtime), TableName.MONTHS) == {"2026-10-01": ("6",)}


def test_a_case_that_was_not_looked_through_yet_is_read_from_what_it_tells(runtime: Runtime) -> None:
    codes = report(runtime, 10, 6, FLAGGED)
    change(runtime, codes, figures_sealed=None)
    assert told(overview(runtime), TableName.FLAGS) == {"RF_DEBT_FIRST": ("6",)}
    change(runtime, codes, places_kept=False)
    runtime.case_checker.work()
    assert all(case.figures_sealed for case in rows(runtime, Case))
    assert told(overview(runtime), TableName.COUNTRIES) == {"MY": ("6",), "ID": ("6",)}
    change(runtime, codes[:1], figures_sealed=b"\x02k1damaged")
    assert told(overview(runtime), TableName.MONTHS) == {"2026-10-01": ("6",)}


def test_flags_are_sealed_and_go_with_what_was_told(runtime: Runtime) -> None:
    codes = report(runtime, 10, 6, FLAGGED)
    sizes = {len(case.figures_sealed or b"") for case in rows(runtime, Case)}
    assert not any(b"RF_DEBT" in (case.figures_sealed or b"") for case in rows(runtime, Case))
    change(runtime, codes, state="closed", closed_at=runtime.clock.now() - timedelta(days=400))
    purge_reports(runtime.store, runtime.clock)
    assert told(overview(runtime), TableName.FLAGS) == {}
    assert {len(case.figures_sealed or b"") for case in rows(runtime, Case)} <= sizes | {min(sizes) - 64}


def test_messages_by_day_language_and_outcome(runtime: Runtime) -> None:
    turn = CountKind.TURN
    for name, times in (("answered", 3), ("asked_back", 1), ("unclear", 1), ("command", 4), ("other", 2)):
        count(runtime, date(2026, 11, 20), *[Counted(turn, name, "sms", "mkn")] * times)
    count(runtime, date(2026, 11, 21), Counted(turn, "answered", "whatsapp", "id"))
    found = overview(runtime, "2026-11-19", "2026-11-21")
    assert told(found, TableName.MESSAGES) == {
        "2026-11-20": ("3", "1", "1", "4", "2", "60"),
        "2026-11-21": ("1", "0", "0", "0", "0", "100"),
    }
    assert told(found, TableName.LANGUAGES) == {"id": ("1",), "mkn": ("11",)}
    assert told(found, TableName.CHANNELS) == {"sms": ("11",), "whatsapp": ("1",)}
    assert (found.headlines.messages, found.headlines.understood) == (12, 67)
    by_week = overview(runtime, "2026-10-01", "2026-11-21").tables[TableName.MESSAGES].lines
    assert [line.key for line in by_week][-2:] == ["2026-11-09", "2026-11-16"]
    assert len(overview(runtime, "2022-01-01", "2026-11-21").tables[TableName.MESSAGES].lines) == 5


def test_waiting_delivery_and_topics(runtime: Runtime) -> None:
    today = date(2026, 11, 21)
    count(runtime, today, *[Counted(CountKind.WAIT, "5s")] * 3, Counted(CountKind.WAIT, "longer"))
    count(
        runtime, today, *[Counted(CountKind.SENDING, "handed", "sms")] * 3, Counted(CountKind.SENDING, "failed", "sms")
    )
    with runtime.store.writing() as session:
        session.add(AnswerUse(day=today, key="ask_cost", language="id", count=7))
        session.add(AnswerUse(day=date(2025, 1, 1), key="ask_cost", language="id", count=50))
        session.add(AnswerRating(day=today, key="ask_cost", language="id", helped=True, count=2))
    found = overview(runtime)
    assert told(found, TableName.WAITS) == {"5s": ("3",), "longer": ("1",)}
    assert told(found, TableName.SENDING) == {"handed": ("3",), "failed": ("1",)}
    assert told(found, TableName.TOPICS) == {"ask_cost": ("7", "2", "0")}
    assert (found.headlines.quick, found.headlines.failed) == (75, 25)


def test_people_by_month(runtime: Runtime) -> None:
    october = date(2026, 10, 1)
    people = CountKind.PEOPLE
    count(runtime, october, *[Counted(people, "new", "sms")] * 9, *[Counted(people, "again", "whatsapp")] * 2)
    count(runtime, date(2026, 11, 1), *[Counted(people, "new", "sms")] * 6)
    found = overview(runtime, "2026-10-01", "2026-11-21")
    assert told(found, TableName.PEOPLE) == {"2026-10-01": ("11", "*", "<5", "*", "<5")}


def test_recruiters_of_many_reports_in_classes(runtime: Runtime) -> None:
    codes = report(runtime, 10, 9, FLAGGED)
    with runtime.store.writing() as session:
        now = runtime.clock.now()
        for recruiter_codes, phones in ((codes[:5], 2), (codes[5:], 2)):
            recruiter = add_recruiter(session, now).id
            session.flush()
            for number, code in enumerate(recruiter_codes):
                case = existing(case_with_code(session, code))
                case.reporter_key = bytes([number % phones]) * 32
                for link in session.query(RecruiterLink).filter_by(case_id=case.id):
                    session.delete(link)
                session.flush()
                link = RecruiterLink(case_id=case.id, recruiter_id=recruiter, how="first", belongs=True, at=now)
                session.add(link)
    assert told(overview(runtime), TableName.CLUSTERS) == {"5-9": ("1",)}
    assert told(overview(runtime, "2026-09-01", "2026-09-30"), TableName.CLUSTERS) == {}


def test_nobody_else_reads_it(runtime: Runtime) -> None:
    readers = {role for role, can in PERMISSIONS.items() if Permission.READ_OVERVIEW in can}
    assert readers == {StaffRole.COORDINATOR, StaffRole.ADMIN, StaffRole.AUDITOR}
    for role in set(StaffRole) - readers:
        actor = Actor(uuid4(), role)
        with pytest.raises(ForbiddenError):
            read_overview(runtime.store, runtime.clock, actor, period(runtime, *TWO_MONTHS))
        with pytest.raises(ForbiddenError):
            note_exported(runtime.store, runtime.clock, actor, TableName.FLAGS, period(runtime, *TWO_MONTHS))


def test_an_empty_service_has_an_overview(runtime: Runtime) -> None:
    found = overview(runtime)
    assert all(table.is_empty for table in found.tables.values())
    assert found.headlines.understood is None
    assert found.counted_since is None
    assert rows(runtime, AuditEntry) == []


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 25, 0), (1, 1000, 1), (999, 1000, 99), (25, 25, 100), (0, 0, None)]
)
def test_a_share_is_a_number_in_per_cent(part: int, whole: int, shown: int | None) -> None:
    found = share(part, whole)
    assert found == shown
    assert found is None or type(found) is int  # a page would print True
