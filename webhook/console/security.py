"""By which way the console may be reached, and what its pages may do in a browser.

Straight from this machine, under a loopback name; or, where CONSOLE_URL is an https address, under its name through a
proxy on this machine that adds ``X-Forwarded-Proto: https``. Everything else is turned away: another machine (a wrong
bind address), a name that is not ours (DNS rebinding, by which a web site talks to a local port under its own name),
and what a proxy passes on under another name. Who may do what is said by webhook/console/access.py.
"""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_wtf import CSRFProtect

LARGEST_REQUEST = 64 * 1024
LARGEST_UPLOAD = 2 * 1024 * 1024
"""All answers and catalogs have 1.7 MB as they are, and a quarter of it zipped."""

_WITH_FILES = "answer_files.upload"
"""Bytes. The longest text, 1,600 characters, stays far below."""

_LOCAL_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
"""Werkzeug's own check of trusted hosts cannot name an IPv6 address."""

_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
_CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_WITH_PICTURE = "security.two_factor_setup"
"""The picture with the second factor's secret stands inside its page and nowhere else."""

_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_REFUSAL = (
    "Konsol dibuka dari komputer ini sendiri, di http://127.0.0.1 dan portnya, "
    "atau lewat alamat https di CONSOLE_URL.\n"
)
_DOOR = "jalan_aman_console_host"


def secure(app: Flask, secret_key: str, console_url: str = "") -> None:
    """Set the session's cookie, the limits, the door, CSRF protection and the headers of every answer."""
    address = urlsplit(console_url)
    proxied = address.scheme == "https"
    app.extensions[_DOOR] = address.netloc.casefold() if proxied else ""
    app.config.update(
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        SESSION_COOKIE_NAME="jalan_aman_console",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=proxied,
        SESSION_COOKIE_SAMESITE="Lax",  # with Strict, an alert’s link in a mail would ask to sign in again
        WTF_CSRF_SSL_STRICT=False,  # our pages tell no address they come from, so there is none to compare
        WTF_CSRF_TIME_LIMIT=None,  # valid as long as the session: a page left open over lunch still sends
    )
    app.wsgi_app = _ProxiedScheme(app.wsgi_app, app.extensions[_DOOR])  # type: ignore[method-assign]
    app.before_request(refuse_other_hosts)  # first: a stranger learns nothing, not even of the CSRF check
    app.before_request(_leave_room)  # before the CSRF check, which reads the form
    CSRFProtect(app)
    app.after_request(_set_headers)


class _ProxiedScheme:
    """Says https of a request that our proxy took by https: passkeys are bound to the address the browser shows."""

    def __init__(self, app: Any, host: str) -> None:
        self._app = app
        self._host = host

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        by_https = environ.get("HTTP_X_FORWARDED_PROTO", "").casefold() == "https"
        ours = bool(self._host) and environ.get("HTTP_HOST", "").casefold() == self._host
        if by_https and ours and _is_loopback(environ.get("REMOTE_ADDR", "")):
            environ["wsgi.url_scheme"] = "https"
        return self._app(environ, start_response)


def refuse_other_hosts() -> Response | None:
    """Answer 403 with one line unless the request comes by one of the two ways."""
    if is_direct() or _is_passed_on_to_us():
        return None
    return Response(_REFUSAL, 403, mimetype="text/plain")


def _leave_room() -> None:
    """Let a file of answers be larger than what is typed."""
    if request.endpoint == _WITH_FILES:
        request.max_content_length = LARGEST_UPLOAD


def is_direct() -> bool:
    """Tell whether a request comes straight from this machine and asks for it by its name."""
    return is_local(request.environ) and not any(name in request.headers for name in _PASSED_ON)


def _is_passed_on_to_us() -> bool:
    """Tell whether our own proxy passed the request on, from https and under the console's name."""
    host = current_app.extensions[_DOOR]
    secure_way = request.headers.get("X-Forwarded-Proto", "").casefold() == "https"
    return bool(host) and secure_way and request.environ.get("HTTP_HOST", "").casefold() == host and _is_near()


def source() -> str:
    """Return the network address a request came from: the one our own proxy names, else the connection's."""
    passed_on = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return passed_on if passed_on and _is_passed_on_to_us() else request.remote_addr or ""


def _is_near() -> bool:
    return _is_loopback(request.environ.get("REMOTE_ADDR", ""))


def is_local(environ: Mapping[str, Any]) -> bool:
    """Tell whether a WSGI request came from a loopback address and names a loopback host, with any port."""
    named = _LOCAL_HOST.fullmatch(environ.get("HTTP_HOST", ""))
    return named is not None and _is_loopback(environ.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)


def _set_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    if request.endpoint == _WITH_PICTURE:
        policy = _CONTENT_POLICY.replace("img-src 'self'", "img-src 'self' data:")
        response.headers["Content-Security-Policy"] = policy
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    # Pages show a conversation, so no browser keeps them; style and script may be kept but are asked for again.
    response.headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
    return response
