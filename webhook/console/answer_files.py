"""Files of answers down and up: for work in Poedit or an editor, and between installations."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.services.draft_answers import Changed, changes_in
from bot.services.export_answers import published_files
from bot.services.import_answers import draft_laid_down, laid_down, lay_down
from bot.staff.permissions import Permission
from webhook.console.access import actor, needs
from webhook.console.answer_bubbles import diff_html
from webhook.console.answer_words import say_fault
from webhook.console.answers import editing
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
        return _page(changes=changes_in(editing(), laid_down(_uploads(), session[_KEPT])))
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
    flash(_("%(count)s draf dibuat. Ajukan satu per satu, lalu orang kedua menerbitkannya.", count=len(drafted.drafts)))
    return redirect(url_for("answers.show_list", keadaan="draft"), 303)


def _page(*, changes: tuple[Changed, ...] | None = None, problem: BadInputError | None = None) -> str:
    first, _newline, rest = str(problem or "").partition("\n")
    return render_template(
        "jawaban/berkas.html",
        changes=None if changes is None else changes[:_MOST_SHOWN],
        count=len(changes or ()),
        problem=say_fault(problem) if problem and not rest else first,
        faults=rest,
        diff_html=diff_html,
    )


def _uploads() -> Path:
    return get_runtime().settings.data_dir / "uploads"
