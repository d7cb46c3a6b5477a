"""The gateway without a provider: replies stay in the outbox, where the simulator shows them."""

from datetime import datetime
from uuid import uuid4

from bot.messaging.door import DeliveryStatus, Outgoing, Receipt


class RecorderGateway:
    """Says "delivered" to every message and keeps nothing."""

    name = "recorder"

    def send(self, message: Outgoing) -> Receipt:
        """Accept the message."""
        del message
        return Receipt(f"REC{uuid4().hex}", DeliveryStatus.DELIVERED)

    def find(self, message: Outgoing, since: datetime) -> Receipt | None:
        """Find nothing: a message is never left in doubt here."""
        del message, since
        return None
