"""How far a message got, in Twilio's words and in ours: in callbacks, answers to sending and look-ups."""

import re

from bot.errors import BadInputError
from bot.messaging.door import DeliveryStatus, StatusUpdate
from bot.messaging.twilio_form import Form, TwilioForm, message_id

_ERROR_CODE = re.compile(r"[1-9][0-9]{0,5}")

_STATUSES = {
    # Ours means queued at Twilio's side: the message has left our outbox.
    "accepted": DeliveryStatus.ACCEPTED,
    "scheduled": DeliveryStatus.ACCEPTED,
    "queued": DeliveryStatus.ACCEPTED,
    "sending": DeliveryStatus.ACCEPTED,
    "sent": DeliveryStatus.SENT,
    "partially_delivered": DeliveryStatus.SENT,  # some parts of a long SMS are missing
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "undelivered": DeliveryStatus.FAILED,
    "failed": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.FAILED,
}
"""https://www.twilio.com/docs/messaging/api/message-resource#message-status-values. ``receiving`` and
``received`` belong to messages people send us and are left out, like any word Twilio may add later."""


def delivery_status(word: str | None) -> DeliveryStatus | None:
    """Return our status for Twilio's word, None for a word that says nothing about a message of ours."""
    return _STATUSES.get((word or "").strip().lower())


def parse_status(form: Form) -> StatusUpdate:
    """Read a status callback. Raises BadInputError naming the field that is missing or malformed.

    An unknown status gives ``status=None``: acknowledge it and change nothing.
    """
    values = TwilioForm(form)
    word = values.first("MessageStatus", "SmsStatus")
    if not word:
        raise BadInputError("MessageStatus: missing; a status callback has to say the status")
    return StatusUpdate(message_id(values), delivery_status(word), error_code_of(values.first("ErrorCode")))


def error_code_of(raw: object) -> str | None:
    """Return Twilio's error code as digits, None for none ("0", blank, anything that is not a number)."""
    code = str(raw if raw is not None else "").strip()
    return code if _ERROR_CODE.fullmatch(code) else None
