"""Twilio's side of the webhooks: real forms and real signatures, computed here by the published recipe.

https://www.twilio.com/docs/usage/webhooks/webhooks-security: HMAC-SHA1 by the auth token over the URL followed by each
parameter's name and value, sorted by name; Base64.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import uuid4

from tests.factories import TWILIO_TOKEN

SIGNATURE = "X-Twilio-Signature"
FORM_TYPE = "application/x-www-form-urlencoded"


def signature(url: str, form: Iterable[tuple[str, str]], token: str = TWILIO_TOKEN) -> str:
    """Return the signature Twilio would send for a form posted to ``url``."""
    text = url + "".join(name + value for name, value in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def message_form(text: str = "berapa biaya ke Malaysia", **changes: str | None) -> dict[str, str]:
    """Return the form of a message by SMS; a change to None leaves the field out."""
    form: dict[str, str | None] = {
        "ToCountry": "US",
        "ToState": "",
        "SmsMessageSid": None,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsStatus": "received",
        "Body": text,
        "FromCountry": "ID",
        "To": "+15005550006",
        "MessagingServiceSid": "MG" + "1" * 32,
        "NumSegments": "1",
        "MessageSid": "SM" + uuid4().hex,
        "AccountSid": "AC" + "0" * 32,
        "From": "+6281234567890",
        "ApiVersion": "2010-04-01",
    }
    return {name: value for name, value in (form | changes).items() if value is not None}


def signed_request(url: str, form: dict[str, str], token: str = TWILIO_TOKEN) -> tuple[bytes, dict[str, str]]:
    """Return the body and headers of a signed request to ``url``."""
    headers = {SIGNATURE: signature(url, form.items(), token), "Content-Type": FORM_TYPE}
    return urlencode(form).encode(), headers
