"""The first page after signing in."""

from flask import Blueprint, render_template

from bot.services.my_tasks import my_tasks
from bot.services.read_takeover import open_talks
from bot.staff.permissions import Permission
from webhook.console.access import actor, signed_in
from webhook.console.accounts import current_account
from webhook.runtime import get_runtime

blueprint = Blueprint("home", __name__)


@blueprint.get("/beranda")
@signed_in
def start() -> str:
    """What somebody can do here, what they are to do, and what their account still lacks."""
    account, who, runtime = current_account(), actor(), get_runtime()
    reads = who.officer is not None and who.may(Permission.READ_CASES)
    tasks, total = my_tasks(runtime.store, runtime.clock, who.officer) if reads and who.officer else ([], 0)
    talks = open_talks(runtime.store, runtime.clock, who.officer) if reads and who.officer else ()
    lacks_codes = not (account and account.mf_recovery_codes)
    return render_template("beranda.html", lacks_codes=lacks_codes, tasks=tasks, total=total, talks=talks)
