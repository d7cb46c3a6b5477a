"""``SMTP_URL``: the mail server that takes alerts, written as one address."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from bot.errors import BadInputError
from bot.messaging.loopback import is_loopback
from bot.vocabulary import Word

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")  # RFC 5322 atoms, without quoting
_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the brackets
_ASCII = re.compile(r"[!-~]+")
_PORTS = {"smtp": 587, "smtps": 465}  # RFC 8314

_SHAPE = "must look like smtp://user:password@host:587?from=address (special characters in %-form)"


class Security(Word):
    """How the connection is protected. ``PLAIN`` is for this machine's own mail server only."""

    PLAIN = "plain"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class SmtpServer:
    """A mail server and the address alerts come from. ``user`` is "" where nobody has to log in."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def parse_smtp_url(url: str) -> SmtpServer:
    """Read ``smtp://`` (STARTTLS, none on loopback) or ``smtps://``. ``?from=`` may be left out where the user is one.

    Raises BadInputError, whose text never holds a part of the address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its text would quote the address
        raise BadInputError(_SHAPE) from None
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or not _is_host(host) or port == 0:
        raise BadInputError(_SHAPE)
    if parts.path not in {"", "/"} or parts.fragment:
        raise BadInputError(_SHAPE)
    user, password = _login(parts)
    return SmtpServer(
        host, port or _PORTS[parts.scheme], _security(parts.scheme, host), _sender(parts.query, user), user, password
    )


def is_mail_address(text: str) -> bool:
    """Tell whether a text is one plain e-mail address: no name, no second address, nothing that ends a header."""
    local, at, domain = text.rpartition("@")
    fits = len(text) <= _LONGEST_ADDRESS and bool(at)
    return fits and bool(_LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain))


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return _DOMAIN.fullmatch(host) is not None
    return True


def _security(scheme: str, host: str) -> Security:
    if scheme == "smtps":
        return Security.TLS
    # The certificate of a machine's own mail server is one that nobody vouches for.
    return Security.PLAIN if is_loopback(host) else Security.STARTTLS


def _login(parts: SplitResult) -> tuple[str, str]:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not user and not password:
        return "", ""
    if not (_ASCII.fullmatch(user) and _ASCII.fullmatch(password)):
        raise BadInputError("user and password must both be there, in printable ASCII without spaces")
    return user, password


def _sender(query: str, user: str) -> str:
    name, _, value = query.partition("=")
    if query and name != "from":
        raise BadInputError("after ? only from=address may follow (special characters in %-form)")
    sender = unquote(value) if query else user  # not as in a form: + is a letter of an address
    if not is_mail_address(sender):
        raise BadInputError("needs ?from=address, the e-mail address that alerts come from")
    return sender
