"""Officers: who is told of reports, where and in which order. A coordinator sets them up and changes them."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.reports.cases import PassTo
from bot.reports.regencies import regencies
from bot.reports.routing import Officer, OfficerRole
from bot.services.handle_case import active_officer
from bot.services.officer_directory import ListedOfficer, list_officers
from bot.services.staff_officers import (
    LAST_PLACE,
    LONGEST_NAME,
    Changed,
    change_officer,
    phone_of,
    set_up_officer,
    switch_officer,
)
from bot.staff.permissions import Permission
from bot.store.officers import Reachable
from webhook.console.access import actor, needs
from webhook.console.case_forms import chosen, typed
from webhook.console.case_page import officer
from webhook.runtime import get_runtime

_Answer = Response | tuple[str, int]

blueprint = Blueprint("officers", __name__, url_prefix="/staf/petugas")


@blueprint.before_request
def _on_duty() -> None:
    """Let nobody who was sent off duty keep officers."""
    with get_runtime().store.reading() as session:
        active_officer(session, officer())


@blueprint.get("")
@needs(Permission.MANAGE_OFFICERS)
def show() -> str:
    """Who is told, in the order in which they are."""
    runtime = get_runtime()
    found = list_officers(runtime.store, actor())
    ways = runtime.desk.set_up.ways - {"webhook"}
    with runtime.store.reading() as session:
        taken = runtime.desk.rules(session).open
    return render_template("petugas/semua.html", officers=found, ways=ways, taken=taken, own=officer())


@blueprint.get("/baru")
@needs(Permission.MANAGE_OFFICERS)
def show_new() -> str:
    """The empty form."""
    return _form(None)


@blueprint.post("/baru")
@needs(Permission.MANAGE_OFFICERS)
def add() -> _Answer:
    """Set an officer up; their account of the console is made on the page of accounts."""
    runtime = get_runtime()

    def keep() -> None:
        new = _typed()
        known = Officer(uuid4(), new.name, new.role, new.institution, new.regency, new.order)
        reachable = Reachable(known, new.email or None, new.phone or None, new.whatsapp)
        set_up_officer(runtime.store, runtime.clock, reachable, actor().name)

    return _done(None, _("Petugas didaftarkan. Mulai sekarang ia diberi tahu."), keep)


@blueprint.get("/<uuid:who>")
@needs(Permission.MANAGE_OFFICERS)
def edit(who: UUID) -> str:
    """The form with what is known."""
    return _form(_listed(who))


@blueprint.post("/<uuid:who>")
@needs(Permission.MANAGE_OFFICERS)
def change(who: UUID) -> _Answer:
    """Change an officer."""
    acting, listed = get_runtime().acting, _listed(who)
    said = _("Petugas diubah. Kasus yang tidak boleh dibacanya lagi kembali belum ditangani.")
    return _done(listed, said, lambda: change_officer(acting, who, _typed(), actor().name))


@blueprint.post("/<uuid:who>/nonaktif")
@needs(Permission.MANAGE_OFFICERS)
def switch_off(who: UUID) -> _Answer:
    """Tell them of nothing any more; what they have is for whoever takes it."""
    if who == officer():
        return _done(_listed(who), "", _refuse_own)
    said = _("Tidak bertugas lagi. Kasusnya kembali belum ditangani, dan petugas lain diberi tahu.")
    return _switch(who, said, active=False)


@blueprint.post("/<uuid:who>/aktif")
@needs(Permission.MANAGE_OFFICERS)
def switch_on(who: UUID) -> _Answer:
    """Tell them again."""
    return _switch(who, _("Bertugas lagi."), active=True)


def _switch(who: UUID, said: str, *, active: bool) -> _Answer:
    listed = _listed(who)
    return _done(listed, said, lambda: switch_officer(get_runtime().acting, who, actor().name, active=active))


def _refuse_own() -> None:
    raise BadInputError("nobody sends themselves off: another coordinator does")


def _done(listed: ListedOfficer | None, said: str, act: Callable[[], None]) -> _Answer:
    try:
        act()
    except BadInputError as fault:
        return _form(listed, problem=str(fault)), 422
    flash(said, "success")
    return redirect(url_for(".show"), 303)


def _listed(who: UUID) -> ListedOfficer:
    found = next((one for one in list_officers(get_runtime().store, actor()) if one.id == who), None)
    if found is None:
        abort(404)
    return found


def _form(listed: ListedOfficer | None, problem: str = "") -> str:
    return render_template(
        "petugas/satu.html",
        officer=listed,
        typed=request.form if problem and request.endpoint in {"officers.add", "officers.change"} else {},
        problem=problem,
        roles=list(OfficerRole),
        institutions=list(PassTo),
        regencies=regencies(),
        longest=LONGEST_NAME,
        last_place=LAST_PLACE,
        own=officer(),
    )


def _typed() -> Changed:
    order = typed("urutan")
    return Changed(
        name=typed("nama"),
        role=chosen(OfficerRole, "tugas", "choose what the officer does"),
        institution=chosen(PassTo, "lembaga", "choose where the officer works"),
        regency=typed("tempat")[:60],
        order=int(order) if order.isascii() and order.isdecimal() and len(order) <= 2 else -1,
        email=_address("surel", typed("surel").casefold()),
        phone=_address("hp", phone_of(typed("hp")[:40]) or ""),
        whatsapp=request.form.get("whatsapp") == "1",
    )


def _address(field: str, address: str) -> str | None:
    """Return an address that was typed, "" for one to take away, None for one to leave as it is."""
    return address or ("" if request.form.get(f"hapus-{field}") == "1" else None)
