"""Accounts of others: invite, change, close, and a new link for who lost password or telephone."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.reports.routing import OfficerRole
from bot.services.staff_accounts import Invited, NewAccount, change_role, close_account, invite, invite_again
from bot.services.staff_directory import Directory, read_directory
from bot.staff.permissions import MAY_INVITE, Permission, StaffRole
from bot.vocabulary import Language
from webhook.console.access import actor, needs
from webhook.runtime import get_runtime

blueprint = Blueprint("staff", __name__, url_prefix="/staf")


@dataclass(frozen=True)
class _Link:
    """A link that is shown once."""

    url: str
    name: str


@blueprint.get("")
@needs(Permission.READ_STAFF)
def show() -> str:
    """Who has an account; for an officer who has none yet the form to invite them is filled in."""
    return _page(typed=_for_officer(request.args.get("petugas", "")))


@blueprint.post("")
@needs(Permission.MANAGE_STAFF)
def add() -> str | tuple[str, int]:
    """Invite somebody; the link is shown once, to be handed over."""
    runtime = get_runtime()
    try:
        new = _typed()
        invited = invite(runtime.store, runtime.clock, new, actor())
    except BadInputError as fault:
        return _page(problem=str(fault), typed=request.form), 422
    return _page(link=_link(invited, new.name))


@blueprint.post("/<uuid:account>/undang-lagi")
@needs(Permission.MANAGE_STAFF)
def again(account: UUID) -> str:
    """Make a new link: password and second factor are set anew."""
    runtime = get_runtime()
    invited = invite_again(runtime.store, runtime.clock, account, actor())
    return _page(link=_link(invited, _name_of(account)))


@blueprint.post("/<uuid:account>/tutup")
@needs(Permission.MANAGE_STAFF)
def close(account: UUID) -> Response:
    """Close an account at once. Whose officer is still told of reports, is said: they may have left."""
    runtime, staff = get_runtime(), _directory()
    officer = next((one.officer for one in staff.accounts if one.id == account), "")
    close_account(runtime.store, runtime.clock, account, actor())
    flash(_("Akun ditutup. Undangan baru membukanya lagi."), "success")
    if officer in staff.officers:
        flash(_("%(name)s masih diberi tahu. Kalau ia pergi: Petugas, Ubah, Nonaktifkan.", name=officer), "success")
    return redirect(url_for(".show"), 303)


@blueprint.get("/<uuid:account>")
@needs(Permission.MANAGE_STAFF)
def edit(account: UUID) -> str:
    """The form to change somebody's role."""
    return _form(account)


@blueprint.post("/<uuid:account>")
@needs(Permission.MANAGE_STAFF)
def change(account: UUID) -> Response | tuple[str, int]:
    """Change somebody's name, role, language or officer."""
    runtime = get_runtime()
    try:
        change_role(runtime.store, runtime.clock, account, _typed(), actor())
    except BadInputError as fault:
        return _form(account, problem=str(fault)), 422
    flash(_("Akun diubah. Ia harus masuk lagi."), "success")
    return redirect(url_for(".show"), 303)


def _page(*, link: _Link | None = None, problem: str = "", typed: object = None) -> str:
    return render_template(
        "staf.html",
        staff=_directory(),
        roles=_roles(),
        languages=Language,
        link=link,
        problem=problem,
        typed=typed or {},
    )


def _for_officer(name: str) -> Mapping[str, str]:
    role = _directory().officers.get(name)
    if role is None:
        return {}
    account_role = StaffRole.OFFICER if role is OfficerRole.DUTY else StaffRole.COORDINATOR
    return {"nama": name, "petugas": name, "peran": account_role.value}


def _form(account: UUID, problem: str = "") -> str:
    staff = _directory()
    found = next((one for one in staff.accounts if one.id == account), None)
    if found is None:
        raise BadInputError(_("Akun itu tidak ada."))
    actor().must_keep(found.role)
    return render_template(
        "staf_ubah.html", account=found, staff=staff, roles=_roles(), languages=Language, problem=problem
    )


def _directory() -> Directory:
    runtime = get_runtime()
    return read_directory(runtime.store, runtime.clock, actor())


def _roles() -> list[StaffRole]:
    return [role for role in StaffRole if role in MAY_INVITE.get(actor().role, frozenset())]


def _name_of(account: UUID) -> str:
    return next((one.name for one in _directory().accounts if one.id == account), "")


def _link(invited: Invited, name: str) -> _Link:
    return _Link(f"{get_runtime().settings.console_base}{url_for('invitation.show', token=invited.token)}", name)


def _typed() -> NewAccount:
    form = request.form
    try:
        role = StaffRole(form.get("peran", ""))
    except ValueError:
        raise BadInputError(_("Pilih perannya.")) from None
    return NewAccount(
        email=form.get("surel", ""),
        name=form.get("nama", ""),
        role=role,
        language=form.get("bahasa", "") if role is StaffRole.REVIEWER else "",
        officer=form.get("petugas", ""),
    )
