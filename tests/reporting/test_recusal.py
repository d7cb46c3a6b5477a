"""An officer steps aside from a case: it is closed to them wherever a case is opened, found, told or worked on."""

from uuid import uuid4

import pytest

from bot.errors import BadInputError, NotOpenError
from bot.messaging.door import SendError
from bot.reports.case_work import Outcome
from bot.reports.cases import CaseState
from bot.services.assign_case import assign
from bot.services.close_case import close, reopen
from bot.services.handle_case import look_at, take
from bot.services.join_takeover import write
from bot.services.keep_task import plan_task
from bot.services.my_tasks import my_tasks
from bot.services.recuse import readmit, recuse
from bot.store.tables.case_work import CaseTask
from bot.store.tables.cases import CaseEvent
from tests.doubles.service import rows
from tests.reporting.desk import COORDINATOR, DEPUTY, DUTY_TTS, TTS, Desk
from tests.reporting.made_cases import codes
from tests.reporting.test_levels import CALM, MARIA, PETRUS, YOHANES
from tests.reporting.test_takeover import joined

WHY = "perekrutnya om saya"


def opens(desk: Desk, code: str, officer: str) -> bool:
    try:
        look_at(desk.runtime.store, desk.runtime.clock, code, officer, lambda _session, _case: None)
    except NotOpenError:
        return False
    return True


def lists(desk: Desk, officer: str) -> list[str]:
    return codes(desk.runtime, desk.officers[officer])


