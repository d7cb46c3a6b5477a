"""The officers who are told of reports, for the coordinator who keeps them. Addresses are not shown."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from bot.errors import ForbiddenError
from bot.reports.cases import PassTo
from bot.reports.routing import OfficerRole
from bot.services.list_cases import open_cases_of
from bot.staff.permissions import Actor, Permission
from bot.store.engine import Store
from bot.store.officers import all_officers
from bot.store.staff import all_accounts
from bot.store.tables.cases import Case


@dataclass(frozen=True)
class ListedOfficer:
    """An officer. ``accounts``: names of the open accounts of the console.

    ``held``: open cases they have; of those that are open to who looks, for no number may tell that there are others.
    """

    id: UUID
    name: str
    role: OfficerRole
    institution: PassTo
    regency: str
    order: int
    email: bool
    phone: bool
    whatsapp: bool
    active: bool
    accounts: tuple[str, ...]
    held: int


def list_officers(store: Store, actor: Actor) -> tuple[ListedOfficer, ...]:
    """Return the officers in the order in which they are told, those who are off last.

    Raises ForbiddenError, and OffDutyError for a coordinator who was sent off duty.
    """
    actor.must(Permission.MANAGE_OFFICERS)
    if actor.officer is None:
        raise ForbiddenError("this account belongs to no officer")
    with store.reading() as session:
        rows = all_officers(session)
        accounts = [(row.officer_id, row.name) for row in all_accounts(session) if row.active]
        seen = Case.closed_at.is_(None), Case.taken_by.is_not(None), open_cases_of(session, actor.officer)
        held = Counter(session.scalars(select(Case.taken_by).where(*seen)))
    found = [
        ListedOfficer(
            id=row.id,
            name=row.name,
            role=OfficerRole(row.role),
            institution=PassTo(row.institution),
            regency=row.regency,
            order=row.position,
            email=row.email_sealed is not None,
            phone=row.phone_sealed is not None,
            whatsapp=row.whatsapp,
            active=row.active,
            accounts=tuple(name for officer, name in accounts if officer == row.id),
            held=held[row.id],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=_told_in_order))


def _told_in_order(one: ListedOfficer) -> tuple[bool, int, str, int, str]:
    return not one.active, list(OfficerRole).index(one.role), one.regency, one.order, one.name
