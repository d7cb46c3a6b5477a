"""A gateway that does as it is told, for tests of the outbox."""

from collections import deque
from datetime import datetime
from threading import Lock
from uuid import UUID, uuid4

from bot.messaging.door import DeliveryStatus, Outgoing, Receipt, SendError


class ScriptableGateway:
    """Takes one outcome a call of ``send``, in order, and accepts everything once they are used up.

    ``sent`` lists every message handed over, refused ones too; ``known`` is what ``find`` answers, by our id; a
    SendError there is raised.
    """

    name = "scripted"

    def __init__(self, *outcomes: Receipt | SendError) -> None:
        """Keep the outcomes of the first calls of ``send``."""
        self.outcomes = deque(outcomes)
        self.sent: list[Outgoing] = []
        self.known: dict[UUID, Receipt | SendError] = {}
        self._lock = Lock()

    def send(self, message: Outgoing) -> Receipt:
        """Do what the next outcome says."""
        with self._lock:
            self.sent.append(message)
            outcome = self.outcomes.popleft() if self.outcomes else None
        if isinstance(outcome, SendError):
            raise outcome
        return outcome or Receipt(f"TEST{uuid4().hex}", DeliveryStatus.ACCEPTED)

    def find(self, message: Outgoing, since: datetime) -> Receipt | None:
        """Return what is known of the message."""
        del since
        known = self.known.get(message.id)
        if isinstance(known, SendError):
            raise known
        return known
