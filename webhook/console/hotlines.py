"""Phone numbers: where each comes from, who rang it and when, and changing one with a second person."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.answers.hotlines import HotlineKind, Line
from bot.answers.model import Confidence, WithdrawalKind
from bot.errors import BadInputError
from bot.services.hotline_desk import (
    discard_hotline,
    list_hotlines,
    publish_hotline,
    read_hotline_desk,
    save_hotline,
)
from bot.services.withdraw import restore, withdraw
from bot.staff.permissions import Permission
from webhook.console.access import actor, needs
from webhook.console.answer_words import HOTLINE_FIELD_WORDS, say_fault
from webhook.console.answers import editing
from webhook.runtime import get_runtime

_TEXTS = ("label", "name", "number", "whatsapp", "country", "area", "hours", "source", "source_date")
_CHECKS = ("last_checked", "checked_by")
_LONGEST = 400

Page = Response | tuple[str, int]

blueprint = Blueprint("hotlines", __name__, url_prefix="/jawaban/nomor")


@blueprint.get("")
@needs(Permission.READ_ANSWERS)
def show_list() -> str:
    """Every number, those that are not sent marked."""
    lines = list_hotlines(editing(), actor())
    return render_template("jawaban/nomor.html", lines=lines, silent=sum(not one.sent for one in lines))


@blueprint.get("/<name>")
@needs(Permission.READ_ANSWERS)
def show(name: str) -> str:
    """One number with its versions."""
    return _page(name)


@blueprint.post("/<name>")
@needs(Permission.EDIT_ANSWERS)
def save(name: str) -> Page:
    """Keep a change until a second person published it."""
    _known(name)
    base = request.form.get("dasar", "")
    try:
        number = save_hotline(
            editing(),
            actor(),
            name,
            _typed(),
            request.form.get("alasan", "").strip(),
            base=int(base) if base.isascii() and base.isdecimal() and len(base) <= 6 else -1,
        )
    except BadInputError as fault:
        return _page(name, typed=_typed(), problem=say_fault(fault)), 422
    if number is None:
        late = _(
            "Orang lain menyimpan lebih dulu. Isian Anda masih ada; bandingkan dengan yang menunggu, lalu simpan lagi."
        )
        return _page(name, typed=_typed(), problem=late), 409
    flash(_("Perubahan disimpan. Orang kedua membacanya, lalu menerbitkannya."), "success")
    return redirect(url_for(".show", name=name), 303)


@blueprint.post("/<name>/terbitkan")
@needs(Permission.EDIT_ANSWERS)
def publish(name: str) -> Page:
    """Send the changed number from the next reply on."""
    text = request.form.get("nomor", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0
    return _done(name, _("Terbit. Balasan berikutnya sudah memakai nomor ini."), publish_hotline, number)


@blueprint.post("/<name>/buang")
@needs(Permission.EDIT_ANSWERS)
def discard(name: str) -> Page:
    """Take the change back."""
    return _done(name, _("Perubahan dibuang. Masih ada di riwayat."), discard_hotline)


@blueprint.post("/<name>/tarik")
@needs(Permission.EDIT_ANSWERS)
def take_away(name: str) -> Page:
    """Name the office, but not its number, at once."""
    return _done(name, _("Ditarik. Orang membaca nama kantornya, tanpa nomor."), _withdraw)


@blueprint.post("/<name>/pakai-lagi")
@needs(Permission.EDIT_ANSWERS)
def give_back(name: str) -> Page:
    """Send the number again."""
    return _done(name, _("Nomor ini dikirim lagi."), _restore)


def _withdraw(_editing: object, _actor: object, name: str) -> None:
    withdraw(editing(), WithdrawalKind.HOTLINE, name, actor().name, request.form.get("alasan", ""))


def _restore(_editing: object, _actor: object, name: str) -> None:
    restore(editing(), WithdrawalKind.HOTLINE, name, actor().name, request.form.get("alasan", ""))


def _done(name: str, said: str, act: Any, *more: object) -> Page:
    _known(name)
    try:
        act(editing(), actor(), name, *more)
    except BadInputError as fault:
        return _page(name, problem=say_fault(fault)), 422
    flash(said, "success")
    return redirect(url_for(".show", name=name), 303)


def _page(name: str, *, typed: Mapping[str, Any] | None = None, problem: str = "") -> str:
    _known(name)
    desk = read_hotline_desk(editing(), actor(), name)
    waiting = desk.waiting
    return render_template(
        "jawaban/nomor_satu.html",
        desk=desk,
        line=desk.line,
        waiting=waiting,
        filled=typed or (waiting.data if waiting else desk.table),
        changes=_changes(desk.table, waiting.data) if waiting else [],
        words=HOTLINE_FIELD_WORDS,
        texts=_TEXTS,
        lines=list(Line),
        kinds=list(HotlineKind),
        sure=[Confidence.HIGH, Confidence.MEDIUM],
        problem=problem,
        today=editing().today,
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what a version changes: field, before, after."""
    shown = ((field, _shown(before.get(field)), _shown(after.get(field))) for field in HOTLINE_FIELD_WORDS)
    return [(field, old, new) for field, old, new in shown if old != new]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _typed() -> dict[str, object]:
    """Return the form as a table of the file; what is empty is left out."""
    form = request.form
    table: dict[str, object] = {name: " ".join(form.get(name, "").split())[:_LONGEST] for name in (*_TEXTS, *_CHECKS)}
    table["channels"] = [line.value for line in Line if line.value in form.getlist("channels")]
    table["toll_free_from"] = form.get("toll_free_from", "").replace(",", " ").split()[:20]
    table["emergency"] = form.get("emergency") == "1"
    table |= {name: form.get(name, "")[:20] for name in ("kind", "confidence")}
    return {name: value for name, value in table.items() if value != ""}


def _known(name: str) -> None:
    if name not in get_runtime().wording.catalog.hotlines:
        abort(404)
