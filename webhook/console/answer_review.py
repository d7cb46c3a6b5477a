"""From draft to what people read: submit, comment, return, publish now or at a time, roll back, withdraw."""

from collections.abc import Callable
from datetime import date, datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from bot.answers.model import WithdrawalKind
from bot.clock import WITA
from bot.errors import BadInputError
from bot.services import review_answer
from bot.services.answer_history import show_history
from bot.services.withdraw import restore, withdraw
from bot.staff.permissions import Permission
from bot.vocabulary import Language, is_topic
from webhook.console.access import actor, needs
from webhook.console.answer_diffs import change_html
from webhook.console.answer_editor import Page, here, on_desk, page
from webhook.console.answer_words import say_fault
from webhook.console.answers import editing, language_from

blueprint = Blueprint("answer_review", __name__, url_prefix="/jawaban")


@blueprint.post("/<key>/<language>/ajukan")
@needs(Permission.TRANSLATE)
def submit(key: str, language: str) -> Page:
    """Hand the draft in."""
    return _done(
        key,
        language,
        _("Diajukan. Orang kedua membacanya, lalu menerbitkannya."),
        lambda of: review_answer.submit(editing(), actor(), key, of),
        faulty=_("Belum bisa diajukan. Perbaiki dulu yang ditandai di bawah."),
    )


@blueprint.post("/<key>/<language>/komentar")
@needs(Permission.REVIEW_ANSWERS)
def comment(key: str, language: str) -> Page:
    """Say something about what waits."""
    return _done(
        key,
        language,
        _("Komentar disimpan."),
        lambda of: review_answer.comment(editing(), actor(), key, of, request.form.get("komentar", "")),
    )


@blueprint.post("/<key>/<language>/kembalikan")
@needs(Permission.REVIEW_ANSWERS)
def send_back(key: str, language: str) -> Page:
    """Give it back to its author with a comment."""
    return _done(
        key,
        language,
        _("Dikembalikan kepada penulisnya."),
        lambda of: review_answer.return_draft(editing(), actor(), key, of, request.form.get("komentar", "")),
    )


@blueprint.post("/<key>/<language>/terbitkan")
@needs(Permission.REVIEW_ANSWERS)
def publish(key: str, language: str) -> Page:
    """Publish it now."""
    return _done(
        key,
        language,
        _("Terbit. Balasan berikutnya sudah memakai teks ini."),
        lambda of: review_answer.approve(editing(), actor(), key, of, _typed_number()),
        faulty=_("Belum bisa diterbitkan. Kembalikan kepada penulisnya; yang salah ditandai di bawah."),
    )


@blueprint.post("/<key>/<language>/jadwalkan")
@needs(Permission.REVIEW_ANSWERS)
def schedule(key: str, language: str) -> Page:
    """Let it be published at a time."""
    return _done(
        key,
        language,
        _("Disetujui. Terbit sendiri pada waktunya."),
        lambda of: review_answer.schedule(editing(), actor(), key, of, _typed_number(), _typed_time()),
        faulty=_("Belum bisa diterbitkan. Kembalikan kepada penulisnya; yang salah ditandai di bawah."),
    )


@blueprint.post("/<key>/<language>/batal-jadwal")
@needs(Permission.REVIEW_ANSWERS)
def cancel(key: str, language: str) -> Page:
    """Keep it from being published at its time."""
    return _done(
        key,
        language,
        _("Jadwal dibatalkan. Teksnya menunggu ditelaah lagi."),
        lambda of: review_answer.cancel_schedule(editing(), actor(), key, of),
    )


@blueprint.get("/<key>/<language>/riwayat")
@needs(Permission.READ_ANSWERS)
def history(key: str, language: str) -> str:
    """Every version with what it changed, and who did what."""
    return _history(key, language_from(language))


@blueprint.post("/<key>/<language>/pulihkan")
@needs(Permission.REVIEW_ANSWERS)
def roll_back(key: str, language: str) -> Page:
    """Serve an earlier version again; the next page offers to undo it."""
    of = language_from(language)
    on_desk(key, of)
    reason = request.form.get("alasan", "").strip() or _("dipulihkan dari riwayat")
    try:
        number, before = review_answer.roll_back(editing(), actor(), key, of, _typed_number(), reason)
    except BadInputError as fault:
        faulty = _("Versi itu melanggar aturan hari ini, jadi tidak bisa dipakai lagi.")
        return _history(key, of, problem=_first_line(fault, faulty)), 422
    flash(_("Versi %(number)s dipakai lagi, mulai balasan berikutnya.", number=number), "success")
    return redirect(url_for(".history", key=key, language=of.value, batal=before or None), 303)


@blueprint.post("/<key>/tarik")
@needs(Permission.EDIT_ANSWERS)
def take_away(key: str) -> Page:
    """Keep the answer from being sent, at once."""
    return _done(
        key,
        Language.ID.value,
        _("Ditarik. Orang yang menulis tentang ini dijawab seperti pesan yang tidak dipahami.")
        if is_topic(key)
        else _("Ditarik. Orang yang bertanya mendapat teks umum yang aman."),
        lambda _of: withdraw(editing(), WithdrawalKind.ANSWER, key, actor().name, request.form.get("alasan", "")),
    )


@blueprint.post("/<key>/pakai-lagi")
@needs(Permission.EDIT_ANSWERS)
def give_back(key: str) -> Page:
    """Let the answer be sent again."""
    return _done(
        key,
        Language.ID.value,
        _("Jawaban ini dikirim lagi."),
        lambda _of: restore(editing(), WithdrawalKind.ANSWER, key, actor().name, request.form.get("alasan", "")),
    )


def _history(key: str, language: Language, problem: str = "") -> str:
    desk = on_desk(key, language)
    versions, acts = show_history(editing(), actor(), key, language)
    undo = request.args.get("batal", "")
    return render_template(
        "jawaban/riwayat.html",
        desk=desk,
        answer=desk.answer,
        versions=versions,
        acts=acts,
        change_html=change_html,
        problem=problem,
        undo=next((one for one in versions if str(one.number) == undo and one.served), None),
    )


def _done(key: str, language: str, said: str, act: Callable[[Language], object], *, faulty: str = "") -> Page:
    """Do it and lead back to the answer; where it cannot be done, say why on its page."""
    of = language_from(language)
    on_desk(key, of)
    try:
        act(of)
    except BadInputError as fault:
        return page(on_desk(key, of), problem=_first_line(fault, faulty)), 422
    flash(said, "success")
    return redirect(here(key, of), 303)


def _first_line(fault: BadInputError, faulty: str) -> str:
    """Return what an error says; a list of broken rules stands at the fields already."""
    return faulty if faulty and "\n" in str(fault) else say_fault(fault)


def _typed_number() -> int:
    text = request.form.get("nomor", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def _typed_time() -> datetime:
    try:
        day = date.fromisoformat(request.form.get("tanggal", ""))
        return datetime.combine(day, time.fromisoformat(request.form.get("jam", "")), WITA)
    except ValueError:
        raise BadInputError("choose a day and an hour") from None
