"""What becomes of a case: taken, given to somebody, its level, handed over, judged, closed, opened again."""

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.reports.case_work import Outcome, Shared
from bot.reports.cases import Level, PassTo
from bot.services import close_case, handle_case
from bot.services.assign_case import assign as assign_case
from bot.services.assign_case import release as release_case
from bot.services.change_level import change_level
from bot.services.hand_over import Receiver, hand_over
from bot.services.recuse import readmit as readmit_to
from bot.services.recuse import recuse as recuse_from
from bot.staff.permissions import Permission
from webhook.console.access import needs
from webhook.console.case_forms import chosen, id_of, seen, ticked, typed
from webhook.console.case_page import done, officer, reason
from webhook.runtime import get_runtime

blueprint = Blueprint("case_work", __name__, url_prefix="/cases")

_Answer = Response | tuple[str, int]


@blueprint.post("/<code>/take")
@needs(Permission.WORK_CASES)
def take(code: str) -> _Answer:
    """Take the case: nobody else is told any more."""
    runtime = get_runtime()
    said = _("Kasus ini sekarang Anda yang menangani.")
    return done(code, said, lambda: handle_case.take(runtime.store, runtime.clock, code, officer(), seen()))


@blueprint.post("/<code>/assign")
@needs(Permission.WORK_CASES)
def assign(code: str) -> _Answer:
    """Give the case to an officer of the list."""
    return done(
        code,
        _("Kasus diberikan. Petugasnya diberi tahu."),
        lambda: assign_case(
            get_runtime().acting,
            code,
            officer(),
            id_of("petugas", "choose an officer of the list"),
            reason(),
            seen=seen(),
        ),
    )


@blueprint.post("/<code>/release")
@needs(Permission.WORK_CASES)
def release(code: str) -> _Answer:
    """Give the case back to whoever takes it."""
    return done(
        code,
        _("Kasus dilepas. Petugas lain diberi tahu."),
        lambda: release_case(get_runtime().acting, code, officer(), reason(), seen=seen()),
    )


@blueprint.post("/<code>/recuse")
@needs(Permission.WORK_CASES)
def recuse(code: str) -> _Answer:
    """Close the case to the officer, or by a coordinator to another one."""
    own = typed("petugas") in {"", officer().hex}
    said = _("Kasus %(code)s tertutup bagi Anda.", code=code) if own else _("Kasus tertutup bagi petugas itu.")
    return done(
        code,
        said,
        lambda: recuse_from(
            get_runtime().acting,
            code,
            officer(),
            reason(),
            whom=None if own else id_of("petugas", "choose an officer of the list"),
            seen=seen(),
        ),
        gone=own,
    )


@blueprint.post("/<code>/readmit")
@needs(Permission.WORK_CASES)
def readmit(code: str) -> _Answer:
    """Open the case again to an officer it was closed to."""
    return done(
        code,
        _("Kasus terbuka lagi bagi petugas itu."),
        lambda: readmit_to(
            get_runtime().acting,
            code,
            officer(),
            id_of("petugas", "choose an officer of the list"),
            reason(),
            seen=seen(),
        ),
    )


@blueprint.post("/<code>/level")
@needs(Permission.WORK_CASES)
def level(code: str) -> _Answer:
    """Say that the case is more, or less, pressing."""
    return done(
        code,
        _("Tingkat diubah."),
        lambda: change_level(
            get_runtime().acting,
            code,
            officer(),
            chosen(Level, "tingkat", "choose a level"),
            reason(),
            seen=seen(),
        ),
    )


@blueprint.post("/<code>/pass-on")
@needs(Permission.WORK_CASES)
def pass_on(code: str) -> _Answer:
    """Note that it went on to another office, and what of it was shared."""
    runtime = get_runtime()
    return done(
        code,
        _("Dicatat: diserahkan."),
        lambda: hand_over(
            runtime.acting,
            runtime.wording.catalog,
            code,
            officer(),
            _receiver(),
            ticked(Shared, "dibagikan", "tick what was shared"),
            reason(),
            seen=seen(),
        ),
    )


@blueprint.post("/<code>/close")
@needs(Permission.WORK_CASES)
def close(code: str) -> _Answer:
    """Close it with its outcome."""
    return done(
        code,
        _("Kasus ditutup."),
        lambda: close_case.close(
            get_runtime().acting,
            code,
            officer(),
            chosen(Outcome, "hasil", "choose how it ended"),
            reason(),
            same_as=typed("sama"),
            seen=seen(),
        ),
    )


@blueprint.post("/<code>/reopen")
@needs(Permission.WORK_CASES)
def reopen(code: str) -> _Answer:
    """Open it again, as it was."""
    return done(
        code,
        _("Kasus dibuka lagi."),
        lambda: close_case.reopen(get_runtime().acting, code, officer(), reason(), seen=seen()),
    )


@blueprint.post("/<code>/credible")
@needs(Permission.WORK_CASES)
def judge(code: str) -> _Answer:
    """Say whether the report is to be believed."""
    runtime, believed = get_runtime(), request.form.get("percaya") == "ya"
    return done(
        code,
        _("Penilaian dicatat."),
        lambda: handle_case.judge(
            runtime.store, runtime.clock, code, officer(), reason(), credible=believed, seen=seen()
        ),
    )


@blueprint.post("/<code>/accept")
@needs(Permission.WORK_CASES)
def accept(code: str) -> _Answer:
    """Accept what was added from other phones."""
    runtime = get_runtime()
    return done(
        code,
        _("Tambahan diterima."),
        lambda: handle_case.accept(runtime.store, runtime.clock, code, officer(), seen()),
    )


def _receiver() -> Receiver:
    """Return who gets the case: one of the list, or an office by its name."""
    kind, _colon, name = typed("kepada").partition(":")
    office = typed("kantor")
    if kind == "kontak":
        return Receiver(contact=name, office=office)
    if kind != "lembaga":
        return Receiver(office=office)
    try:
        return Receiver(institution=PassTo(name), office=office)
    except ValueError:
        raise BadInputError("choose one office: from the lists, or by its name") from None
