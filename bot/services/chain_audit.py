"""Chain the audit rows that are older than the chain, once: at ``bot migrate``."""

from bot.clock import Clock
from bot.store.audit_chain import adopt
from bot.store.engine import Store

BATCH = 1000
"""Rows in one transaction: it holds the head, for which every other writer waits, some tenths of a second."""


def chain_older(store: Store, clock: Clock, batch: int = BATCH) -> int:
    """Chain every older row, in batches; killed in between, the next run goes on. Returns how many; again gives 0.

    Raises UnavailableError when the database does not answer.
    """
    total = 0
    while True:
        with store.writing() as session:
            count = adopt(session, store.vault, clock.now(), batch)
        total += count
        if count < batch:
            return total
