"""Make a case out of a report or a danger: graded, routed, its first alerts queued; all in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.recruiters.red_flags import SEVERITY
from bot.reports.case_questions import WhyOver
from bot.reports.cases import CaseKind, Consent, Level
from bot.reports.facts import Facts
from bot.reports.regencies import regency_of
from bot.reports.triage import grade
from bot.services.tell_officers import SetUp, release_if_named, tell_next
from bot.services.weigh_report import weigh_report
from bot.store.case_places import keep_places
from bot.store.case_questions import end_questions
from bot.store.cases import (
    Author,
    add_event,
    consent_of,
    facts_of,
    known_key,
    reporter_hashes,
    seal_consent,
    seal_facts,
)
from bot.store.tables.cases import Case
from bot.store.vault import Vault


@dataclass(frozen=True)
class NewCase:
    """What a case begins with. ``message_id``: the message that made it; one message makes one case at most.

    ``evidence``: the messages whose photos and files belong to it.
    ``contact``: the number of who told it to an officer, in E.164 form. ``actor``: who opens it, as in histories.
    """

    code: str
    kind: CaseKind
    facts: Facts
    consent: Consent
    message_id: UUID | None
    confirmed: bool = True
    evidence: tuple[UUID, ...] = ()
    contact: str = ""
    actor: str = "reporter"


def open_case(
    session: Session, vault: Vault, new: NewCase, author: Author | None, now: datetime, set_up: SetUp
) -> Case:
    """Keep a case and tell the first officer. ``author``: None where nothing leads back to a phone any more.

    Raises ValueError for a case without a code: nobody could ask for it.
    """
    if not new.code:
        raise ValueError("a case needs a code")
    case = Case(
        code=new.code,
        kind=new.kind.value,
        level="",
        reasons=[],
        act_by=now,
        regency=_regency(new.facts),
        confirmed=new.confirmed,
        pass_to=new.consent.to.value,
        facts_sealed=b"",
        consent_sealed=b"",
        conversation_id=author.conversation_id if author else None,
        message_id=new.message_id if author else None,
        reporter_key=_reporter_key(session, vault, new, author),
        created_at=now,
    )
    seal_facts(vault, case, new.facts)
    seal_consent(vault, case, new.consent)
    session.add(case)
    session.flush()
    keep_places(session, vault, case, new.facts)
    _grade(session, vault, case, new.facts, now, set_up)
    add_event(session, case, now, new.actor, "opened", f"{case.kind} {case.level}")
    tell_next(session, vault, case, now, set_up)
    return case


def update_case(
    session: Session,
    vault: Vault,
    case: Case,
    facts: Facts,
    consent: Consent,
    now: datetime,
    set_up: SetUp,
    *,
    pressing: bool = False,
) -> bool:
    """Take more facts and wishes of the author into a case; tell whether an alert was queued because of it.

    ``pressing``: it is more pressing whatever the facts say, as danger that is confirmed.
    Where it is more pressing now, or names who took it, the next officer is told at once. What somebody was told before
    cannot be taken back. An ended case takes nothing more.
    """
    if case.closed_at is not None or case.erased:
        return False
    if facts_of(vault, case) == facts and consent_of(vault, case) == consent and not pressing:
        return False
    if consent != consent_of(vault, case):
        end_questions(session, [case.id], now, WhyOver.CHANGED)  # they were to go out at other hours, or not at all now
    seal_facts(vault, case, facts)
    seal_consent(vault, case, consent)
    case.regency, case.pass_to = _regency(facts) or case.regency, consent.to.value
    keep_places(session, vault, case, facts)
    before = (case.level, case.act_by)
    _grade(session, vault, case, facts, now, set_up)
    rises = pressing or (case.level != before[0] and case.act_by < before[1])
    case.act_by = min(case.act_by, before[1])
    add_event(session, case, now, "reporter", "updated", f"{case.level}")
    released = release_if_named(session, vault, case, now)
    if case.taken_at is not None or not (rises or released or case.step == 0):
        return False
    return tell_next(session, vault, case, now, set_up, at_once=rises or released)


def _reporter_key(session: Session, vault: Vault, new: NewCase, author: Author | None) -> bytes | None:
    """Return by what the phone is known again: who texted, or told an officer, twice from one phone is one reporter."""
    keys = author.keys(vault) if author else reporter_hashes(vault, new.contact) if new.contact else []
    return known_key(session, keys) if keys else None


def _grade(session: Session, vault: Vault, case: Case, facts: Facts, now: datetime, set_up: SetUp) -> None:
    """Link the case to the recruiter it tells of, and say how pressing it is.

    A level that an officer gave by hand stays, unless what is told now is graded higher than before.
    """
    weight = weigh_report(session, vault, case, facts, now, set_up.office_phones)
    triage = grade(
        facts,
        CaseKind(case.kind),
        confirmed=case.confirmed,
        now=now,
        severity={code: severity.value for code, severity in SEVERITY.items()},
        cluster=weight.cluster,
        corroborated=weight.corroborated,
    )
    pressing = list(Level).index
    by_hand = bool(case.graded) and case.level != case.graded
    rises = not by_hand or pressing(triage.level) < pressing(Level(case.graded))
    case.graded, case.reasons = triage.level.value, list(triage.reasons)
    if rises and not (by_hand and pressing(Level(case.level)) < pressing(triage.level)):
        case.level, case.act_by = triage.level.value, triage.act_by


def _regency(facts: Facts) -> str:
    """Return where officers are to look: where people come from, else where they were seen or leave from."""
    return regency_of((*facts.origins, *facts.seen_at))
