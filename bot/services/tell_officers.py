"""Say who is told of a case next: queue the alerts of one step, inside the transaction that makes or moves the case."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from bot.errors import CorruptDataError
from bot.reports.cases import CaseKind, CaseState, Consent, Level, PassTo
from bot.reports.conflicts import Conflict, OfficerName, names_an_official
from bot.reports.escalation import next_step
from bot.reports.routing import chain
from bot.store.alerts import WEBHOOK, add_alerts, was_told
from bot.store.cases import add_event, additions_of, consent_of, facts_of
from bot.store.officers import Reachable, officers_on_duty
from bot.store.tables.cases import Case
from bot.store.vault import Vault

log = logging.getLogger(__name__)

_SYSTEM = "service"
_INSTITUTION = "@"
_LOOK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class SetUp:
    """What an installation can do. ``ways``: by which alerts can leave (email, sms, whatsapp, webhook).

    ``office_phones``: numbers of hotlines and offices in E.164 form, which are never a recruiter's.
    """

    ways: frozenset[str] = frozenset()
    office_phones: frozenset[str] = frozenset()


NOTHING_SET_UP = SetUp()


def route_of(session: Session, case: Case, vault: Vault, officers: list[Reachable]) -> tuple[UUID, ...]:
    """Return the officers who are told of a case, in their order; nobody whom it names, must not reach or is closed to.

    Whom it names is found anew each time, in what was added too: an officer who was set up later may be named as well.
    What was found once stays, for a story may be corrected or shortened. ``officers``: all that are active; lists of
    cases go by what the case remembers of it.
    """
    consent = _look_for(session, case, vault, officers)
    _note_checked(case, officers)
    people = [one.officer for one in officers]
    avoided = {UUID(hex=one) for one in (*case.avoided, *case.recused) if not one.startswith(_INSTITUTION)}
    institutions = {PassTo(one.removeprefix(_INSTITUTION)) for one in case.avoided if one.startswith(_INSTITUTION)}
    told = chain(people, case.regency, CaseKind(case.kind), consent, case.restricted, avoided, institutions)
    return tuple(one.id for one in told)


def look_for_changed(session: Session, case: Case, vault: Vault, officers: list[Reachable]) -> None:
    """Find whom a case names of the active ``officers`` who changed since it was looked at: all once more was told.

    Raises CorruptDataError.
    """
    _look_for(session, case, vault, [one for one in officers if one.change_no > case.checked_no])
    _note_checked(case, officers)


def _look_for(session: Session, case: Case, vault: Vault, officers: list[Reachable]) -> Consent:
    """Remember whom a case names of these officers, and what else is named; return what its author allowed."""
    facts, consent = facts_of(vault, case), consent_of(vault, case)
    added = tuple(text for _, text in additions_of(session, vault, case.id))
    heard = replace(facts, story=(*facts.story, *added))
    names = [OfficerName(one.officer.id, one.officer.name) for one in officers]
    _remember(case, names_an_official(heard, consent.avoid, names))
    case.pass_to = consent.to.value
    return consent


def _note_checked(case: Case, officers: list[Reachable]) -> None:
    case.checked_no = max(case.checked_no, *(one.change_no for one in officers), 0)


def _remember(case: Case, conflict: Conflict) -> None:
    found = {one.hex for one in conflict.named} | {f"{_INSTITUTION}{one.value}" for one in conflict.institutions}
    if conflict.restricted and not case.restricted:
        case.restricted = True
    if not found <= set(case.avoided):
        case.avoided = sorted(found | set(case.avoided))


def look_again(session: Session, vault: Vault, case: Case) -> None:
    """Find anew whom a case names, after something was added. One that cannot be read stays in nobody's list."""
    try:
        route_of(session, case, vault, officers_on_duty(session, vault))
    except CorruptDataError:
        log.error("case %s unreadable; it is in no list", case.id)


def start_anew(case: Case, now: datetime) -> None:
    """Let the chain begin anew with the next telling: whoever was told before counts as not told."""
    case.chain_from, case.routed_at = case.step, now