def test_a_case_an_officer_steps_aside_from_is_closed_to_them_and_rings_for_the_next(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    take(desk.runtime.store, desk.runtime.clock, code, PETRUS)
    before = len(desk.mail.told)
    recuse(desk.runtime.acting, code, PETRUS, WHY)
    assert (opens(desk, code, PETRUS), lists(desk, PETRUS)) == (False, [])
    assert (opens(desk, code, MARIA), lists(desk, MARIA)) == (True, [code])
    case = desk.only_case()
    assert (case.state, case.taken_by, case.restricted) == (CaseState.RECEIVED.value, None, False)
    for _ in range(40):
        desk.later(hours=4)
    assert desk.mail.told[before:] == [COORDINATOR, DEPUTY]


def test_nothing_leads_back_to_who_stepped_aside(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    recuse(desk.runtime.acting, code, PETRUS, WHY)
    acting = desk.runtime.acting
    with pytest.raises(BadInputError, match="of the list"):
        assign(acting, code, MARIA, desk.officers[PETRUS], "x")
    with pytest.raises(BadInputError, match="of the list"):
        plan_task(acting, code, MARIA, uuid4(), "cek kapal", by=desk.officers[PETRUS])
    with pytest.raises(NotOpenError):
        recuse(acting, code, PETRUS, "x")
    with pytest.raises(NotOpenError):
        take(desk.runtime.store, desk.runtime.clock, code, PETRUS)
    close(acting, code, MARIA, Outcome.SAFE, "x")
    reopen(acting, code, MARIA, "x")
    assert not opens(desk, code, PETRUS)


def test_an_alert_that_waits_for_who_steps_aside_is_never_sent(desk: Desk) -> None:
    desk.mail.faults = [SendError("busy", retryable=True)]
    code = desk.allow(story=CALM)
    assert desk.mail.told == []
    recuse(desk.runtime.acting, code, PETRUS, WHY)
    for _ in range(40):
        desk.later(hours=4)
    assert desk.mail.told == [COORDINATOR, DEPUTY]


def test_open_tasks_of_who_steps_aside_are_nobodys(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    acting = desk.runtime.acting
    for by in (PETRUS, YOHANES):
        plan_task(acting, code, MARIA, uuid4(), "cek kapal di Tenau", by=desk.officers[by])
    recuse(acting, code, PETRUS, WHY)
    assert {row.officer_id for row in rows(desk.runtime, CaseTask)} == {None, desk.officers[YOHANES]}
    assert my_tasks(desk.runtime.store, desk.runtime.clock, desk.officers[PETRUS]) == ([], 0)
    readmit(acting, code, MARIA, desk.officers[PETRUS], "keliru")
    assert {row.officer_id for row in rows(desk.runtime, CaseTask)} == {None, desk.officers[YOHANES]}


def test_only_coordinators_and_deputies_decide_for_others_and_open_again(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    acting, petrus = desk.runtime.acting, desk.officers[PETRUS]
    for who in (MARIA, YOHANES):
        with pytest.raises(BadInputError, match="only a coordinator"):
            recuse(acting, code, PETRUS, "x", whom=desk.officers[who])
    with pytest.raises(BadInputError, match="say why"):
        recuse(acting, code, MARIA, " ", whom=petrus)
    with pytest.raises(BadInputError, match="of the list"):
        recuse(acting, code, MARIA, "x", whom=uuid4())
    recuse(acting, code, YOHANES, WHY, whom=petrus)
    assert not opens(desk, code, PETRUS)
    desk.officer("Dua Petugas", "dua@example.org", regency=TTS)
    with pytest.raises(BadInputError, match="only a coordinator"):
        readmit(acting, code, "Dua Petugas", petrus, "x")
    with pytest.raises(BadInputError, match="not closed"):
        readmit(acting, code, MARIA, desk.officers[YOHANES], "x")
    readmit(acting, code, MARIA, petrus, "bukan orang itu")
    assert (opens(desk, code, PETRUS), lists(desk, PETRUS)) == (True, [code])


def test_whom_the_story_names_stays_out_though_the_case_is_opened_to_them_again(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    recuse(desk.runtime.acting, code, PETRUS, WHY)
    desk.say(f"TAMBAH {code} Petrus Nabuasa yang antar mereka ke kapal")
    readmit(desk.runtime.acting, code, MARIA, desk.officers[PETRUS], "keliru")
    assert (opens(desk, code, PETRUS), lists(desk, PETRUS)) == (False, [])


def test_a_case_is_never_closed_to_the_last_one_who_can_be_told(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    acting = desk.runtime.acting
    recuse(acting, code, PETRUS, WHY)
    recuse(acting, code, YOHANES, WHY)
    with pytest.raises(BadInputError, match="nobody else"):
        recuse(acting, code, MARIA, WHY)
    assert opens(desk, code, MARIA)


def test_who_writes_with_the_reporter_writes_no_more(desk: Desk) -> None:
    code = joined(desk)
    recuse(desk.runtime.acting, code, MARIA, WHY, whom=desk.officers[PETRUS])
    with pytest.raises(BadInputError):
        write(desk.runtime.acting, desk.runtime.wording, code, PETRUS, uuid4(), "Halo", sure=True)
    assert desk.say("halo apa kabar bapak")  # the bot answers again


def test_the_reason_is_sealed_and_stays_in_the_history(desk: Desk) -> None:
    code = desk.allow(story=CALM)
    recuse(desk.runtime.acting, code, PETRUS, WHY)
    (event,) = [row for row in rows(desk.runtime, CaseEvent) if row.event == "recused"]
    assert event.detail == f"officer {desk.officers[PETRUS].hex}"
    assert event.reason_sealed is not None
    assert b"om saya" not in event.reason_sealed


def test_province_wide_officers_find_it_where_all_of_the_regency_stepped_aside(desk: Desk) -> None:
    wide = desk.officer("Agus Lopo", "agus@example.org")
    code = desk.allow(story=CALM)
    assert codes(desk.runtime, wide) == []
    recuse(desk.runtime.acting, code, PETRUS, WHY)
    assert codes(desk.runtime, wide) == [code]
    assert opens(desk, code, "Agus Lopo")
    desk.later(hours=24)
    assert "agus@example.org" in desk.mail.told
    assert DUTY_TTS in desk.mail.told[:1]
