"""Who may open which page. Every page says so itself; one that does not is open to nobody.

``open_to_all``: before signing in. ``on_this_machine``: also without an account where the request comes straight from
this machine, else for the permission. ``signed_in``: everybody with an account. ``needs``: a permission.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import user_logged_out
from flask_security.signals import user_authenticated
from flask_security.utils import logout_user
from werkzeug.wrappers import Response

from bot.services.staff_sessions import begin_session, end_session, is_signed_in
from bot.staff.permissions import Actor, Permission, StaffRole
from webhook.console.accounts import Account, current_account
from webhook.console.security import is_direct
from webhook.runtime import get_runtime

_View = TypeVar("_View", bound=Callable[..., Any])
_SESSION = "masuk"
_MARK = "open_to"
_ALL, _SIGNED_IN = "all", "signed in"

_OF_THE_LIBRARY = {
    "security.login": _ALL,
    "security.logout": _ALL,
    "security.two_factor_setup": _ALL,  # at the first sign-in; the library itself demands a password before
    "security.two_factor_token_validation": _ALL,
    "security.mf_recovery": _ALL,
    "security.tf_select": _ALL,
    "security.wan_signin": _ALL,
    "security.wan_signin_response": _ALL,
    "security.wan_register": _SIGNED_IN,
    "security.wan_register_response": _SIGNED_IN,
    "security.wan_delete": _SIGNED_IN,
    "security.two_factor_setup_validate": _SIGNED_IN,
    "security.mf_recovery_codes": _SIGNED_IN,
    "security.change_password": _SIGNED_IN,
    "security.verify": _SIGNED_IN,
    "static": _ALL,
    "health.live": _ALL,
    "health.ready": _ALL,
}
"""Pages of libraries, which bear no mark. What is not here, such as help by e-mail, does not exist."""

_DEVICES = (
    ("Android", re.compile(r"Android")),
    ("iPhone", re.compile(r"iPhone|iPad")),
    ("Windows", re.compile(r"Windows")),
    ("Mac", re.compile(r"Macintosh")),
    ("Linux", re.compile(r"Linux|X11")),
)
_BROWSERS = (
    ("Edge", re.compile(r"Edg/")),
    ("Firefox", re.compile(r"Firefox/")),
    ("Chrome", re.compile(r"Chrom(e|ium)/")),
    ("Safari", re.compile(r"Safari/")),
)


def open_to_all(view: _View) -> _View:
    """Mark a page that is open before signing in."""
    return _marked(view, _ALL)


def signed_in(view: _View) -> _View:
    """Mark a page for everybody who is signed in."""
    return _marked(view, _SIGNED_IN)


def needs(permission: Permission) -> Callable[[_View], _View]:
    """Mark a page for those with a permission."""
    return lambda view: _marked(view, permission)


def on_this_machine(permission: Permission) -> Callable[[_View], _View]:
    """Mark a page that is open on this machine without an account, elsewhere for those with a permission."""
    return lambda view: _marked(view, (permission,))


def _marked(view: _View, mark: Any) -> _View:
    setattr(view, _MARK, mark)
    return view


def mark_of(app: Flask, endpoint: str) -> Any:
    """Return to whom an endpoint is open; None for nobody."""
    return _OF_THE_LIBRARY.get(endpoint) or getattr(app.view_functions.get(endpoint), _MARK, None)


def guard(app: Flask) -> None:
    """Let nobody through whom a page is not open to."""
    app.before_request(_check)
    app.context_processor(lambda: {"can": permissions_here()})
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)


def actor() -> Actor:
    """Return who does this request. Only behind a page that is not open to all."""
    found: Actor = g.actor
    return found


def permissions_here() -> frozenset[str]:
    """Return what the actor of this request may do, as words for templates; nothing before signing in."""
    who: Actor | None = g.get("actor")
    return frozenset(each.value for each in Permission if who is not None and who.may(each))


def session_id() -> UUID:
    """Return this browser's session."""
    found: UUID = g.session_id
    return found


def _begin(_app: Flask, user: Account, **_more: Any) -> None:
    """Note where somebody signed in, after the second factor."""
    runtime = get_runtime()
    begun = begin_session(runtime.store, runtime.clock, user.id, device_of(request.headers.get("User-Agent", "")))
    session[_SESSION] = begun.hex
    session.permanent = False


def _end(_app: Flask, user: Account, **_more: Any) -> None:
    """End the session with the signing out: a copy of the cookie is worth nothing afterwards."""
    found = _session_in_cookie()
    if found is not None:
        end_session(get_runtime().store, get_runtime().clock, user.id, found)


def _check() -> Response | None:
    endpoint = request.endpoint
    if endpoint is None:
        return None  # the page for an address that is none
    _recognise()
    mark = mark_of(current_app, endpoint)
    who: Actor | None = g.get("actor")
    if mark is None:
        abort(404)
    if mark == _ALL or (isinstance(mark, tuple) and is_direct()):
        return None
    if who is None:
        return _to_sign_in()
    permission = mark[0] if isinstance(mark, tuple) else mark
    if permission != _SIGNED_IN:
        who.must(Permission(permission))
    return None


def _recognise() -> None:
    """Say who it is where the session goes on; else forget it."""
    runtime, user = get_runtime(), current_account()
    if user is None:
        return
    found = _session_in_cookie()
    if found is None or not is_signed_in(runtime.store, runtime.clock, found, user.id):
        logout_user()
        return
    g.session_id = found
    g.actor = Actor(user.id, StaffRole(user.role), user.officer_id, user.language)


def _session_in_cookie() -> UUID | None:
    try:
        return UUID(hex=str(session.get(_SESSION, "")))
    except ValueError:
        return None


def _to_sign_in() -> Response:
    """Lead to the page for signing in, and back afterwards. A form that was sent is lost: it was not accepted."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=wanted), 303)


def device_of(agent: str) -> str:
    """Return what a browser says it is, in two words; everything else of it is forgotten."""
    device = next((name for name, pattern in _DEVICES if pattern.search(agent)), "?")
    browser = next((name for name, pattern in _BROWSERS if pattern.search(agent)), "?")
    return f"{browser}, {device}"
