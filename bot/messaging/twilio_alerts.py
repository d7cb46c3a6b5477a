"""Alerts by Twilio: SMS as text, WhatsApp as a template, which may be sent outside WhatsApp's 24 hours."""

import json
from datetime import datetime

from bot.errors import BadInputError
from bot.messaging.address import channel_of, phone_of
from bot.messaging.alert_words import level_words, place_words, worded
from bot.messaging.alerts import Alert, Digest, Notice
from bot.messaging.door import Receipt, SendError
from bot.messaging.twilio import TwilioGateway
from bot.vocabulary import Channel


class TwilioAlertDoor:
    """SMS and WhatsApp to officers: the address ("+62…" or "whatsapp:+62…") says which."""

    name = "twilio"

    def __init__(self, gateway: TwilioGateway, *, content_sid: str = "", service_name: str = "Jalan Aman") -> None:
        """Take the gateway and the id of the template (``HX…``) whose variables are code, level, place and link."""
        self._gateway = gateway
        self._content_sid = content_sid
        self._service_name = service_name

    def send(self, alert: Notice, to: str) -> Receipt:
        """Hand the notice to Twilio. Raises SendError, whose code is Twilio's or a short word of ours."""
        channel = _channel(to)
        if channel is Channel.SMS:
            return self._gateway.create(channel, to, {"body": worded(alert, self._service_name).line})
        if isinstance(alert, Digest):
            raise SendError("no_template", retryable=False)  # one template, and its words are about one case
        if not self._content_sid:
            raise SendError("no_template", retryable=True)  # waits until the setting is there
        content = {"content_sid": self._content_sid, "content_variables": _variables(alert)}
        return self._gateway.create(channel, to, content)

    def find(self, alert: Notice, to: str, since: datetime) -> Receipt | None:
        """Look for an earlier attempt: a message that names the case, made after ``since``. Raises SendError."""
        if isinstance(alert, Digest):
            return None
        return self._gateway.find_by(_channel(to), to, lambda body: alert.case_code in body, since)


def _channel(to: str) -> Channel:
    try:
        channel = channel_of(to)
    except BadInputError:
        channel = None
    if channel is None or phone_of(to) is None:
        raise SendError("bad_address", retryable=False)
    return channel


def _variables(alert: Alert) -> str:
    values = [alert.case_code, level_words(alert), place_words(alert), alert.console_url]
    return json.dumps({str(number): value for number, value in enumerate(values, 1)})
