"""Fetching what people sent along from the provider that keeps it for us, and deleting it there.

Credentials go to the provider's own host only, and there to our own account's media only. Twilio answers with a
redirect to a short-lived address of its content network, which is called without them:
https://help.twilio.com/articles/223183748 (mms.twiliocdn.com) and
https://www.twilio.com/docs/messaging/api/media-resource (authentication is enforced, DELETE).
"""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from requests import Response
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from bot.errors import JalanAmanError
from bot.messaging.loopback import is_loopback

LARGEST = 16 * 1024 * 1024
"""Bytes of one file: WhatsApp's limit by https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages."""

CONTENT_HOSTS = frozenset({"mms.twiliocdn.com", "media.twiliocdn.com"})
"""Where Twilio's redirects lead. S3 (``s3-external-1.amazonaws.com``) was for accounts without authentication; every
customer of Amazon can put files there, and Twilio enforces authentication by now."""

_TWILIO_HOST = "api.twilio.com"
_SECONDS = 20.0
_WAIT = 5.0  # seconds to connect, and for each piece
_HOPS = 3  # requests for one file
_PIECE = 64 * 1024
_REDIRECTS = {301, 302, 303, 307, 308}
_PASSING = {401, 403, 404, 408, 425, 429}
"""Worth another try: our credentials may be mended, and media are not there yet for a moment after the webhook."""

_PORTS = {"https": 443, "http": 80}


class MediaAwayError(JalanAmanError):
    """A file could not be fetched or deleted now; its text is a short code that is safe to log."""

    retryable = True


class MediaRefusedError(JalanAmanError):
    """A file will not be fetched or deleted, now or later; its text is a short code that is safe to log."""


class MediaDoor(Protocol):
    """Where a provider keeps what people sent along."""

    def fetch(self, url: str) -> bytes:
        """Return a file, at most LARGEST bytes. Raises MediaAwayError or MediaRefusedError."""
        ...

    def delete(self, url: str) -> None:
        """Delete a file at the provider; one that is gone is no error. Raises as ``fetch`` does."""
        ...


class TwilioMedia:
    """The media of one Twilio account; may be shared between threads."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        api_url: str | None = None,
        content_hosts: frozenset[str] = CONTENT_HOSTS,
        certificates: Path | None = None,
        seconds: float = _SECONDS,
    ) -> None:
        """Prepare; nothing is fetched yet. ``api_url`` stands in for ``https://api.twilio.com``.

        ``content_hosts``: hosts (with the port where it is not 443) that redirects may lead to, by https only.
        ``certificates``: others to trust than the machine's. ``seconds``: for one file, redirects included.
        """
        # urllib3 quotes addresses. Here again, beside ``bot.logs``.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
        self._credentials = (account_sid, auth_token)
        self._hosts = {_TWILIO_HOST} | ({_place(urlsplit(api_url))} if api_url else set())
        account = re.escape(account_sid)
        self._path = re.compile(rf"/2010-04-01/Accounts/{account}/Messages/[A-Za-z0-9]+/Media/[A-Za-z0-9]+(\.json)?")
        self._content_hosts = content_hosts
        self._verify: str | bool = str(certificates) if certificates else True
        self._seconds = seconds

    def fetch(self, url: str) -> bytes:
        """Return the file behind a MediaUrl of a webhook."""
        deadline = time.monotonic() + self._seconds
        self._check_own(url)
        with self._session() as session:
            for hop in range(_HOPS):
                with _asked(session, "GET", url, None if hop else self._credentials) as answer:
                    if answer.status_code not in _REDIRECTS:
                        return _body(answer, deadline)
                    url = urljoin(url, answer.headers.get("Location", ""))
                self._check_content(url)
        raise MediaRefusedError("too_many_redirects")

    def delete(self, url: str) -> None:
        """Delete the media resource."""
        self._check_own(url)
        resource = url if url.endswith(".json") else f"{url}.json"
        with self._session() as session, _asked(session, "DELETE", resource, self._credentials) as answer:
            gone = answer.status_code in {404, 410}
            if not (gone or 200 <= answer.status_code < 300):
                raise _refusal(answer.status_code)

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False  # no proxy, .netrc or certificates from the environment
        session.verify = self._verify
        return session

    def _check_own(self, url: str) -> None:
        """Let the credentials go to our account's media at the provider, by https, and nowhere else."""
        parts = _split(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        if not (safe and _place(parts) in self._hosts and self._path.fullmatch(parts.path) and not parts.query):
            raise MediaRefusedError("other_host")

    def _check_content(self, url: str) -> None:
        parts = _split(url)
        if parts.scheme != "https" or _place(parts) not in self._content_hosts:
            raise MediaRefusedError("other_redirect")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        fits = parts.port != 0 and "@" not in parts.netloc and "\\" not in url and url.isascii() and url.isprintable()
    except ValueError:  # its text would quote the address
        fits = False
    if not fits:
        raise MediaRefusedError("bad_address")
    return parts


def _place(parts: SplitResult) -> str:
    """Return the host of an address, with its port where that is not the scheme's own."""
    usual = parts.port in (None, _PORTS.get(parts.scheme))
    return (parts.hostname or "") if usual else f"{parts.hostname}:{parts.port}"


@contextmanager
def _asked(session: requests.Session, method: str, url: str, credentials: tuple[str, str] | None) -> Iterator[Response]:
    """Ask, and close the answer afterwards; whatever breaks is a MediaAwayError without the address."""
    code = ""
    try:
        with session.request(
            method,
            url,
            auth=credentials,
            headers={"Accept-Encoding": "identity"},  # what is small on the way must not be large here
            timeout=_WAIT,
            allow_redirects=False,
            stream=True,
        ) as answer:
            yield answer
    except requests.exceptions.Timeout:
        code = "timeout"
    except (RequestException, HTTPError, OSError):
        code = "broken_connection"
    if code:
        raise MediaAwayError(code)  # raised out here, so that no traceback drags along an error that quotes the address


def _body(answer: Response, deadline: float) -> bytes:
    if not 200 <= answer.status_code < 300:
        raise _refusal(answer.status_code)
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > LARGEST:
        raise MediaRefusedError("too_large")
    body = bytearray()
    # One read of the connection at a time: a server that drips must not outlast the deadline.
    while piece := answer.raw.read1(_PIECE, decode_content=False):
        body += piece
        if len(body) > LARGEST:
            raise MediaRefusedError("too_large")
        if time.monotonic() > deadline:
            raise MediaAwayError("timeout")
    if announced.isdecimal() and len(body) != int(announced):
        raise MediaAwayError("cut_off")
    return bytes(body)


def _refusal(status: int) -> JalanAmanError:
    passing = status in _PASSING or status >= 500
    return (MediaAwayError if passing else MediaRefusedError)(f"http_{status}")
