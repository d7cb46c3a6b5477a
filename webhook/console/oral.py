"""The form for a report that was told to an officer, on the screen or printed on paper."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.clock import WITA
from bot.errors import BadInputError
from bot.reports.case_codes import read_code
from bot.services.take_oral_report import recipients, take_oral_report
from bot.staff.permissions import Permission
from webhook.console.access import needs
from webhook.console.case_page import officer
from webhook.console.oral_form import oral_report_from
from webhook.runtime import get_runtime

blueprint = Blueprint("oral", __name__, url_prefix="/cases/new")


@blueprint.get("")
@needs(Permission.WORK_CASES)
def show() -> str:
    """The empty form; printed, it has lines to write on."""
    return _form()


@blueprint.post("")
@needs(Permission.WORK_CASES)
def keep() -> Response | tuple[str, int]:
    """Make a case of it."""
    runtime = get_runtime()
    try:
        told = oral_report_from(request.form, runtime.clock)
        code = take_oral_report(
            runtime.store, runtime.clock, runtime.understander, runtime.bell, runtime.desk, officer(), told
        )
    except BadInputError as fault:
        return _form(str(fault)), 422
    flash(_("Kasus %(code)s dibuat dan diteruskan ke petugas yang berwenang.", code=code), "success")
    return redirect(url_for("oral.made", code=code), 303)


@blueprint.get("/<code>")
@needs(Permission.WORK_CASES)
def made(code: str) -> str:
    """What comes next; whether the case is open to who noted it is seen by opening it."""
    if read_code(code).code != code:
        raise BadInputError("no case with this code is open to you")
    return render_template("laporan_lisan_jadi.html", code=code)


def _form(problem: str = "") -> str:
    typed = request.form if problem else {}
    return render_template(
        "laporan_lisan.html",
        problem=problem,
        typed=typed,
        form_id=typed.get("kiriman") or uuid4().hex,
        today=get_runtime().clock.now().astimezone(WITA).date(),
        recipients=recipients(get_runtime().store, get_runtime().desk),
    )
