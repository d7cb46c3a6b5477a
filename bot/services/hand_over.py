"""Hand a case over to another institution or office, with what of it was shared.

Who may open a case is its author's choice and is not widened by it: officers of the institution who may read it
already are told, everybody else gets by hand what is ticked, and nothing more.
"""

from dataclasses import dataclass
from uuid import UUID

from bot.answers.catalog import Catalog
from bot.answers.hotlines import HotlineKind
from bot.clock import WITA
from bot.errors import BadInputError
from bot.reports.case_work import LONGEST_OFFICE, Shared
from bot.reports.cases import CaseState, PassTo
from bot.reports.conflicts import OfficerName, names_an_official
from bot.reports.facts import Facts
from bot.services.acting import Act, Acting, act_on, refuse_ended, said_why, worded
from bot.services.handle_case import Who, reply_address
from bot.services.refer import may_be_given
from bot.services.tell_officers import route_of
from bot.store.alerts import drop_waiting
from bot.store.case_handovers import Handover, add_handover
from bot.store.officers import Reachable, officers_on_duty
from bot.store.revisions import served_catalog
from bot.store.tables.cases import Case

_REFUSED = "the case must not reach this office: it names it, or somebody of it"
_INSTITUTIONS = {
    HotlineKind.POLICE: PassTo.POLICE,
    HotlineKind.LABOUR: PassTo.BP3MI,
}


@dataclass(frozen=True)
class Receiver:
    """Who gets a case: an institution of the routing table, or a contact of the registry, or an office by its name."""

    institution: PassTo | None = None
    contact: str = ""
    office: str = ""


def hand_over(
    acting: Acting,
    catalog: Catalog,
    code: str,
    officer: Who,
    to: Receiver,
    shared: frozenset[Shared],
    reason: str,
    *,
    seen: int | None = None,
) -> int:
    """Note a handover; return how many officers of the institution are told.

    ``catalog``: the shipped one. Raises BadInputError where the case must not reach the receiver, without a receiver or
    anything shared, and for the reporter's contact where they allowed no answer.
    """
    why = said_why(reason)
    if not shared:
        raise BadInputError("tick what was shared")
    with act_on(acting, code, officer, seen) as act:
        case = act.case
        refuse_ended(case)
        kept = _receiver(act, catalog, to)
        if Shared.REPORTER in shared and reply_address(act.session, act.vault, case) is None:
            raise BadInputError("the author did not allow an answer: their number is not shared")
        case.state, case.escalate_at, case.assigned_at = CaseState.PASSED_ON.value, None, None
        if case.taken_at is None:
            case.taken_at, case.taken_by = act.now, act.officer
        drop_waiting(act.session, case.id, act.now)
        add_handover(act.session, act.vault, case.id, act.officer, kept, sorted(one.value for one in shared), act.now)
        whom = kept.institution or kept.contact or "office"
        given = " ".join(sorted(one.value for one in shared))
        act.record("passed_on", f"{whom} {given}", why, action="moved_case", noted="passed_on")
        told = _readers(act, to.institution)
        for one in told:
            act.tell(one)
    return len(told)


def _receiver(act: Act, catalog: Catalog, to: Receiver) -> Handover:
    """Return who gets it. Raises BadInputError for none or several, and for one the case must not reach."""
    if sum(map(bool, (to.institution, to.contact, to.office.strip()))) != 1:
        raise BadInputError("choose one office: from the lists, or by its name")
    on_duty = officers_on_duty(act.session, act.vault)
    route_of(act.session, act.case, act.vault, on_duty)  # finds anew whom the case names
    if to.institution:
        if not any(one.officer.institution is to.institution for one in on_duty):
            raise BadInputError("no officer of this institution is set up here; give the office by its name")
        _refuse(to.institution in _barred(act.case, on_duty))
        return Handover(institution=to.institution.value)
    if to.contact:
        contact = may_be_given(served_catalog(act.session, catalog), to.contact, act.now.astimezone(WITA).date())
        of_kind = _INSTITUTIONS.get(contact.kind)
        _refuse(of_kind in _named_institutions(act.case) or _is_avoided(act.case, contact.name, on_duty))
        return Handover(contact=contact.id)
    office = worded(to.office, LONGEST_OFFICE, "the name of an office has at most 120 characters")
    _refuse(_is_avoided(act.case, office, on_duty))
    return Handover(office=office)


def _refuse(barred: bool) -> None:
    if barred:
        raise BadInputError(_REFUSED)


def _named_institutions(case: Case) -> set[PassTo]:
    return {PassTo(one[1:]) for one in case.avoided if one.startswith("@")}


def _barred(case: Case, on_duty: list[Reachable]) -> set[PassTo]:
    """Return the institutions a case must not reach: those named, and those of officers who are."""
    of_named = {one.officer.institution for one in on_duty if one.officer.id.hex in case.avoided}
    return _named_institutions(case) | of_named


def _is_avoided(case: Case, office: str, on_duty: list[Reachable]) -> bool:
    """Tell whether the name of an office tells an institution or an officer that the case names."""
    names = [OfficerName(one.officer.id, one.officer.name) for one in on_duty]
    told = names_an_official(Facts(names=(office,)), "", names)
    return bool(told.institutions & _named_institutions(case)) or any(one.hex in case.avoided for one in told.named)


def _readers(act: Act, institution: PassTo | None) -> list[UUID]:
    """Return the other officers of the institution to whom the case is open already."""
    on_duty = officers_on_duty(act.session, act.vault)
    theirs = {one.officer.id for one in on_duty if one.officer.institution is institution}
    return [one for one in route_of(act.session, act.case, act.vault, on_duty) if one in theirs and one != act.officer]
