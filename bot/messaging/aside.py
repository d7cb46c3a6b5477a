"""Keeps simulated conversations away from a real provider, which would be asked to reach impossible numbers."""

from datetime import datetime

from bot.messaging.door import Gateway, Outgoing, Receipt
from bot.messaging.simulated import is_simulated


class SimulatedAside:
    """A gateway that hands messages to simulated numbers to another one."""

    def __init__(self, real: Gateway, simulated: Gateway) -> None:
        """Take the gateway for people and the one for simulated numbers."""
        self.name = real.name
        self._real = real
        self._simulated = simulated

    def send(self, message: Outgoing) -> Receipt:
        """Send by the gateway the address belongs to. Raises SendError."""
        return self._gateway(message).send(message)

    def find(self, message: Outgoing, since: datetime) -> Receipt | None:
        """Look the message up where it was sent. Raises SendError."""
        return self._gateway(message).find(message, since)

    def _gateway(self, message: Outgoing) -> Gateway:
        return self._simulated if is_simulated(message.address) else self._real
