"""Alerts to another program: signed JSON by the Standard Webhooks scheme (https://www.standardwebhooks.com).

What the receiver has to check is in ``docs/alerts.md``.
"""

import base64
import binascii
import hashlib
import hmac
import json
import logging
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import RequestException

from bot.clock import UTC, Clock
from bot.errors import BadInputError
from bot.messaging.alert_words import worded
from bot.messaging.alerts import Alert, Digest, Notice
from bot.messaging.door import DeliveryStatus, Receipt, SendError
from bot.messaging.loopback import is_loopback
from bot.messaging.twilio_failures import connection_failure

SHORTEST_SECRET = 24
"""Characters, and bytes of a ``whsec_`` secret once decoded: the scheme's own limit."""

_PREFIX = "whsec_"
_PASSING = {408, 429}
_UNAVAILABLE = 503  # by which a server declines; any other 5xx may have come after the work


class WebhookAlertDoor:
    """One address that is told of every alert; may be shared between threads."""

    name = "webhook"

    def __init__(
        self, url: str, secret: str, clock: Clock, *, service_name: str = "Jalan Aman", timeout: float = 5.0
    ) -> None:
        """Prepare; nothing is sent yet. ``timeout``: seconds to connect, and again to wait for the answer.

        Raises BadInputError for an address or a secret that ``check_webhook_url`` or ``read_secret`` refuses.
        """
        check_webhook_url(url)
        # urllib3 quotes addresses, and some receivers keep a password in theirs. Here again, beside ``bot.logs``.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
        self._url = url
        self._key = read_secret(secret)
        self._clock = clock
        self._service_name = service_name
        self._timeout = timeout

    def send(self, alert: Notice, to: str = "") -> Receipt:
        """Post the notice; ``to`` is not used and does not leave. Raises SendError.

        The id that is signed is the notice's own, so a receiver knows a second attempt.
        """
        del to
        body = json.dumps(_content(alert, self._service_name), separators=(",", ":")).encode("ascii")
        headers = _signed(self._key, str(alert.id), int(self._clock.now().timestamp()), body)
        try:
            with requests.Session() as session:
                session.trust_env = False  # no proxy, .netrc or certificates from the environment
                # The answer's body is not read: nobody promises that it is short.
                answer = session.post(
                    self._url, body, headers=headers, timeout=self._timeout, allow_redirects=False, stream=True
                )
                answer.close()
            status = answer.status_code
        except RequestException as error:
            failure = connection_failure(error)
        else:
            if 200 <= status < 300:
                return Receipt(str(alert.id), DeliveryStatus.ACCEPTED)
            failure = _refusal(status)
        raise failure  # raised out here, so that no traceback drags along an error that quotes the address

    def find(self, alert: Notice, to: str, since: datetime) -> Receipt | None:  # noqa: ARG002
        """Find nothing: the receiver knows a second attempt by its id."""
        return None


def check_webhook_url(url: str) -> None:
    """Raise BadInputError unless alerts may go to this address: https, or http on this machine. Never quotes it."""
    try:
        parts = urlsplit(url)
        fits = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc and not parts.fragment
    except ValueError:  # its text would quote the address
        fits = False
    if not fits or not url.isascii() or not url.isprintable() or " " in url:
        raise BadInputError("must look like https://example.org/alerts, without user and password")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise BadInputError("must begin with https://; http:// is for this machine's own addresses only")


def read_secret(secret: str) -> bytes:
    """Return the key of a secret: what ``whsec_`` and base64 stand for, else the text's own UTF-8 bytes.

    Raises BadInputError for one that is too short or not base64. Never quotes it.
    """
    if not secret.startswith(_PREFIX):
        if len(secret) < SHORTEST_SECRET:
            raise BadInputError(f"must have at least {SHORTEST_SECRET} characters")
        return secret.encode("utf-8", "surrogateescape")  # the environment's bytes, whatever they are
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):  # its text may quote a part
        key = b""
    if len(key) < SHORTEST_SECRET:
        raise BadInputError(f"after whsec_ must come the base64 of at least {SHORTEST_SECRET} bytes")
    return key


def signature(key: bytes, webhook_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a body: "v1," and the base64 of HMAC-SHA256 over ``id.timestamp.body``."""
    signed = hmac.digest(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def _signed(key: bytes, webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "jalan-aman",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(key, webhook_id, timestamp, body),
    }


def _content(notice: Notice, service_name: str) -> dict[str, Any]:
    """Return type, timestamp (of what happened, not of the attempt) and data, as the scheme advises."""
    data = _digest(notice) if isinstance(notice, Digest) else _case(notice)
    data["text"] = worded(notice, service_name).subject
    name = "digest" if isinstance(notice, Digest) else "alert"
    at = notice.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"type": f"case.{name}", "timestamp": at, "data": data}


def _case(alert: Alert) -> dict[str, Any]:
    return {
        "case": alert.case_code,
        "level": str(alert.level),
        "kind": str(alert.kind),
        "regency": alert.regency,
        "unconfirmed": alert.unconfirmed,
        "test": alert.test,
        "url": alert.console_url,
    }


def _digest(digest: Digest) -> dict[str, Any]:
    return {"cases": [_case(alert) for alert in digest.alerts], "url": digest.console_url}


def _refusal(status: int) -> SendError:
    # A redirect is a wrong setting, which somebody will mend; it is not followed, since the body is for one receiver.
    retryable = status < 400 or status >= 500 or status in _PASSING
    return SendError(f"http_{status}", retryable=retryable, maybe_sent=status >= 500 and status != _UNAVAILABLE)
