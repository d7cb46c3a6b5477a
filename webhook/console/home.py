"""The first page after signing in."""

from flask import Blueprint, render_template

from webhook.console.access import signed_in
from webhook.console.accounts import current_account

blueprint = Blueprint("home", __name__)


@blueprint.get("/beranda")
@signed_in
def start() -> str:
    """What somebody can do here, and what their account still lacks."""
    account = current_account()
    return render_template("beranda.html", lacks_codes=not (account and account.mf_recovery_codes))
