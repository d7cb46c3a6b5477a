"""A messaging provider in memory that remembers what it accepted and can look it up, and workers that die on it."""

from collections import deque
from datetime import datetime
from threading import Lock
from uuid import uuid4

from bot.clock import Clock
from bot.messaging.door import DeliveryStatus, Outgoing, Receipt, SendError
from tests.doubles.service import WorkerKilledError

DIES_BEFORE = "dies before"
DIES_AFTER = "dies after"
TIMES_OUT = "times out"
"""What may happen to one call of ``send``: the worker dies before or after the provider took the message, or the
provider took it and its answer never came."""


class Provider:
    """Accepts messages; ``accepted`` holds them with the moment and the provider's id, in order.

    While there is a ``fault``, every call of ``send`` ends with it and nothing is accepted.
    """

    name = "memory"

    def __init__(self, clock: Clock, *plan: str | None) -> None:
        """Let the first calls of ``send`` go as planned; None and what follows go well."""
        self.clock = clock
        self.plan = deque(plan)
        self.accepted: list[tuple[Outgoing, datetime, Receipt]] = []
        self.looked_up = 0
        self.fault: SendError | None = None
        self._lock = Lock()

    @property
    def texts(self) -> list[str]:
        """Return the accepted texts in order."""
        return [message.text for message, _, _ in self.accepted]

    def send(self, message: Outgoing) -> Receipt:
        """Accept the message unless planned otherwise."""
        if self.fault is not None:
            raise self.fault
        with self._lock:
            fate = self.plan.popleft() if self.plan else None
            if fate == DIES_BEFORE:
                raise WorkerKilledError
            receipt = Receipt(f"MEM{uuid4().hex}", DeliveryStatus.ACCEPTED)
            self.accepted.append((message, self.clock.now(), receipt))
        if fate == DIES_AFTER:
            raise WorkerKilledError
        if fate == TIMES_OUT:
            raise SendError("timeout", retryable=True, maybe_sent=True)
        return receipt

    def find(self, message: Outgoing, since: datetime) -> Receipt | None:
        """Find the newest accepted message with the same text to the same address, as Twilio does."""
        with self._lock:
            self.looked_up += 1
            found = [
                receipt
                for known, at, receipt in self.accepted
                if (known.address, known.text) == (message.address, message.text) and at >= since
            ]
        return found[-1] if found else None
