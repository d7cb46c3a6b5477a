"""Who stands behind the names in histories: accounts of the console by their owner's name."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from bot.staff.permissions import ACCOUNT_PREFIX
from bot.store.staff import all_accounts


def account_behind(actor: str) -> UUID | None:
    """Return the account a name in a history stands for, None for any other name."""
    try:
        return UUID(hex=actor.removeprefix(ACCOUNT_PREFIX)) if actor.startswith(ACCOUNT_PREFIX) else None
    except ValueError:
        return None


def names_of(session: Session, actors: Iterable[str]) -> Mapping[str, str]:
    """Return how to call these actors; what is no account keeps its name."""
    owners = {each.id: each.name for each in all_accounts(session)}
    behind = {actor: account_behind(actor) for actor in set(actors)}
    return {actor: owners.get(one, actor) if one is not None else actor for actor, one in behind.items()}
