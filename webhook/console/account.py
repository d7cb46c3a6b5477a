"""One's own account: where it is signed in, and signing out there."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security.utils import logout_user
from werkzeug.wrappers import Response

from bot.services.staff_sessions import end_session, sessions_of, sign_out_everywhere
from webhook.console.access import actor, session_id, signed_in
from webhook.console.accounts import current_account
from webhook.runtime import get_runtime

blueprint = Blueprint("account", __name__, url_prefix="/akun")


@blueprint.get("")
@signed_in
def show() -> str:
    """The account, its second factor and its sessions."""
    runtime = get_runtime()
    sessions = sessions_of(runtime.store, runtime.clock, actor().account)
    return render_template("akun.html", account=current_account(), sessions=sessions, own=session_id())


@blueprint.post("/sesi/<uuid:ended>")
@signed_in
def end(ended: UUID) -> Response:
    """Sign out in one browser."""
    runtime = get_runtime()
    if not end_session(runtime.store, runtime.clock, actor().account, ended):
        abort(404)
    flash(_("Sesi itu sudah ditutup."), "success")
    return redirect(url_for(".show"), 303)


@blueprint.post("/keluar-semua")
@signed_in
def everywhere() -> Response:
    """Sign out in every browser, this one too."""
    runtime = get_runtime()
    sign_out_everywhere(runtime.store, runtime.clock, actor().account)
    logout_user()
    return redirect(url_for("security.login"), 303)
