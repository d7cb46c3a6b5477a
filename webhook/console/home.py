"""The first page after signing in."""

from flask import Blueprint, render_template

from bot.staff.permissions import Permission
from webhook.console.access import actor, signed_in
from webhook.console.accounts import current_account

blueprint = Blueprint("home", __name__)


@blueprint.get("/beranda")
@signed_in
def start() -> str:
    """What somebody can do here, and what their account still lacks."""
    who, account = actor(), current_account()
    can = {permission.value for permission in Permission if who.may(permission)}
    return render_template("beranda.html", can=can, lacks_codes=not (account and account.mf_recovery_codes))
