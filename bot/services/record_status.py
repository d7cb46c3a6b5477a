"""Note what the provider reports about a message of ours; statuses only move forward."""

from uuid import UUID

from bot.clock import Clock
from bot.messaging.door import Receipt
from bot.store.engine import Store
from bot.store.outbox import record_receipt


def record_status(store: Store, clock: Clock, message_id: UUID, receipt: Receipt) -> bool:
    """Record a status callback. False when it said nothing new or named a message we do not have.

    A callback carries our own random id, so it proves acceptance even before the create call returned.
    Raises UnavailableError.
    """
    with store.writing() as session:
        return record_receipt(session, message_id, receipt, clock.now())
