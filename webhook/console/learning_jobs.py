"""How far the work on the model is: a piece of a page that renews itself, and ending it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from bot.errors import BadInputError
from bot.learning import learning_of
from bot.services.check_health import ALIVE_SECONDS, worker_silence
from bot.services.model_jobs import cancel, shown_jobs
from bot.staff.permissions import Permission
from webhook.console.access import actor, needs
from webhook.console.answer_words import say_fault
from webhook.runtime import get_runtime

blueprint = Blueprint("learning_jobs", __name__, url_prefix="/belajar")


def watched(part: str = "") -> dict[str, Any]:
    """Return what a page with jobs on it shows; ``part`` "label": only the writing of labels."""
    runtime = get_runtime()
    silent = worker_silence(runtime.settings.data_dir)
    jobs = shown_jobs(learning_of(runtime), actor(), of_labels=part == "label")
    return {
        "part": part,
        "jobs": jobs,
        "now": runtime.clock.now(),
        "busy": any(job.open for job in jobs),
        "no_worker": silent is None or silent > ALIVE_SECONDS,
    }


@blueprint.get("/kemajuan")
@needs(Permission.LABEL_SENTENCES)
def progress() -> Response:
    """The jobs alone. When none is open any more, the page around is asked for again: more than this has changed."""
    seen = watched(request.args.get("bagian", "")[:10])
    answer = make_response(render_template("belajar/_pekerjaan.html", **seen))
    if request.headers.get("HX-Request") and not seen["busy"]:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/pekerjaan/<uuid:job>/batal")
@needs(Permission.MANAGE_MODELS)
def end(job: UUID) -> AnyResponse:
    """End a job."""
    try:
        cancel(learning_of(get_runtime()), actor(), job)
    except BadInputError as fault:
        flash(say_fault(fault), "error")
    else:
        flash(_("Dibatalkan. Model yang dipakai tetap."), "success")
    labels = request.form.get("bagian") == "label"
    return redirect(url_for("learning.show" if labels else "models.show"), 303)
