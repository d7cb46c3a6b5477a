"""Who has an account, for those who keep accounts or look after them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from bot.clock import Clock
from bot.reports.routing import OfficerRole
from bot.staff.permissions import Actor, Permission, StaffRole
from bot.store.engine import Store
from bot.store.officers import all_officers
from bot.store.staff import all_accounts, waiting_invitations


@dataclass(frozen=True)
class ListedAccount:
    """An account in the list. ``officer``: the name of its officer, "" for none; ``invited``: a link is still good.

    ``ready``: it has a password and a second factor.
    """

    id: UUID
    name: str
    email: str
    role: StaffRole
    language: str
    officer: str
    active: bool
    invited: bool
    ready: bool


@dataclass(frozen=True)
class Directory:
    """All accounts, and the officers an account can belong to: what they do, by their names."""

    accounts: tuple[ListedAccount, ...]
    officers: Mapping[str, OfficerRole]


def read_directory(store: Store, clock: Clock, actor: Actor) -> Directory:
    """Return the accounts. Raises ForbiddenError."""
    actor.must(Permission.READ_STAFF)
    with store.reading() as session:
        officers = {row.id: row for row in all_officers(session)}
        waiting = waiting_invitations(session, clock.now())
        accounts = tuple(
            ListedAccount(
                id=row.id,
                name=row.name,
                email=row.email,
                role=StaffRole(row.role),
                language=row.language,
                officer=officers[row.officer_id].name if row.officer_id in officers else "",
                active=row.active,
                invited=row.id in waiting,
                ready=row.password is not None and row.tf_totp_secret is not None,
            )
            for row in all_accounts(session)
        )
        return Directory(accounts, {row.name: OfficerRole(row.role) for row in officers.values() if row.active})
