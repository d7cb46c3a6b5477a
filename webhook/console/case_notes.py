"""Notes, tasks and referrals of a case: they stand beside each other, and nobody's is lost."""

from uuid import UUID

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.reports.case_work import ReferralState, TaskState
from bot.services import keep_note, keep_task
from bot.services import refer as referrals
from bot.staff.permissions import Permission
from webhook.console.access import needs
from webhook.console.case_forms import chosen, day, fresh_id, id_of, seen, typed
from webhook.console.case_page import done, officer
from webhook.runtime import get_runtime

blueprint = Blueprint("case_notes", __name__, url_prefix="/cases")

_Answer = Response | tuple[str, int]


@blueprint.post("/<code>/notes")
@needs(Permission.WORK_CASES)
def write_note(code: str) -> _Answer:
    """Keep a note."""
    return done(
        code,
        _("Catatan disimpan."),
        lambda: keep_note.write_note(get_runtime().acting, code, officer(), fresh_id(), typed("catatan")),
        "catatan",
    )


@blueprint.post("/<code>/notes/<uuid:note>")
@needs(Permission.WORK_CASES)
def correct_note(code: str, note: UUID) -> _Answer:
    """Correct one's own note; the old version stays."""
    return done(
        code,
        _("Catatan diperbaiki."),
        lambda: keep_note.correct_note(get_runtime().acting, code, officer(), note, fresh_id(), typed("catatan")),
        "catatan",
    )


@blueprint.post("/<code>/tasks")
@needs(Permission.WORK_CASES)
def plan_task(code: str) -> _Answer:
    """Keep what is to be done, by whom and until when."""
    return done(
        code,
        _("Tugas disimpan."),
        lambda: keep_task.plan_task(
            get_runtime().acting,
            code,
            officer(),
            fresh_id(),
            typed("tugas"),
            by=id_of("petugas", "choose an officer of the list") if typed("petugas") else None,
            due=day("sampai"),
        ),
        "tugas",
    )


@blueprint.post("/<code>/tasks/<uuid:task>")
@needs(Permission.WORK_CASES)
def set_task(code: str, task: UUID) -> _Answer:
    """Say how far a task is, or undo that."""
    return done(
        code,
        _("Tugas diubah."),
        lambda: keep_task.set_task(
            get_runtime().acting, code, officer(), task, chosen(TaskState, "keadaan", "choose one of the buttons")
        ),
        "tugas",
    )


@blueprint.post("/<code>/referrals")
@needs(Permission.WORK_CASES)
def refer(code: str) -> _Answer:
    """Note that a service was suggested to somebody; nothing is sent."""
    runtime = get_runtime()
    return done(
        code,
        _("Rujukan dicatat. Tidak ada yang dikirim."),
        lambda: referrals.refer(
            runtime.acting,
            runtime.wording.catalog,
            code,
            officer(),
            fresh_id(),
            typed("layanan"),
            typed("keterangan"),
            seen=seen(),
        ),
        "rujukan",
    )


@blueprint.post("/<code>/referrals/<uuid:referral>")
@needs(Permission.WORK_CASES)
def set_referral(code: str, referral: UUID) -> _Answer:
    """Say how far a referral is."""
    return done(
        code,
        _("Rujukan diubah."),
        lambda: referrals.set_referral(
            get_runtime().acting,
            code,
            officer(),
            referral,
            chosen(ReferralState, "keadaan", "choose one of the buttons"),
            seen=seen(),
        ),
        "rujukan",
    )
