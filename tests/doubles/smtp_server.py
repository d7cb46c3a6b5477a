"""A mail server on loopback: STARTTLS, TLS, login, and faults on demand. It is as strict as RFC 5321 allows.

It refuses commands out of order, mail before a login that is asked for, bare line ends and lines that are too long,
so a mail that passes here is one that servers take.
"""

import re
import socketserver
from base64 import b64decode
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext, SSLError
from threading import Event, Thread
from types import TracebackType
from typing import Any

_LONGEST_LINE = 1000
_VERBS = {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"}
_PATH = r"<([^<>\s@]+@[^<>\s@]+)>"


@dataclass(frozen=True)
class Fault:
    """What goes wrong at one step, after ``delay`` seconds: another reply, or (``drop``) no word at all.

    The steps are CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, QUIT, and CONTENT for what follows DATA, where the
    mail is taken all the same when the connection breaks, or where the reply says so.
    """

    reply: str | None = None
    delay: float = 0.0
    drop: bool = False


@dataclass(frozen=True)
class Mail:
    """A mail that was taken."""

    sender: str
    recipient: str
    secure: bool
    user: str
    message: EmailMessage


@dataclass
class SmtpServerDouble:
    """Use as a context manager; ``mails`` is what was taken, ``lines`` every command as it came, ``faults`` by step.

    ``starttls``: offered when set. ``tls``: spoken from the first byte. ``login``: user and password it asks for.
    """

    starttls: SSLContext | None = None
    tls: SSLContext | None = None
    login: tuple[str, str] | None = None
    faults: dict[str, Fault] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take a free port; serving starts on entering."""
        self.stopping = Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.double = self
        self.port = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "SmtpServerDouble":
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


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    double: SmtpServerDouble

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a client has gone away."""


class _GoneError(Exception):
    """The connection ends here."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        """Serve one connection."""
        self.double = self.server.double
        self.user = self.sender = self.recipient = ""
        self.greeted = self.secure = False
        try:
            if self.double.tls:
                self._secure(self.double.tls)
            self._open_file()
            self._say("CONNECT", "220 double ESMTP")
            while line := self._line():
                self._answer(line.decode().rstrip("\r\n"))
        except (_GoneError, OSError, SSLError):
            pass
        finally:
            self.request.close()

    def _secure(self, context: SSLContext) -> None:
        self.request = context.wrap_socket(self.request, server_side=True)
        self.secure = True

    def _open_file(self) -> None:
        self.file = self.request.makefile("rb")

    def _line(self) -> bytes:
        line: bytes = self.file.readline(_LONGEST_LINE + 1)
        if line and (not line.endswith(b"\r\n") or len(line) > _LONGEST_LINE):
            self.request.sendall(b"500 bare line end, or line too long\r\n")
            raise _GoneError
        return line

    def _say(self, step: str, reply: str) -> bool:
        """Send the reply, or what was planned; tells whether it was a good one."""
        fault = self.double.faults.get(step, Fault())
        self.double.stopping.wait(fault.delay)
        if fault.drop:
            raise _GoneError
        reply = fault.reply or reply
        self.request.sendall(reply.encode() + b"\r\n")
        return reply[0] in "23"

    def _answer(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        self.double.lines.append(f"{verb} {rest}".strip())
        if verb in _VERBS:
            getattr(self, f"_{verb.lower()}")(line)
        else:
            self._say(verb, "502 not known")

    def _ehlo(self, line: str) -> None:
        extensions = ["double"]
        if self.double.starttls and not self.secure:
            extensions.append("STARTTLS")
        elif self.double.login:
            extensions.append("AUTH PLAIN")
        parts = [f"250-{one}" for one in extensions[:-1]] + [f"250 {extensions[-1]}"]
        self.greeted = self._say("EHLO", "\r\n".join(parts))

    def _helo(self, line: str) -> None:
        self.greeted = self._say("EHLO", "250 double")

    def _starttls(self, line: str) -> None:
        if self.double.starttls is None or self.secure:
            self._say("STARTTLS", "503 not now")
        elif self._say("STARTTLS", "220 go"):
            self.file.close()
            self._secure(self.double.starttls)
            self._open_file()
            self.greeted = False

    def _auth(self, line: str) -> None:
        _, user, password = b64decode(line.split(" ")[2]).decode().split("\0")
        good = (user, password) == self.double.login
        if self._say("AUTH", "235 welcome" if good else f"535 5.7.8 not {user} with {password}"):
            self.user = user

    def _mail(self, line: str) -> None:
        found = re.fullmatch(rf"MAIL FROM:{_PATH}(?: SIZE=[0-9]+)?", line, re.IGNORECASE)
        if not self.greeted or found is None:
            self._say("MAIL", "503 bad sequence or syntax")
        elif self.double.login and not self.user:
            self._say("MAIL", "530 5.7.0 log in first")
        elif self._say("MAIL", "250 ok"):
            self.sender = found[1]

    def _rcpt(self, line: str) -> None:
        found = re.fullmatch(rf"RCPT TO:{_PATH}", line, re.IGNORECASE)
        if not self.sender or found is None:
            self._say("RCPT", "503 bad sequence or syntax")
        elif self._say("RCPT", "250 ok"):
            self.recipient = found[1]

    def _data(self, line: str) -> None:
        if not self.recipient:
            self._say("DATA", "503 no recipient")
        elif self._say("DATA", "354 go ahead"):
            content = []
            while (part := self._line()) != b".\r\n":
                if not part:
                    raise _GoneError
                content.append(part.removeprefix(b"."))
            self._take(b"".join(content))

    def _take(self, content: bytes) -> None:
        fault = self.double.faults.get("CONTENT", Fault())
        if fault.reply is None or fault.reply[0] == "2":
            message = message_from_bytes(content, policy=policy.default)
            mail = Mail(self.sender, self.recipient, self.secure, self.user, message)
            self.double.mails.append(mail)
        self.sender = self.recipient = ""
        self._say("CONTENT", "250 taken")

    def _quit(self, line: str) -> None:
        self._say("QUIT", "221 bye")
        raise _GoneError
