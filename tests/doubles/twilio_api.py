"""Twilio's Messages API as a real HTTP server on loopback: create and list, with faults on demand.

It refuses what Twilio refuses (wrong credentials, wrong encoding, no recipient, no sender, no text, values that do
not fit a template), so a request that passes here is shaped as Twilio wants it.
Shapes: https://www.twilio.com/docs/messaging/api/message-resource.
"""

import json
import re
from base64 import b64encode
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from bot.clock import Clock, SystemClock

FORM = "application/x-www-form-urlencoded"
_PLACE = re.compile(r"\{\{([0-9]+)\}\}")


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request, after ``delay`` seconds.

    ``status`` and ``code``: it is refused. ``drop``: the message is taken, then the connection breaks without a
    word. ``raw``: these bytes are the answer, with ``status``; below 300 the message is taken.
    """

    status: int | None = None
    code: int | None = None
    message: str = "planted fault"
    delay: float = 0.0
    drop: bool = False
    raw: bytes | None = None


@dataclass(frozen=True)
class Request:
    """One request as it came in. ``fields`` are the form's or the query's values, the last one of each name."""

    method: str
    path: str
    fields: dict[str, str]
    headers: dict[str, str]


@dataclass
class TwilioApiDouble:
    """Use as a context manager; ``url`` is the API's address, ``requests`` and ``messages`` what has come in."""

    account_sid: str = "AC" + "0" * 32
    auth_token: str = "double-token"
    clock: Clock = field(default_factory=SystemClock)
    tls: SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    templates: dict[str, str] = field(default_factory=dict)
    """Content templates by their id: texts with {{1}}, {{2}} and so on."""

    def __post_init__(self) -> None:
        """Take a free port; serving starts on entering."""
        self.lock = Lock()
        self.stopping = Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.double = self
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "TwilioApiDouble":
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
        """Return what goes into TWILIO_API_URL."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._server.server_address[1]}"

    @property
    def path(self) -> str:
        """Return the path of the account's messages."""
        return f"/2010-04-01/Accounts/{self.account_sid}/Messages.json"

    def plan(self, *faults: Fault) -> None:
        """Let the next requests fail, one fault each, in this order."""
        self.faults.extend(faults)

    def add(self, fields: dict[str, str], created: datetime | None = None, **other: object) -> dict[str, Any]:
        """Store a message as if it had been created, at ``created`` or now; ``other`` overrides its properties."""
        sender = fields.get("From")
        made = format_datetime(created or self.clock.now())
        message: dict[str, Any] = {
            "sid": "SM" + uuid4().hex,
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "body": self._text_of(fields),
            "date_created": made,
            "date_sent": None,
            "date_updated": made,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": sender,
            "messaging_service_sid": fields.get("MessagingServiceSid"),
            "num_media": "0",
            "num_segments": "1" if sender else "0",
            "price": None,
            "price_unit": None,
            "status": "queued" if sender else "accepted",
            "to": fields["To"],
            "subresource_uris": {},
            **other,
        }
        message["uri"] = self.path.replace("Messages.json", f"Messages/{message['sid']}.json")
        with self.lock:
            self.messages.append(message)
        return message

    def fits(self, fields: dict[str, str]) -> bool:
        """Tell whether there is a value that Twilio takes for each of the template's places, and no other."""
        template = self.templates[fields["ContentSid"]]
        try:
            values = json.loads(fields.get("ContentVariables") or "{}")
        except ValueError:
            return False
        good = isinstance(values, dict) and all(_is_value(one) for one in values.values())
        return good and set(_PLACE.findall(template)) == set(values)

    def _text_of(self, fields: dict[str, str]) -> str:
        if "ContentSid" not in fields:
            return fields["Body"]
        values = json.loads(fields.get("ContentVariables") or "{}")
        return _PLACE.sub(lambda place: values[place[1]], self.templates[fields["ContentSid"]])


def _is_value(value: object) -> bool:
    """By https://www.twilio.com/docs/api/errors/21656."""
    return isinstance(value, str) and bool(value.strip()) and not re.search(r"[\n\t]| {5}", value)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    double: TwilioApiDouble

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a client with a short time limit has gone away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        """Create a message."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8")
        fields = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body)))
        self._serve(fields, self._create)

    def do_GET(self) -> None:
        """List messages."""
        fields = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        self._serve(fields, self._list)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep test output clean."""

    def _serve(self, fields: dict[str, str], answer: Any) -> None:
        double = self.server.double
        path = urlsplit(self.path).path
        with double.lock:
            double.requests.append(Request(self.command, path, fields, dict(self.headers)))
            fault = double.faults.popleft() if double.faults else Fault()
        double.stopping.wait(fault.delay)
        refused = self._refused(path)
        if refused or (fault.status and fault.raw is None):
            status, code, message = refused or (fault.status, fault.code, fault.message)
            self._refuse(status, code, message)
        elif fault.drop or fault.raw is not None:
            self._break_off(fields, fault)
        else:
            answer(fields)

    def _break_off(self, fields: dict[str, str], fault: Fault) -> None:
        taken = self.command == "POST" and (fault.status or 201) < 300
        if taken:
            self.server.double.add(fields)
        if fault.raw is None:
            self.close_connection = True
        else:
            self._write(fault.status or 201, fault.raw)

    def _refused(self, path: str) -> tuple[int, int, str] | None:
        double = self.server.double
        basic = b64encode(f"{double.account_sid}:{double.auth_token}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {basic}":
            return 401, 20003, "Authenticate"
        if path != double.path:
            return 404, 20404, f"The requested resource {path} was not found"
        if self.command == "POST" and self.headers.get("Content-Type") != FORM:
            return 415, 20415, "Unsupported media type"
        return None

    def _create(self, fields: dict[str, str]) -> None:
        if not fields.get("To"):
            self._refuse(400, 21604, "A 'To' phone number is required.")
        elif not (fields.get("From") or fields.get("MessagingServiceSid")):
            self._refuse(400, 21603, "A 'From' phone number is required.")
        elif fields.get("ContentSid"):
            self._create_from_template(fields)
        elif not fields.get("Body"):
            self._refuse(400, 21619, "A text message body or media urls must be specified.")
        else:
            self._answer(201, self.server.double.add(fields))

    def _create_from_template(self, fields: dict[str, str]) -> None:
        if fields["ContentSid"] not in self.server.double.templates:
            self._refuse(400, 21655, "The ContentSid Parameter is invalid")
        elif self.server.double.fits(fields):
            self._answer(201, self.server.double.add(fields))
        else:
            self._refuse(400, 21656, "The ContentVariables Parameter is invalid")

    def _list(self, fields: dict[str, str]) -> None:
        double = self.server.double
        with double.lock:
            newest_first = list(reversed(double.messages))
        wanted = [
            one
            for one in newest_first
            if fields.get("To") in (None, one["to"]) and fields.get("From") in (None, one["from"])
        ]
        size = int(fields.get("PageSize", "50"))
        page = {"messages": wanted[:size], "page": 0, "page_size": size, "next_page_uri": None, "uri": self.path}
        self._answer(200, page)

    def _refuse(self, status: int, code: int | None, message: str) -> None:
        more = f"https://www.twilio.com/docs/errors/{code}"
        known = {"code": code, "message": message, "more_info": more, "status": status}
        self._answer(status, known if code else {"status": status})

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        self._write(status, json.dumps(content).encode())

    def _write(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
