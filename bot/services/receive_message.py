"""Keep a person's message before the provider is told that we have it."""

import logging
from enum import Enum

from bot.clock import Clock
from bot.messaging.door import Inbound
from bot.services.bell import Bell
from bot.store.engine import Store
from bot.store.inbox import add_message
from bot.store.spool import Spool

log = logging.getLogger(__name__)


class Received(Enum):
    """What happened to a delivered message; each is acknowledged to the provider."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    SPOOLED = "spooled"


def receive_message(store: Store, spool: Spool, bell: Bell, clock: Clock, inbound: Inbound) -> Received:
    """Store the message once and ring; when the database is away, keep it in the spool.

    Raises UnavailableError when neither can keep it: then the provider must deliver it again.
    """
    try:
        with store.writing() as session:
            conversation_id, new = add_message(session, store.vault, inbound, clock.now())
    except Exception as fault:
        log.error("message not stored, kept in the spool: %s", type(fault).__name__)
        spool.append(inbound)
        return Received.SPOOLED
    if not new:
        return Received.DUPLICATE
    bell.ring_turn(conversation_id)
    return Received.STORED


def drain_spool(store: Store, spool: Spool, bell: Bell, clock: Clock) -> tuple[int, int]:
    """Store what the spool kept. Returns stored messages and unreadable lines."""

    def take(inbound: Inbound) -> None:
        with store.writing() as session:
            conversation_id, new = add_message(session, store.vault, inbound, clock.now())
        if new:
            bell.ring_turn(conversation_id)

    return spool.drain(take)
