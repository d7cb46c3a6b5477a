"""Accepting an invitation: choosing a password. The second factor is set up at the first sign-in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security.proxies import _security
from flask_security.utils import hash_password
from werkzeug.wrappers import Response

from bot.services.staff_accounts import accept, is_invited
from webhook.console.access import open_to_all
from webhook.runtime import get_runtime

blueprint = Blueprint("invitation", __name__, url_prefix="/undangan")


@blueprint.get("/<token>")
@open_to_all
def show(token: str) -> str | tuple[str, int]:
    """The form, or what to do where the link is not good any more. Looking uses nothing up."""
    runtime = get_runtime()
    good = is_invited(runtime.store, runtime.clock, token)
    page = render_template("undangan.html", token=token, good=good, faults=[])
    return page if good else (page, 404)


@blueprint.post("/<token>")
@open_to_all
def choose(token: str) -> Response | tuple[str, int]:
    """Set the password."""
    runtime, typed = get_runtime(), request.form.get("sandi", "")
    if not is_invited(runtime.store, runtime.clock, token):
        return render_template("undangan.html", token=token, good=False, faults=[]), 404
    faults, password = _security.password_util.validate(typed, True)
    if typed != request.form.get("sandi_lagi", ""):
        faults = [*(faults or []), _("Dua sandi itu tidak sama.")]
    if faults:
        return render_template("undangan.html", token=token, good=True, faults=faults), 422
    accept(runtime.store, runtime.clock, token, hash_password(password))
    flash(_("Sandi disimpan. Sekarang masuk, lalu pasang aplikasi kode."), "success")
    return redirect(url_for("security.login"), 303)
