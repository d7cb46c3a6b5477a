"""Make a case of what was told to an officer: read, graded, linked and routed like a report by text."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.conversation.report_facts import facts_of
from bot.errors import BadInputError
from bot.reports.cases import CaseKind, PassTo
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.reports.oral import LONGEST_TOLD, ORAL_KINDS, OralReport
from bot.services.bell import Bell
from bot.services.handle_case import Who, active_officer, may_see
from bot.services.open_case import NewCase, open_case
from bot.services.report_desk import ReportDesk
from bot.services.work_case import take_case
from bot.store.cases import fresh_code
from bot.store.engine import Store
from bot.store.journal import note_case, officer_actor
from bot.store.tables.cases import Case, CaseIntake
from bot.understanding.model import Understander

_AT_ONCE = 1_900
"""Characters of a story that are read at a time: rules and model read at most 2,000."""


def take_oral_report(
    store: Store, clock: Clock, understander: Understander, bell: Bell, desk: ReportDesk, officer: Who, told: OralReport
) -> str:
    """Keep an oral report; return its case code. A form that is sent twice makes one case and returns its code.

    Whom it names is told nothing of it, the officer who noted it included. Raises BadInputError.
    """
    now = clock.now()
    _check(told, now)
    facts = read_told(understander, told)  # before the transaction: the model may take a while
    with store.writing() as session:
        who = active_officer(session, officer).id
        known = session.scalar(select(Case).join(CaseIntake).where(CaseIntake.form == told.form))
        if known is not None:
            return known.code
        case = _opened(session, store, desk, told, facts, who, now)
        code, case_id = case.code, case.id
    bell.ring_alert(case_id)
    return code


def recipients(store: Store, desk: ReportDesk) -> tuple[PassTo, ...]:
    """Return who may be chosen to read a report: those with an officer on duty."""
    with store.reading() as session:
        return desk.rules(session).recipients


def read_told(understander: Understander, told: OralReport) -> Facts:
    """Return what a report tells: what the officer noted, and where that is empty what the story says."""
    read, at = NOTHING_TOLD, datetime.combine(told.told_on, time(12), WITA)
    for part in _parts(told.story):
        missing = told.kind is CaseKind.MISSING
        read = read.and_also(facts_of(understander.understand(part), at, told.contact or None, missing=missing))
    noted = {one.name: getattr(told.noted, one.name) for one in fields(Facts)}
    kept = {name: value for name, value in noted.items() if value not in {None, ()}}
    return replace(read, **kept, flags=tuple(dict.fromkeys((*read.flags, *told.noted.flags))))


def _check(told: OralReport, now: datetime) -> None:
    if told.kind not in ORAL_KINDS:
        raise BadInputError("choose what the report is about")
    if not told.story.strip() or len(told.story) > LONGEST_TOLD:
        raise BadInputError("write down what was told, in at most 6,000 characters")
    if told.told_on > now.astimezone(WITA).date():
        raise BadInputError("the day it was told on is not over yet, or is wrong")
    if told.consent.reply and not told.contact:
        raise BadInputError("give the number they may be called at, or note that they may not be called")


def _opened(
    session: Session, store: Store, desk: ReportDesk, told: OralReport, facts: Facts, who: UUID, now: datetime
) -> Case:
    actor, code = officer_actor(who), fresh_code(session, desk.random)
    contact = told.contact if told.consent.reply else ""
    new = NewCase(code, told.kind, facts, told.consent, None, contact=told.contact, actor=actor)
    case = open_case(session, store.vault, new, None, now, desk.set_up)
    sealed = store.vault.seal(CaseIntake.contact_sealed, case.id, contact) if contact else None
    session.add(
        CaseIntake(
            case_id=case.id,
            form=told.form,
            noted_by=who,
            how=told.how.value,
            told_on=told.told_on,
            contact_sealed=sealed,
        )
    )
    note_case(session, now, who, "noted_report", case.id, told.how.value)
    if told.take and may_see(store, session, case, who):
        take_case(session, case, who, now)
    return case


def _parts(story: str) -> Iterator[str]:
    """Yield a story in parts that are read whole, cut at blanks where there are any."""
    rest = story.strip()
    while len(rest) > _AT_ONCE:
        cut = max(rest.rfind(sign, _AT_ONCE // 2, _AT_ONCE) for sign in "\n. ") + 1 or _AT_ONCE
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest
