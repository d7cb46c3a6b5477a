"""Say who is told of a case next: queue the alerts of one step, inside the transaction that makes or moves the case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.reports.cases import CaseKind, Level
from bot.reports.conflicts import OfficerName, names_an_official
from bot.reports.escalation import next_step
from bot.reports.routing import chain
from bot.store.alerts import WEBHOOK, add_alerts, was_told
from bot.store.cases import add_event, consent_of, facts_of
from bot.store.officers import Reachable, officers_on_duty
from bot.store.tables.cases import Case
from bot.store.vault import Vault

_SYSTEM = "service"


@dataclass(frozen=True)
class SetUp:
    """What an installation can do. ``ways``: by which alerts can leave (email, sms, whatsapp, webhook).

    ``office_phones``: numbers of hotlines and offices in E.164 form, which are never a recruiter's.
    """

    ways: frozenset[str] = frozenset()
    office_phones: frozenset[str] = frozenset()


NOTHING_SET_UP = SetUp()


def route_of(case: Case, vault: Vault, officers: list[Reachable]) -> tuple[UUID, ...]:
    """Return the officers who are told of a case, in their order; nobody whom it names or must not reach.

    Whom it names is found anew each time: an officer who was set up later may be named as well.
    """
    facts, consent = facts_of(vault, case), consent_of(vault, case)
    people = [one.officer for one in officers]
    conflict = names_an_official(facts, consent.avoid, [OfficerName(one.id, one.name) for one in people])
    case.restricted = case.restricted or conflict.restricted
    avoided = {UUID(hex=one) for one in case.avoided} | conflict.named
    case.avoided = sorted(one.hex for one in avoided)
    kind = CaseKind(case.kind)
    told = chain(people, case.regency, kind, consent, case.restricted, avoided, conflict.institutions)
    return tuple(one.id for one in told)


def tell_next(session: Session, vault: Vault, case: Case, now: datetime, set_up: SetUp) -> bool:
    """Queue the alerts of the next step that is due; tell whether any were queued.

    The case remembers when the one after is due. Another system is never told of a case that is routed around somebody,
    for nobody knows who reads there.
    """
    officers = {one.officer.id: one for one in officers_on_duty(session, vault)}
    route = route_of(case, vault, list(officers.values()))
    told = was_told(session, case.id)
    step = next_step(Level(case.level), route, told, since=case.created_at, acknowledged=case.taken_at is not None)
    if step is None:
        _nobody_left(session, case, now)
        return False
    if step.at > now:
        case.escalate_at = step.at
        return False
    reachable = officers[step.officer]
    add_alerts(session, case.id, case.step, reachable.officer.id.hex, _ways_to(reachable) & set_up.ways, now)
    if case.step == 0 and WEBHOOK in set_up.ways and not case.restricted:
        add_alerts(session, case.id, case.step, WEBHOOK, (WEBHOOK,), now)
    add_event(session, case, now, _SYSTEM, "told", f"officer {reachable.officer.id.hex} step {case.step + 1}")
    case.step += 1
    session.flush()
    again = next_step(Level(case.level), route, was_told(session, case.id), since=case.created_at, acknowledged=False)
    # With nobody after this one, the moment still comes at which it is noted that nobody took the case.
    case.escalate_at = again.at if again else _after_last(case, now)
    return True


def _ways_to(reachable: Reachable) -> frozenset[str]:
    """Return the ways to reach an officer, used all at once: which one is read first nobody knows."""
    by_phone = {"whatsapp", "sms"} if reachable.whatsapp else {"sms"}
    return frozenset({"email"} if reachable.email else ()) | frozenset(by_phone if reachable.phone else ())


def _after_last(case: Case, now: datetime) -> datetime:
    return max(case.act_by, now)


def _nobody_left(session: Session, case: Case, now: datetime) -> None:
    case.escalate_at = None
    if case.taken_at is None:
        add_event(session, case, now, _SYSTEM, "nobody_left", "everybody was told and nobody took it")
