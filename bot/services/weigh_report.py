"""What a report weighs beside others: whom it tells of, who else told of them, and whether it is one of a cluster."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import CorruptDataError
from bot.recruiters.clusters import WINDOW, Sighting, alarms
from bot.recruiters.flags import Flag, Witness
from bot.recruiters.identity import accounts_in, identities_of, place_key
from bot.reports.cases import CaseKind
from bot.reports.departures import leaves_on
from bot.reports.facts import Facts
from bot.services.link_recruiters import flag_of, link_case
from bot.services.office_phones import office_phones
from bot.store.cases import add_event, facts_of
from bot.store.hotline_revisions import published_hotlines
from bot.store.recruiters import case_roots, reporter_keys
from bot.store.tables.cases import Case
from bot.store.vault import Vault

_MOST_COMPARED = 300
"""Reports of the last 14 days that are read for the cluster alarm; more at once is an alarm by itself."""


@dataclass(frozen=True)
class Weight:
    """``corroborated``: independent people told of the same recruiter. ``cluster``: several reports in a short time."""

    corroborated: bool = False
    cluster: bool = False


def weigh_report(
    session: Session, vault: Vault, case: Case, facts: Facts, now: datetime, offices: Collection[str]
) -> Weight:
    """Link a case to the recruiter it tells of, in the transaction that makes or changes it, and say what it weighs.

    ``offices``: phones in E.164 form, of the shipped hotlines; like those that were published since, they link nothing.
    """
    story = "\n".join(facts.story)
    places = (*facts.origins, *facts.seen_at, *((case.regency,) if case.regency else ()))
    # In a story of somebody missing a name may be theirs.
    names = () if case.kind == CaseKind.MISSING.value else facts.names
    ours = office_phones(published_hotlines(session)).union(offices)
    told = identities_of(names, facts.phones, facts.companies, places, accounts_in(story), ours)
    linked = link_case(session, vault, case.id, told, now)
    if linked.recruiter_id is None:
        corroborated = False
    else:
        corroborated = flag_of(session, vault, linked.recruiter_id) in {Flag.CORROBORATED, Flag.VERIFIED}
    found = alarms(_sighting(vault, case, facts, linked.recruiter_id), _earlier(session, vault, case, now))
    if found:
        kinds = ", ".join(sorted({cluster.shared.value for cluster in found}))
        add_event(session, case, now, "service", "cluster", f"{found[0].reporters} reporters, same {kinds}")
    return Weight(corroborated, bool(found))


def _earlier(session: Session, vault: Vault, case: Case, now: datetime) -> list[Sighting]:
    found = select(Case).where(Case.created_at >= now - WINDOW, Case.id != case.id, Case.erased.is_(False))
    rows = session.scalars(found.order_by(Case.created_at.desc()).limit(_MOST_COMPARED)).all()
    roots = case_roots(session, [row.id for row in rows])
    return [one for row in rows if (one := _readable(vault, row, roots.get(row.id))) is not None]


def _readable(vault: Vault, row: Case, root: UUID | None) -> Sighting | None:
    try:
        return _sighting(vault, row, facts_of(vault, row), root)
    except CorruptDataError:
        return None  # a damaged case must not keep a new one from officers


def _sighting(vault: Vault, case: Case, facts: Facts, root: UUID | None) -> Sighting:
    phones = frozenset(key for phone in facts.phones for key in reporter_keys(vault, phone))
    return Sighting(
        case_id=case.id,
        at=case.created_at,
        witness=Witness(case.reporter_key, case.conversation_id, phones, case.credible),
        recruiter=root,
        villages=frozenset(place_key(place) for place in facts.origins),
        departures=frozenset(_departures(facts)),
    )


def _departures(facts: Facts) -> list[str]:
    """Return the days people leave on, each with the port or airport, where both are told."""
    spans = [span for span in map(leaves_on, facts.departures) if span and span.first == span.last]
    return [f"{span.first} {place_key(place)}" for span in spans for place in facts.seen_at]
