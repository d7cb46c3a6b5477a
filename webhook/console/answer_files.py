"""Files of answers down and up: for work in Poedit or an editor, and between installations."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.answers.findings import FaultyContentError
from bot.errors import BadInputError
from bot.services.draft_answers import Changed, changes_in, hotline_changes_in
from bot.services.draft_hotlines import ChangedHotline
from bot.services.export_answers import published_files
from bot.services.import_answers import draft_laid_down, laid_down, lay_down
from bot.staff.permissions import Permission
from webhook.console.access import actor, needs
from webhook.console.answer_diffs import change_html
from webhook.console.answer_words import say_fault
from webhook.console.answers import editing
from webhook.console.hotline_form import changes as number_changes
from webhook.runtime import get_runtime

_KEPT = "berkas"
_MOST_SHOWN = 30

blueprint = Blueprint("answer_files", __name__, url_prefix="/jawaban/berkas")


@blueprint.get("")
@needs(Permission.EDIT_ANSWERS)
def show() -> str:
    """What can be done with files."""
    return _page()


@blueprint.get("/unduh")
@needs(Permission.EDIT_ANSWERS)
def download() -> Response:
    """Everything that is published, as the content folder of an installation."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in published_files(editing()).items():
            archive.writestr(name, content)
    answer = Response(packed.getvalue(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename=jawaban-{editing().today:%Y-%m-%d}.zip"
    return answer


@blueprint.post("")
@needs(Permission.EDIT_ANSWERS)
def upload() -> str | tuple[str, int]:
    """Show what a file would change; nothing is drafted yet."""
    given = request.files.get("berkas")
    name, content = (given.filename or "", given.read()) if given else ("", b"")
    try:
        session[_KEPT] = lay_down(_uploads(), get_runtime().clock, name, content)
        files = laid_down(_uploads(), session[_KEPT])
        return _page(changes=changes_in(editing(), files), numbers=hotline_changes_in(editing(), files))
    except BadInputError as fault:
        return _page(problem=fault), 422


@blueprint.post("/simpan")
@needs(Permission.EDIT_ANSWERS)
def save() -> Response | tuple[str, int]:
    """Draft what the file that was looked through changes."""
    token = str(session.get(_KEPT, ""))
    try:
        drafted = draft_laid_down(editing(), actor(), _uploads(), token, request.form.get("alasan", "").strip())
    except BadInputError as fault:
        return _page(problem=fault), 422
    session.pop(_KEPT, None)
    if drafted.drafts or not drafted.hotlines:
        count = len(drafted.drafts)
        flash(_("%(count)s draf dibuat. Ajukan satu per satu, lalu orang kedua menerbitkannya.", count=count))
    if drafted.hotlines:
        flash(_("%(count)s nomor menunggu orang kedua.", count=len(drafted.hotlines)))
    here = url_for("answers.show_list", keadaan="draft") if drafted.drafts else url_for("hotlines.show_list")
    return redirect(here, 303)


def _page(
    *,
    changes: tuple[Changed, ...] | None = None,
    numbers: tuple[ChangedHotline, ...] = (),
    problem: BadInputError | None = None,
) -> str:
    faulty = problem if isinstance(problem, FaultyContentError) else None
    return render_template(
        "jawaban/berkas.html",
        changes=None if changes is None else changes[:_MOST_SHOWN],
        numbers=numbers[:_MOST_SHOWN],
        count=len(changes or ()) + len(numbers),
        problem=say_fault(problem) if problem and not faulty else "",
        faulty=faulty,
        change_html=change_html,
        number_changes=number_changes,
    )


def _uploads() -> Path:
    return get_runtime().settings.data_dir / "uploads"
