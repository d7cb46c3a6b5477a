"""Recruiters: those that open cases tell of, one of them in full, and two side by side.

A recruiter has no address of their own: who knows the code of one of the cases, and may open it, reaches them by it. An
address tells so nothing that the code of a case does not.
"""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from bot.errors import BadInputError
from bot.recruiters.flags import Flag
from bot.recruiters.words import flag_word, shown_value
from bot.reports.regencies import regencies
from bot.services import decide_recruiter
from bot.services.list_cases import LONGEST_SEARCH
from bot.services.list_recruiters import WantedRecruiters, list_recruiters
from bot.services.read_recruiter import compare_recruiters, read_recruiter
from bot.staff.permissions import Permission
from webhook.console.access import needs
from webhook.console.case_page import officer
from webhook.console.licences import licences_of
from webhook.console.network import picture_of
from webhook.console.parts import number_in, part_of
from webhook.runtime import get_runtime

_VERY, _WELL = 75, 50
"""Scores, 0 to 100, from which two recruiters are called very likely, and likely, one person (our choice)."""

_SIZES = {"diketahui": 20, "sama": 20, "kasus": 20, "dugaan": 5, "riwayat": 8}
"""Rows of each list on a page: with all of them full it has less than 60 kB."""

blueprint = Blueprint("recruiters", __name__, url_prefix="/perekrut")
blueprint.add_app_template_filter(flag_word, "flag_word")
blueprint.add_app_template_filter(shown_value, "shown_value")
blueprint.add_app_template_filter(
    lambda score: "very" if score >= _VERY else "well" if score >= _WELL else "bit", "alike"
)


@blueprint.get("")
@needs(Permission.READ_CASES)
def show_list() -> str:
    """Recruiters over the open cases, the surest and most pressing first; the filters stand in the address."""
    return _list("", request.args.get("halaman", "1"))


@blueprint.post("")
@needs(Permission.READ_CASES)
def search() -> str:
    """Those that fit a search. What is searched for, a number or a name, stands in no address."""
    return _list(request.form.get("cari", "").strip(), request.form.get("halaman", "1"))


def _list(typed: str, page: str) -> str:
    runtime, asked, problem = get_runtime(), request.args, ""
    try:
        flag = _flag(asked.get("penilaian", ""))
        wanted = WantedRecruiters(flag, asked.get("tempat", "")[:60], typed[: LONGEST_SEARCH + 1], number_in(page))
        found = list_recruiters(runtime.store, runtime.clock, officer(), wanted)
    except BadInputError as fault:
        problem = str(fault)
        found = list_recruiters(runtime.store, runtime.clock, officer(), WantedRecruiters())
    return render_template(
        "perekrut_semua.html",
        found=found,
        asked=asked,
        search=typed,
        problem=problem,
        flags=list(Flag),
        regencies=regencies(),
        address_with=_address_with,
        filtered=bool(_address_with()),
    )


@blueprint.get("/<code>")
@needs(Permission.READ_CASES)
def show(code: str) -> str:
    """The recruiter of a case; after an act with the button that takes it back."""
    return page_of(code, done=number_in(request.args.get("baru", "")))


@blueprint.get("/<code>/dengan")
@needs(Permission.READ_CASES)
def compare(code: str) -> str | tuple[str, int]:
    """Two recruiters side by side, before they become one."""
    try:
        return page_beside(code, request.args.get("lain", ""))
    except BadInputError as fault:
        return page_of(code, problem=str(fault)), 422


def page_of(code: str, *, problem: str = "", done: int = 0) -> str:
    """Return a recruiter's page. ``problem``: why the form that was sent was refused; ``done``: the act just noted."""
    runtime = get_runtime()
    view = read_recruiter(runtime.store, runtime.clock, code, officer())
    rows = {
        "diketahui": view.told,
        "sama": view.shared,
        "kasus": view.shown.cases,
        "dugaan": view.shown.suggested,
        "riwayat": view.acts,
    }
    parts = {name: part_of(rows[name], name, size) for name, size in _SIZES.items()}
    return render_template(
        "perekrut.html",
        view=view,
        shown=view.shown,
        parts=parts,
        here={name: number for part in parts.values() for name, number in part.address.items()},
        licences=licences_of(runtime.agency_book.index(), (one.identity for one in view.told)),
        picture=picture_of(view, _("perekrut ini")),
        problem=problem,
        changed=problem == decide_recruiter.CHANGED,
        done=next((act for act in view.acts if act.number == done and not act.undone_at), None),
        typed=request.form if problem else {},
    )


def page_beside(code: str, other: str, problem: str = "") -> str:
    """Return the page of two recruiters side by side; ``problem`` as in ``page_of``."""
    runtime = get_runtime()
    found = compare_recruiters(runtime.store, runtime.clock, code, other, officer())
    return render_template("perekrut/banding.html", found=found, problem=problem, typed=request.form if problem else {})


def _flag(text: str) -> Flag | None:
    try:
        return Flag(text) if text else None
    except ValueError:
        raise BadInputError("choose one of the filters on the page") from None


def _address_with(**changes: str) -> str:
    """Return the query of the same list with changes; what is empty is left out."""
    kept = {name: request.args.get(name, "") for name in ("penilaian", "tempat")} | changes
    return urlencode({name: value for name, value in kept.items() if value})
