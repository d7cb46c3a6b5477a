"""Show a coordinator or deputy who asked for a reporter; that they looked is noted."""

from datetime import datetime

from bot.clock import Clock
from bot.errors import BadInputError
from bot.reports.routing import OfficerRole
from bot.store.engine import Store
from bot.store.journal import note, officer_actor
from bot.store.officers import officer_named
from bot.store.probes import probes


def see_probes(store: Store, clock: Clock, officer: str) -> list[tuple[datetime, str]]:
    """Return the who-reported questions with their words, the newest first. Raises BadInputError."""
    with store.writing() as session:
        row = officer_named(session, officer)
        if row is None or not row.active or row.role == OfficerRole.DUTY.value:
            raise BadInputError("only a coordinator or deputy sees these")
        found = probes(session, store.vault)
        note(session, clock.now(), officer_actor(row.id), "listed_probes", "probes", f"{len(found)} questions")
    return found
