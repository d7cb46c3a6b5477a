"""What a receiver of alerts has to be (docs/alerts.md), as a real HTTP server on loopback, with faults on demand."""

import base64
import hashlib
import hmac
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any

from bot.clock import UTC, Clock, SystemClock

TOLERANCE = timedelta(minutes=5)


class RefusedError(Exception):
    """The request is not to be believed."""


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """Return the alert's id once everything fits; whether it was seen before is for the caller to know.

    Raises RefusedError. Written from the scheme's text, on its own: it shares nothing with the sender.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    webhook_id, stamp = lower.get("webhook-id", ""), lower.get("webhook-timestamp", "")
    if not webhook_id or not (stamp.isascii() and stamp.isdigit()):
        raise RefusedError("headers are missing")
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        raise RefusedError("too old or too new")
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    mac = hmac.new(key, b".".join((webhook_id.encode(), stamp.encode(), body)), hashlib.sha256).digest()
    wanted = b"v1," + base64.b64encode(mac)
    given = lower.get("webhook-signature", "").encode().split(b" ")
    if not any(hmac.compare_digest(wanted, one) for one in given):
        raise RefusedError("no signature fits")
    return webhook_id


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request, after ``delay`` seconds: another status, or (``drop``) no answer.

    Where the status is not one of refusal the alert is taken first. ``location``: where a redirect points.
    """

    status: int | None = None
    delay: float = 0.0
    drop: bool = False
    location: str = ""


@dataclass
class WebhookReceiverDouble:
    """Use as a context manager; ``alerts`` is what was believed, each id once, ``requests`` headers and body of all."""

    secret: str
    clock: Clock = field(default_factory=SystemClock)
    tls: SSLContext | None = None
    faults: deque[Fault] = field(default_factory=deque)
    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take a free port; serving starts on entering."""
        self.lock = Lock()
        self.stopping = Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.double = self
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "WebhookReceiverDouble":
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and give the port back."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Return what goes into ALERT_WEBHOOK_URL."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._server.server_address[1]}/alerts"

    def plan(self, *faults: Fault) -> None:
        """Let the next requests fail, one fault each, in this order."""
        self.faults.extend(faults)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Check one request and return the status it deserves."""
        try:
            known = verify(self.secret, headers, body, self.clock.now())
        except RefusedError:
            return 401
        with self.lock:
            if known in self.alerts:
                self.doubled.append(known)
            else:
                self.alerts[known] = json.loads(body)
        return 204


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    double: WebhookReceiverDouble

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a client with a short time limit has gone away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        """Take an alert."""
        double = self.server.double
        headers, body = dict(self.headers), self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with double.lock:
            double.requests.append((headers, body))
            fault = double.faults.popleft() if double.faults else Fault()
        declined = fault.status is not None and 300 <= fault.status < 500
        deserved = fault.status if declined else double.take(headers, body)
        double.stopping.wait(fault.delay)
        if fault.drop:
            self.close_connection = True
            return
        self.send_response(fault.status or deserved or 204)
        if fault.location:
            self.send_header("Location", fault.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep test output clean."""
