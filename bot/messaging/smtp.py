"""Alerts by e-mail, through the operator's mail server."""

import re
import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from time import monotonic
from typing import Any

from bot.messaging.alert_words import worded
from bot.messaging.alerts import Notice
from bot.messaging.door import DeliveryStatus, Receipt, SendError
from bot.messaging.smtp_url import Security, SmtpServer, is_mail_address

_TAKEN = {250, 251}
_SET_UP = {*range(500, 505), *range(530, 540)}  # RFC 5321 and 4954: our commands or our login, not the recipient
_FIRST_DOT = re.compile(rb"(?m)^\.")  # RFC 5321, 4.5.2: a line of one dot would end the mail
_LEAST = 0.01  # seconds; a socket's time limit of 0 would mean something else


class SmtpAlertDoor:
    """E-mail to officers; may be shared between threads, each mail has its own connection."""

    name = "smtp"

    def __init__(
        self,
        server: SmtpServer,
        *,
        service_name: str = "Jalan Aman",
        timeout: float = 20.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare; nothing is sent yet. ``timeout``: seconds for the whole exchange, our choice.

        ``tls``: other certificates to trust than the machine's.
        """
        self._server = server
        self._service_name = service_name
        self._timeout = timeout
        self._tls = tls or ssl.create_default_context()

    def send(self, alert: Notice, to: str) -> Receipt:
        """Mail the notice. The receipt's id is the Message-ID, the same at every attempt. Raises SendError."""
        if not is_mail_address(to):
            raise SendError("bad_address", retryable=False)
        mail = _mail(alert, self._server.sender, to, self._service_name)
        session: _Session | None = None
        try:
            session = self._connect()
            self._introduce(session)
            _hand_over(session, self._server.sender, to, mail.as_bytes(policy=CRLF))
            return Receipt(str(mail["Message-ID"]), DeliveryStatus.ACCEPTED)
        except smtplib.SMTPResponseException as error:  # on the way to the recipient: our set-up
            failure = _refusal(error.smtp_code, final=False, maybe_sent=session is not None and session.data_begun)
        except OSError as error:  # SMTPException is one
            failure = _broken(error, session)
        finally:
            if session is not None:
                session.end()
        raise failure  # raised out here, so that no traceback drags along an error that quotes the address

    def find(self, alert: Notice, to: str, since: datetime) -> Receipt | None:  # noqa: ARG002
        """Find nothing: a mail server tells nobody what it took. The second mail has the same Message-ID."""
        return None

    def _connect(self) -> "_Session":
        kind = _TlsSession if self._server.security is Security.TLS else _Session
        more: dict[str, Any] = {"context": self._tls} if kind is _TlsSession else {}
        # Without a name of ours the library would ask the resolver for the machine's and tell it everybody.
        name = self._server.sender.rpartition("@")[2]
        return kind(self._server.host, self._server.port, name, self._timeout, **more)

    def _introduce(self, session: "_Session") -> None:
        session.ehlo_or_helo_if_needed()
        if self._server.security is Security.STARTTLS:
            if not session.has_extn("starttls"):
                raise SendError("no_starttls", retryable=True)
            session.starttls(context=self._tls)
            session.ehlo_or_helo_if_needed()
        if self._server.user:
            session.login(self._server.user, self._server.password)


class _Session(smtplib.SMTP):
    """One connection with a time limit over all of it; the library's own is for each wait."""

    def __init__(self, host: str, port: int, own_name: str, seconds: float, **more: Any) -> None:
        self._until = monotonic() + seconds
        self.data_begun = False
        super().__init__(host=host, port=port, local_hostname=own_name, timeout=seconds, **more)

    def getreply(self) -> tuple[int, bytes]:
        if self.sock is not None:
            self.sock.settimeout(max(_LEAST, self._until - monotonic()))
        return super().getreply()

    def end(self) -> None:
        """Say good-bye; how that goes changes nothing any more."""
        with suppress(OSError):
            self.quit()
        self.close()


class _TlsSession(_Session, smtplib.SMTP_SSL):
    pass


def _mail(notice: Notice, sender: str, to: str, service_name: str) -> EmailMessage:
    words = worded(notice, service_name)
    mail = EmailMessage(policy=CRLF)  # refuses line ends in headers
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = words.subject
    mail["Date"] = notice.at
    mail["Message-ID"] = f"<{notice.id.hex}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by an absence note
    mail.set_content(words.text)
    return mail


def _hand_over(session: _Session, sender: str, to: str, mail: bytes) -> None:
    code, _ = session.mail(sender)
    if code not in _TAKEN:
        raise _refusal(code, final=False)
    code, _ = session.rcpt(to)
    if code not in _TAKEN:
        raise _refusal(code, final=code not in _SET_UP)
    code, _ = session.docmd("DATA")
    if code != 354:
        raise _refusal(code, final=True)
    session.data_begun = True
    session.send(_FIRST_DOT.sub(b"..", mail) + b".\r\n")
    code, _ = session.getreply()
    if code not in _TAKEN:
        raise _refusal(code, final=True, maybe_sent=code < 400)


def _refusal(code: int, *, final: bool, maybe_sent: bool = False) -> SendError:
    """Return what a reply other than the expected one means; ``final``: a 5xx is about this mail, not our set-up."""
    if not 400 <= code < 600:
        return SendError("unreadable_answer", retryable=True, maybe_sent=maybe_sent)
    return SendError(f"smtp_{code}", retryable=code < 500 or not final, maybe_sent=maybe_sent)


def _broken(error: OSError, session: _Session | None) -> SendError:
    maybe_sent = session is not None and session.data_begun
    if isinstance(error, ssl.SSLCertVerificationError):
        name = "bad_certificate"
    elif isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        name = "timeout"
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        name = "no_login"
    else:
        name = "broken_connection" if session is not None else "no_connection"
    return SendError(name, retryable=True, maybe_sent=maybe_sent)
