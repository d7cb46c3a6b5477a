"""Give the messages that were set aside another turn, once what broke their turns is mended."""

from bot.clock import Clock
from bot.store.engine import Store
from bot.store.inbox import receive_failed_again
from bot.store.journal import note


def retry_failed(store: Store, clock: Clock) -> int:
    """Put every failed message that still has its text back in line; the worker's sweep finds it. Returns how many."""
    now = clock.now()
    with store.writing() as session:
        count = receive_failed_again(session, now)
        if count:
            note(session, now, "installation", "retried", "messages", f"{count} messages")
    return count
