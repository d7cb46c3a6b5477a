"""Twilio's media as real HTTP servers on loopback: one that redirects who knows the password, and its content network.

The content network answers nobody who sends credentials. Faults on demand.
"""

import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from types import TracebackType
from typing import Any
from uuid import uuid4

ACCOUNT, TOKEN = "AC" + "0" * 32, "double-token"


@dataclass
class MediaServer:
    """Use as a context manager. ``content``: what is kept under which path; ``requests``: method, path, credentials.

    ``redirect``: where a file is to be had, "" to answer with it at once. ``faults``: HTTP statuses of the next
    requests, and of the next deletions. ``answer``: answers a GET in its own way.
    """

    tls: SSLContext | None = None
    redirect: Callable[[str], str] = lambda path: ""
    content: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    faults: deque[int] = field(default_factory=deque)
    delete_faults: deque[int] = field(default_factory=deque)
    open_to_all: bool = False
    content_type: str = "image/jpeg"
    answer: Callable[[BaseHTTPRequestHandler], None] | None = None

    def __post_init__(self) -> None:
        """Take a free port; serving starts on entering."""
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.double = self
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "MediaServer":
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and give the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def place(self) -> str:
        """Return host and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Return what goes into TWILIO_API_URL."""
        return f"{'https' if self.tls else 'http'}://{self.place}"

    def add(self, content: bytes) -> str:
        """Keep a file as Twilio does and return its MediaUrl."""
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM{uuid4().hex}/Media/ME{uuid4().hex}"
        self.content[path] = content
        return self.url + path

    def asked(self, method: str) -> list[str]:
        """Return the paths that were asked for by a method."""
        return [path for how, path, _ in self.requests if how == method]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    double: MediaServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a client has gone away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Give a file, or say where it is."""
        double = self.server.double
        if self._is_refused():
            return
        if double.answer is not None:
            double.answer(self)
        elif self.path not in double.content:
            self._answer(404)
        elif double.redirect(self.path):
            self._answer(307, b"", Location=double.redirect(self.path))
        else:
            self._answer(200, double.content[self.path])

    def do_DELETE(self) -> None:
        """Delete a file; only its resource can be deleted."""
        if not self._is_refused():
            path = self.path.removesuffix(".json")
            known = self.path.endswith(".json") and self.server.double.content.pop(path, None) is not None
            self._answer(204 if known else 404)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep test output clean."""

    def _is_refused(self) -> bool:
        double, told = self.server.double, self.headers.get("Authorization", "")
        double.requests.append((self.command, self.path, told))
        planned = double.delete_faults if self.command == "DELETE" and double.delete_faults else double.faults
        if planned:
            self._answer(planned.popleft())
            return True
        basic = "" if double.open_to_all else f"Basic {b64encode(f'{ACCOUNT}:{TOKEN}'.encode()).decode()}"
        if told != basic:
            self._answer(401)
        return told != basic

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Type", self.server.double.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Answer with one byte every tenth of a second, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def without_length(size: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with many bytes and no word on how many."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.end_headers()
        for _ in range(size // 65536 + 1):
            handler.wfile.write(b"\xff\xd8\xff" + b"x" * 65533)

    return answer


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Announce more than comes."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"\xff\xd8\xff")
