"""Wrong passwords and codes: after a few the door stays shut for a while, for known and unknown addresses alike."""

import logging
from datetime import timedelta

from bot.clock import Clock
from bot.store.engine import Store
from bot.store.staff import failures_since, forget_failures
from bot.store.tables.staff import LoginFailure
from bot.store.vault import Vault

log = logging.getLogger(__name__)

WITHIN = timedelta(minutes=15)
MOST_FOR_ACCOUNT = 5
MOST_FROM_PLACE = 30
"""Wrong passwords and codes within WITHIN, for one e-mail address and from one network address: our choice, so that an
office behind one address is not shut out by one colleague."""

_KEPT = timedelta(days=2)


def is_shut(store: Store, clock: Clock, email: str, place: str) -> bool:
    """Tell whether nobody may try this e-mail address, or from this network address, for now."""
    since = clock.now() - WITHIN
    with store.reading() as session:
        for_account = failures_since(session, _keys(store.vault, "login", email), since)
        from_place = failures_since(session, _keys(store.vault, "login_from", place), since)
    return for_account >= MOST_FOR_ACCOUNT or from_place >= MOST_FROM_PLACE


def count_failure(store: Store, clock: Clock, email: str, place: str) -> None:
    """Note a wrong password or code."""
    now = clock.now()
    account, source = _keys(store.vault, "login", email), _keys(store.vault, "login_from", place)
    with store.writing() as session:
        session.add_all([LoginFailure(who=account[0], at=now), LoginFailure(who=source[0], at=now)])
        session.flush()
        if failures_since(session, account, now - WITHIN) == MOST_FOR_ACCOUNT:
            log.warning("an account of the console is shut for 15 minutes after wrong passwords or codes")


def purge_failures(store: Store, clock: Clock) -> None:
    """Forget wrong passwords, ended sessions and old invitations."""
    with store.writing() as session:
        forget_failures(session, clock.now() - _KEPT)


def _keys(vault: Vault, kind: str, value: str) -> list[bytes]:
    return vault.fingerprints(kind, value.strip().casefold())
