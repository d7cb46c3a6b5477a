"""What the service asks of a messaging provider; one adapter per provider stands behind this door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.errors import JalanAmanError
from bot.vocabulary import Channel, Word


class DeliveryStatus(Word):
    """How far a message of ours got. Statuses only move forward, in this order (``FAILED`` is final)."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True)
class Attachment:
    """A media file the provider keeps for us, not yet fetched."""

    url: str
    content_type: str


@dataclass(frozen=True)
class Inbound:
    """One message from a person, parsed from a provider's request.

    ``address`` is the sender as the provider writes it ("+62…", "whatsapp:+62…" or an opaque WhatsApp id),
    ``service_address`` the number of ours it was sent to. ``provider_id`` is unique within ``provider``.
    ``fields`` keeps every other documented field for later use.
    """

    provider: str
    provider_id: str
    channel: Channel
    address: str
    service_address: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outgoing:
    """One message to a person. ``id`` is our own random id; it returns in the status callback's URL.

    ``notice``: it answers no message of theirs, so WhatsApp may want its approved template instead of the text.
    """

    id: UUID
    channel: Channel
    address: str
    text: str
    notice: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the provider said about a message of ours. ``error_code`` is the provider's, for failed ones."""

    provider_id: str | None
    status: DeliveryStatus
    error_code: str | None = None


@dataclass(frozen=True)
class StatusUpdate:
    """What a provider's status callback says about a message of ours.

    ``status`` is None when the provider used a word we do not know: acknowledge it and change nothing.
    ``error_code`` is the provider's, for failed messages.
    """

    provider_id: str
    status: DeliveryStatus | None
    error_code: str | None = None


class SendError(JalanAmanError):
    """A message was not, or perhaps not, accepted by the provider.

    ``retryable``: sending again later may work. ``maybe_sent``: the provider may have accepted it all the
    same (time-out, broken connection), so look it up before sending again. ``code`` is the provider's error
    code or a short word of ours; it is safe to log.
    """

    def __init__(self, code: str, *, retryable: bool, maybe_sent: bool = False) -> None:
        """Keep the code and what may be done next."""
        super().__init__(f"message not sent: {code}")
        self.code = code
        self.retryable = retryable
        self.maybe_sent = maybe_sent


class Gateway(Protocol):
    """A way to send messages."""

    name: str

    def send(self, message: Outgoing) -> Receipt:
        """Hand the message to the provider. Raises SendError."""
        ...

    def find(self, message: Outgoing, since: datetime) -> Receipt | None:
        """Look up whether the provider accepted the message after ``since``. Raises SendError."""
        ...