def set_free(case: Case) -> None:
    """Leave a case with nobody: it is for whoever takes it."""
    case.state, case.taken_at, case.taken_by = CaseState.RECEIVED.value, None, None
    case.assigned_at = None


def ring_anew(session: Session, vault: Vault, case: Case, now: datetime, set_up: SetUp) -> None:
    """Leave a case with nobody and tell of it from the beginning."""
    set_free(case)
    start_anew(case, now)
    tell_next(session, vault, case, now, set_up)


def release_if_named(session: Session, vault: Vault, case: Case, now: datetime) -> bool:
    """Take a case back from an officer whom it names by now; tell whether it was."""
    route_of(session, case, vault, officers_on_duty(session, vault))
    if case.taken_by is None or case.taken_by.hex not in case.avoided:
        return False
    set_free(case)
    add_event(session, case, now, _SYSTEM, "released", "it names who took it")
    return True


def tell_next(
    session: Session, vault: Vault, case: Case, now: datetime, set_up: SetUp, *, at_once: bool = False
) -> bool:
    """Queue the alerts of the next step that is due; tell whether any were queued.

    The case remembers when the one after is due. ``at_once``: it is more pressing than when the last one was told.
    Another system is never told of a case that is routed around somebody, for nobody knows who reads there.
    """
    on_duty = officers_on_duty(session, vault)
    officers = {one.officer.id: one for one in on_duty if reachable_by(one) & set_up.ways}
    route = tuple(one for one in told_in_order(session, case, vault, on_duty) if one in officers)
    told, since = was_told(session, case.id, case.chain_from), case.routed_at or case.created_at
    step = next_step(Level(case.level), route, told, since=since, acknowledged=case.taken_at is not None)
    if step is None:
        _nobody_left(session, case, now)
        return False
    if step.at > now and not at_once:
        case.escalate_at = step.at
        return False
    reachable = officers[step.officer]
    add_alerts(session, case.id, case.step, reachable.officer.id.hex, reachable_by(reachable) & set_up.ways, now)
    if case.step == case.chain_from and WEBHOOK in set_up.ways and not case.restricted:
        add_alerts(session, case.id, case.step, WEBHOOK, (WEBHOOK,), now)
    add_event(session, case, now, _SYSTEM, "told", f"officer {reachable.officer.id.hex} step {case.step + 1}")
    case.step += 1
    session.flush()
    told = was_told(session, case.id, case.chain_from)
    again = next_step(Level(case.level), route, told, since=since, acknowledged=False)
    # With nobody after this one, the moment still comes at which it is noted that nobody took the case.
    case.escalate_at = again.at if again else max(case.act_by, now)
    return True


def told_in_order(session: Session, case: Case, vault: Vault, officers: list[Reachable]) -> tuple[UUID, ...]:
    """Return the officers of the route, who gave the case back last."""
    route = route_of(session, case, vault, officers)
    return (*(one for one in route if one != case.given_back_by), *(one for one in route if one == case.given_back_by))


def reachable_by(reachable: Reachable) -> frozenset[str]:
    """Return the ways to reach an officer, used all at once: which one is read first nobody knows."""
    by_phone = {"whatsapp", "sms"} if reachable.whatsapp else {"sms"}
    return frozenset({"email"} if reachable.email else ()) | frozenset(by_phone if reachable.phone else ())


def _nobody_left(session: Session, case: Case, now: datetime) -> None:
    """Note that the route has ended. Where it was empty from the start, it is looked at again every hour."""
    case.escalate_at = None
    if case.taken_at is not None:
        return
    if case.step > case.chain_from:
        add_event(session, case, now, _SYSTEM, "nobody_left", "everybody was told and nobody took it")
        return
    case.escalate_at = now + _LOOK_AGAIN
    log.error("case %s may be read by nobody who is set up; set up another coordinator or deputy", case.id)
    add_event(session, case, now, _SYSTEM, "nobody_may_read", "nobody is set up whom it may reach")
