"""A door for alerts that remembers what went through it, and can be told to fail."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.messaging.alerts import Notice
from bot.messaging.door import DeliveryStatus, Receipt, SendError


@dataclass
class RecordingDoor:
    """Keeps every notice with its address. ``faults``: raised in their order before anything is accepted."""

    name: str = "recording"
    sent: list[tuple[str, Notice]] = field(default_factory=list)
    faults: list[SendError] = field(default_factory=list)

    def send(self, alert: Notice, to: str) -> Receipt:
        """Keep the notice."""
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append((to, alert))
        return Receipt(str(alert.id), DeliveryStatus.ACCEPTED)

    def find(self, alert: Notice, to: str, since: datetime) -> Receipt | None:
        """Find nothing, as a mail server does."""
        return None

    @property
    def told(self) -> list[str]:
        """Return who was told, in order."""
        return [to for to, _ in self.sent]
