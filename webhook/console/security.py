"""Who may reach the console, and what its pages may do in a browser.

The console has no accounts yet. Until accounts with a second factor exist it serves only programs on this
machine: the launcher binds it to 127.0.0.1, and ``refuse_other_hosts`` turns away what reaches it all the same:
another machine (a wrong bind address), a name that is not this machine's (DNS rebinding, by which a web site
talks to a local port under its own name), and anything a proxy or tunnel passed on (it would come from loopback).
"""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

LARGEST_REQUEST = 64 * 1024
"""Bytes. The longest text, 1,600 characters, stays far below."""

_LOCAL_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
"""Werkzeug's own check of trusted hosts cannot name an IPv6 address."""

_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
_CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_REFUSAL = "Konsol hanya dibuka dari komputer ini sendiri, di http://127.0.0.1 dan portnya, tanpa perantara.\n"


def secure(app: Flask, secret_key: str) -> None:
    """Set the session's cookie, the limits, the door, CSRF protection and the headers of every answer."""
    app.config.update(
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        SESSION_COOKIE_NAME="jalan_aman_console",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_TIME_LIMIT=None,  # valid as long as the session: a page left open over lunch still sends
    )
    app.before_request(refuse_other_hosts)  # first: a stranger learns nothing, not even of the CSRF check
    CSRFProtect(app)
    app.after_request(_set_headers)


def refuse_other_hosts() -> Response | None:
    """Answer 403 with one line unless the request comes straight from this machine and asks for it by its name."""
    if is_local(request.environ) and not any(name in request.headers for name in _PASSED_ON):
        return None
    return Response(_REFUSAL, 403, mimetype="text/plain")


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
    # Pages show a conversation, so no browser keeps them; style and script may be kept but are asked for again.
    response.headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
    return response
