"""Every look at a case is in the audit log before anything is seen, and the log tells nothing of anybody."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from bot.errors import BadInputError
from bot.reports.case_questions import CaseQuestion
from bot.reports.case_work import Outcome, Shared
from bot.services import handle_case, show_recruiter
from bot.services.ask_reporter import ask
from bot.services.close_case import close
from bot.services.hand_out_evidence import hand_out_evidence
from bot.services.hand_over import Receiver, hand_over
from bot.services.list_cases import Wanted, list_cases
from bot.services.purge import purge_older, purge_reports
from bot.services.read_audit import AuditSearch, search, verify
from bot.services.see_probes import see_probes
from bot.store.tables.audit import AuditEntry
from tests.doubles import pictures
from tests.doubles.service import rows
from tests.reporting.desk import Desk
from tests.reporting.test_evidence import begin, finish, media, send

__all__ = ["media"]

MARIA, DUTY = "Maria Koordinator", "Petrus Nabuasa"
STORY = "Om Bertolomeus nomor 0812 3456 7899 dari PT Kelapa Uji mau bawa Yohana dari Soe ke Malaysia besok pagi"
WHY = "Yohana Taneofeto menelepon dari +6281377788899"
PLANTED = ("Bertolomeus", "81234567890", "8123456789", "Kelapa", "Yohana", "Taneofeto", "81377788899", "Soe", "Maria")


def noted(desk: Desk, officer: str = MARIA) -> list[tuple[str, str]]:
    """Return what the officer did by the audit log: action and detail."""
    actor = f"officer {desk.officers[officer].hex}"
    return [(row.action, row.detail) for row in rows(desk.runtime, AuditEntry) if row.actor == actor]


def look(desk: Desk, officer: str = MARIA, show=lambda *_: None, **more: str) -> None:
    handle_case.look_at(desk.runtime.store, desk.runtime.clock, desk.cases()[0].code, officer, show, **more)


def maria(desk: Desk) -> UUID:
    """Return the coordinator."""
    return desk.officers[MARIA]


def parts(desk: Desk):
    return desk.runtime.store, desk.runtime.clock


def test_opening_a_case_is_noted_with_officer_case_and_a_sealed_reason(desk: Desk) -> None:
    desk.report(story=STORY)
    look(desk, reason=WHY)
    row = rows(desk.runtime, AuditEntry)[-1]
    case = desk.only_case()
    assert (row.action, row.subject, row.case_id) == ("opened_case", f"case/{case.id}", case.id)
    (shown,) = search(*parts(desk), AuditSearch(code=case.code.lower(), actor=MARIA), "auditor")
    assert (shown.action, shown.actor, shown.code, shown.reason) == ("opened_case", MARIA, case.code, WHY)


def test_it_is_noted_before_anything_is_seen_and_stays_when_showing_fails(desk: Desk) -> None:
    desk.report(story=STORY)
    seen: list[list[tuple[str, str]]] = []

    def show(*_: object) -> None:
        with desk.runtime.store.engine.connect() as other:  # another connection: what is committed
            acts = other.execute(text("SELECT action, detail FROM audit WHERE actor LIKE 'officer %'")).all()
        seen.append([tuple(act) for act in acts])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look(desk, show=show)
    assert seen == [[("opened_case", "")]]
    assert noted(desk) == [("opened_case", "")]


def test_who_may_not_see_a_case_sees_nothing(desk: Desk) -> None:
    desk.report(story=STORY)
    with pytest.raises(BadInputError):
        look(desk, officer="Nobody", show=lambda *_: pytest.fail("it was shown"))


def test_lists_probes_and_recruiters_are_views_too(desk: Desk) -> None:
    desk.report(story=STORY)
    desk.say("siapa yang lapor saya?", address="+6281200000009")
    code = desk.only_case().code
    assert [case.code for case in list_cases(*parts(desk), maria(desk), Wanted()).cases] == [code]
    assert len(see_probes(*parts(desk), MARIA)) == 1
    show_recruiter.show(*parts(desk), code, MARIA)
    show_recruiter.history(*parts(desk), code, MARIA)
    assert noted(desk) == [
        ("listed_cases", "1 cases"),
        ("listed_probes", "1 questions"),
        ("opened_recruiter", ""),
        ("opened_recruiter", ""),
    ]
    with pytest.raises(BadInputError):
        see_probes(*parts(desk), DUTY)
    assert noted(desk, DUTY) == []


def test_evidence_is_noted_as_opened_and_as_handed_out(desk: Desk, media, tmp_path: Path) -> None:
    begin(desk)
    send(desk, media, pictures.photo())
    finish(desk)
    out = tmp_path / "out"
    out.mkdir()
    hand_out_evidence(*parts(desk), desk.runtime.evidence_files, desk.only_case().code, MARIA, out, reason=WHY)
    assert len(list(out.iterdir())) == 1
    assert noted(desk) == [("opened_evidence", ""), ("handed_out_evidence", "1 files")]


def test_what_officers_do_is_noted_by_phone_as_well(desk: Desk) -> None:
    desk.report(story=STORY)
    code = desk.only_case().code
    desk.say(f"TERIMA {code}", address="+6281339000002")
    assert noted(desk, DUTY) == [("took_case", "")]
    handle_case.judge(*parts(desk), code, MARIA, WHY, credible=False)
    to, given = Receiver(office="Dinas Sosial"), frozenset({Shared.STORY, Shared.PEOPLE})
    hand_over(desk.runtime.acting, desk.runtime.wording.catalog, code, MARIA, to, given, WHY)
    close(desk.runtime.acting, code, MARIA, Outcome.SAFE, WHY)
    assert noted(desk) == [
        ("judged_case", "not_credible"),
        ("moved_case", "passed_on office people story"),
        ("moved_case", "closed safe"),
    ]


def test_erasing_and_retention_leave_the_chain_whole_and_the_log_never_told_of_anybody(desk: Desk) -> None:
    desk.report(story=STORY)
    code = desk.only_case().code
    desk.say("TELEPON", address="+6281377788899")
    desk.say("jam 7 malam", address="+6281377788899")
    look(desk, reason=WHY)
    list_cases(*parts(desk), maria(desk), Wanted())
    show_recruiter.show(*parts(desk), code, MARIA)
    with pytest.raises(BadInputError):
        ask(*parts(desk), code, MARIA, CaseQuestion.LEAVING)
    close(desk.runtime.acting, code, MARIA, Outcome.SAFE, WHY)
    desk.say("HAPUS")
    desk.later(days=91)
    assert purge_older(*parts(desk)) > 0
    desk.runtime.clock.advance(timedelta(days=366))
    assert purge_reports(*parts(desk)) > 0
    assert {"erased", "purged", "opened_case"} <= {row.action for row in rows(desk.runtime, AuditEntry)}
    assert verify(desk.runtime.store).first is None
    assert_nobody_is_told_of(desk)


def assert_nobody_is_told_of(desk: Desk) -> None:
    with desk.runtime.store.reading() as session:
        for row in session.execute(text("SELECT * FROM audit")):
            for value in row:
                content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert not [planted for planted in PLANTED if planted.encode() in content], row.action
