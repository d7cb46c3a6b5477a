"""The audit log for the auditor in the console: who did what, and whether the chain is whole."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from bot.clock import Clock
from bot.errors import BadInputError
from bot.services.read_audit import AuditSearch, ShownAct, Verdict, names_of_actors, search, verify
from bot.staff.permissions import Actor, Permission
from bot.store.audit_chain import AUDIT
from bot.store.audit_head import Head
from bot.store.audit_log import newest_of, other_actors
from bot.store.engine import Store
from bot.store.journal import account_actor, note, officer_actor
from bot.store.officers import all_officers
from bot.store.staff import all_accounts

PAGE = 50
SECONDS = 20.0
"""How long one verifying may take: about a million rows. What is longer is for `bot audit verify`."""

VERIFIED = "verified_audit"
WHOLE, BROKEN, PARTLY = "whole", "broken", "partly"
"""What the log says of a verifying, before the number of rows that fitted."""

_one_at_a_time = Lock()


@dataclass(frozen=True)
class AuditPerson:
    """Somebody the log names. ``key``: an id or a plain word, for addresses; ``actors``: as the log names them."""

    key: str
    name: str
    actors: tuple[str, ...]


@dataclass(frozen=True)
class Verified:
    """When the chain was verified in the console last, by whom, and how it was: whole, broken or partly (read)."""

    at: datetime
    by: str
    how: str
    rows: int


def people(store: Store, actor: Actor) -> tuple[AuditPerson, ...]:
    """Return whom the log can name: accounts with their officers, other officers, then parts of the service."""
    actor.must(Permission.READ_AUDIT)
    with store.reading() as session:
        accounts, officers = all_accounts(session), all_officers(session)
        others = [AuditPerson(one, one, (one,)) for one in other_actors(session)]
    owned = {row.officer_id for row in accounts}
    staff = [
        AuditPerson(
            row.id.hex,
            row.name,
            (account_actor(row.id), *([officer_actor(row.officer_id)] if row.officer_id else [])),
        )
        for row in accounts
    ]
    staff += [AuditPerson(row.id.hex, row.name, (officer_actor(row.id),)) for row in officers if row.id not in owned]
    return (*sorted(staff, key=lambda one: one.name.casefold()), *others)


def look_up(store: Store, clock: Clock, wanted: AuditSearch, actor: Actor, limit: int = PAGE) -> list[ShownAct]:
    """Return acts, the newest first; that the auditor looked is noted. Raises BadInputError and ForbiddenError."""
    actor.must(Permission.READ_AUDIT)
    return search(store, clock, wanted, actor.name, limit)


def verify_chain(
    store: Store, clock: Clock, actor: Actor, expect: str = "", timer: Callable[[], float] = time.monotonic
) -> Verdict:
    """Verify the chain for at most ``SECONDS``, one at a time in this process; what was found is noted.

    ``expect``: a head that was written down, "" for none. Raises BadInputError, ForbiddenError and UnavailableError.
    """
    actor.must(Permission.READ_AUDIT)
    noted = Head.read(expect) if expect.strip() else None
    if not _one_at_a_time.acquire(blocking=False):
        raise BadInputError("somebody else is verifying the chain right now: try again in half a minute")
    try:
        end = timer() + SECONDS
        verdict = verify(store, noted, lambda: timer() < end)
    finally:
        _one_at_a_time.release()
    with store.writing() as session:
        note(session, clock.now(), actor.name, VERIFIED, AUDIT, f"{_how(verdict)} {verdict.rows}")
    return verdict


def last_verified(store: Store, actor: Actor) -> Verified | None:
    """Return when the chain was verified here last, None for never."""
    actor.must(Permission.READ_AUDIT)
    with store.reading() as session:
        entry = newest_of(session, AUDIT, VERIFIED)
        if entry is None:
            return None
        how, _, rows = entry.detail.partition(" ")
        by = names_of_actors(session).get(entry.actor, entry.actor)
    return Verified(entry.at, by, how, int(rows) if rows.isdecimal() else 0)


def _how(verdict: Verdict) -> str:
    if verdict.first is not None:
        return BROKEN
    return PARTLY if verdict.unfinished else WHOLE
