"""Phone numbers: where each comes from, who rang it and when; a new one or a change with a second person."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.answers.model import WithdrawalKind
from bot.errors import BadInputError
from bot.services.change_hotline import add_hotline, discard_hotline, publish_hotline, roll_back_hotline, save_hotline
from bot.services.hotline_desk import HotlineOnDesk, list_hotlines, read_hotline_desk
from bot.services.withdraw import restore, withdraw
from bot.staff.permissions import Permission
from webhook.console.access import actor, needs
from webhook.console.answer_words import say_fault
from webhook.console.answers import editing
from webhook.console.hotline_form import changes, fields, number_typed, typed

Page = Response | tuple[str, int]

blueprint = Blueprint("hotlines", __name__, url_prefix="/jawaban/nomor")


@blueprint.get("")
@needs(Permission.READ_ANSWERS)
def show_list() -> str:
    """Every number, what waits for a second person first, those that are not sent marked; then those that are gone."""
    lines = list_hotlines(editing(), actor())
    return render_template(
        "jawaban/nomor.html",
        lines=sorted((one for one in lines if one.there or one.waits), key=lambda one: not one.waits),
        gone=[one for one in lines if not (one.there or one.waits)],
        silent=sum(one.there and not one.sent for one in lines),
    )


@blueprint.get("/baru")
@needs(Permission.EDIT_ANSWERS)
def show_new() -> str:
    """The empty form of a new number."""
    return _new_page({})


@blueprint.post("/baru")
@needs(Permission.EDIT_ANSWERS)
def add() -> Page:
    """Keep a new number until a second person published it."""
    name, reason = request.form.get("id", "").strip()[:100], request.form.get("alasan", "").strip()
    try:
        add_hotline(editing(), actor(), name, typed(), reason)
    except BadInputError as fault:
        return _new_page(typed() | {"id": name, "alasan": reason[:400]}, problem=say_fault(fault)), 422
    flash(_("Nomor baru disimpan. Orang kedua membacanya, lalu menerbitkannya."), "success")
    return redirect(url_for(".show", name=name), 303)


@blueprint.get("/<name>")
@needs(Permission.READ_ANSWERS)
def show(name: str) -> str:
    """One number with its versions."""
    return _page(_desk(name))


@blueprint.post("/<name>")
@needs(Permission.EDIT_ANSWERS)
def save(name: str) -> Page:
    """Keep a change until a second person published it."""
    desk, reason = _desk(name), request.form.get("alasan", "").strip()
    try:
        number = save_hotline(editing(), actor(), name, typed(), reason, base=number_typed("dasar"))
    except BadInputError as fault:
        return _page(desk, filled=typed(), problem=say_fault(fault)), 422
    if number is None:
        late = _(
            "Orang lain menyimpan lebih dulu. Isian Anda masih ada; bandingkan dengan yang menunggu, lalu simpan lagi."
        )
        return _page(_desk(name), filled=typed(), problem=late), 409
    flash(_("Perubahan disimpan. Orang kedua membacanya, lalu menerbitkannya."), "success")
    return redirect(url_for(".show", name=name), 303)


@blueprint.post("/<name>/terbitkan")
@needs(Permission.EDIT_ANSWERS)
def publish(name: str) -> Page:
    """Send the new or changed number from the next reply on."""
    said = _("Terbit. Balasan berikutnya sudah memakai nomor ini.")
    return _done(name, said, lambda: publish_hotline(editing(), actor(), name, number_typed("nomor")))


@blueprint.post("/<name>/buang")
@needs(Permission.EDIT_ANSWERS)
def discard(name: str) -> Page:
    """Take the change back."""
    said = _("Perubahan dibuang. Masih ada di riwayat.")
    return _done(name, said, lambda: discard_hotline(editing(), actor(), name))


@blueprint.post("/<name>/pulihkan")
@needs(Permission.EDIT_ANSWERS)
def roll_back(name: str) -> Page:
    """Send an earlier version again, or what the file says; a number the file does not have goes away."""
    reason = request.form.get("alasan", "").strip() or _("tanpa catatan")
    said = _("Versi lama dipakai lagi, mulai balasan berikutnya.")
    return _done(name, said, lambda: roll_back_hotline(editing(), actor(), name, number_typed("nomor"), reason))


@blueprint.post("/<name>/tarik")
@needs(Permission.EDIT_ANSWERS)
def take_away(name: str) -> Page:
    """Name the office, but not its number, at once."""
    reason, said = request.form.get("alasan", ""), _("Ditarik. Orang membaca nama kantornya, tanpa nomor.")
    return _done(name, said, lambda: withdraw(editing(), WithdrawalKind.HOTLINE, name, actor().name, reason))


@blueprint.post("/<name>/pakai-lagi")
@needs(Permission.EDIT_ANSWERS)
def give_back(name: str) -> Page:
    """Send the number again."""
    reason, said = request.form.get("alasan", ""), _("Nomor ini dikirim lagi.")
    return _done(name, said, lambda: restore(editing(), WithdrawalKind.HOTLINE, name, actor().name, reason))


def _done(name: str, said: str, act: Callable[[], None]) -> Page:
    desk = _desk(name)
    try:
        act()
    except BadInputError as fault:
        return _page(desk, problem=say_fault(fault)), 422
    flash(said, "success")
    return redirect(url_for(".show", name=name), 303)


def _desk(name: str) -> HotlineOnDesk:
    """Return a number; a page that is not there for an id that is none."""
    try:
        return read_hotline_desk(editing(), actor(), name)
    except BadInputError:
        abort(404)


def _page(desk: HotlineOnDesk, *, filled: Mapping[str, Any] | None = None, problem: str = "") -> str:
    waiting = desk.waiting
    return render_template(
        "jawaban/nomor_satu.html",
        desk=desk,
        line=desk.line,
        waiting=waiting,
        filled=filled or (waiting.data if waiting else desk.table or desk.versions[0].data),
        changes=changes,
        problem=problem,
        **fields(),
    )


def _new_page(filled: Mapping[str, Any], *, problem: str = "") -> str:
    return render_template("jawaban/nomor_baru.html", filled=filled, problem=problem, **fields())
