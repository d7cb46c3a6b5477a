"""What officers decide about recruiters: one person or two, verified or cleared; each for a reason, and taken back."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.recruiters.flags import RULINGS, Flag
from bot.services import decide_recruiter
from bot.services.decide_recruiter import Basis
from bot.staff.permissions import Permission
from webhook.console.access import actor, needs
from webhook.console.case_page import officer, reason
from webhook.console.parts import number_in
from webhook.console.recruiters import blueprint, page_beside, page_of
from webhook.runtime import get_runtime


@blueprint.post("/<code>/satukan")
@needs(Permission.WORK_CASES)
def confirm(code: str) -> Response | tuple[str, int]:
    """Say that two cases are of one recruiter."""
    runtime, form = get_runtime(), request.form
    own, other = form.get("milik", code), form.get("lain", "")
    return _done(
        code,
        _("Dicatat: satu orang."),
        lambda why, seen: decide_recruiter.confirm(
            runtime.store, runtime.clock, own, other, officer(), reason=why, seen=seen
        ),
    )


@blueprint.post("/<code>/tolak")
@needs(Permission.WORK_CASES)
def reject(code: str) -> Response | tuple[str, int]:
    """Say that a suggestion is wrong."""
    runtime, form = get_runtime(), request.form
    own, other = form.get("milik", code), form.get("lain", "")
    return _done(
        code,
        _("Dicatat: bukan orang yang sama."),
        lambda why, seen: decide_recruiter.split(
            runtime.store, runtime.clock, own, other, officer(), reason=why, seen=seen
        ),
    )


@blueprint.post("/<code>/pisahkan")
@needs(Permission.WORK_CASES)
def split_off(code: str) -> Response | tuple[str, int]:
    """Say that one of the cases tells of somebody else."""
    runtime, case = get_runtime(), request.form.get("kasus", "")
    return _done(
        code,
        _("Dicatat: kasus dipisahkan."),
        lambda why, seen: decide_recruiter.split_off(
            runtime.store, runtime.clock, case, officer(), reason=why, seen=seen
        ),
    )


@blueprint.post("/<code>/putusan")
@needs(Permission.RULE_ON_RECRUITERS)
def rule(code: str) -> Response | tuple[str, int]:
    """Verify or clear the recruiter."""
    runtime = get_runtime()
    return _done(
        code,
        _("Keputusan dicatat."),
        lambda why, seen: decide_recruiter.rule(
            runtime.store, runtime.clock, code, _ruling(), officer(), reason=why, seen=seen
        ),
    )


@blueprint.post("/<code>/batal")
@needs(Permission.WORK_CASES)
def undo(code: str) -> Response | tuple[str, int]:
    """Take an act of the history back."""
    runtime = get_runtime()
    try:
        decide_recruiter.undo(
            runtime.store,
            runtime.clock,
            number_in(request.form.get("nomor", "")),
            officer(),
            reason=reason(),
            of=code,
            may_rule=actor().may(Permission.RULE_ON_RECRUITERS),
        )
    except BadInputError as fault:
        return page_of(code, problem=str(fault)), 422
    flash(_("Dibatalkan. Semuanya seperti sebelumnya."), "success")
    return redirect(url_for(".show", code=code), 303)


def _done(code: str, said: str, act: Callable[[str, Basis], int]) -> Response | tuple[str, int]:
    """Do it and lead back, with the way to take it back; where it cannot be done, say why on the page it came from."""
    form = request.form
    beside = form.get("lain", "") if form.get("berdampingan") == "1" else ""
    try:
        number = act(_given_reason(), Basis(code, form.get("keadaan", ""), beside))
    except BadInputError as fault:
        return _again(code, beside, str(fault)), 422
    flash(said, "success")
    return redirect(url_for(".show", code=code, baru=number), 303)


def _again(code: str, beside: str, problem: str) -> str:
    """Return the page an act came from, with what was typed."""
    if beside:
        try:
            return page_beside(code, beside, problem)
        except BadInputError:  # they are one by now, or one is not open any more
            return page_of(code, problem=problem)
    return page_of(code, problem=problem)


def _given_reason() -> str:
    given = reason()
    if not given:
        raise BadInputError("say why: the reason stays in the history")
    return given


def _ruling() -> Flag:
    chosen = request.form.get("putusan", "")
    if chosen not in {flag.value for flag in RULINGS}:
        raise BadInputError("choose what you decide")
    return Flag(chosen)
