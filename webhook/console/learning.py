"""Sentences that were not understood: the queue, its labels, and what became of them."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.learning import learning_of
from bot.services.label_queue import Saved, Wanted, label_page, read_queue, undo_label
from bot.services.learning import Learning
from bot.services.model_jobs import ask_writing
from bot.staff.permissions import Permission
from bot.training.labels import LANGUAGES
from bot.training.sentence import Reason
from bot.vocabulary import MessageLanguage
from webhook.console import learning_words
from webhook.console.access import actor, needs
from webhook.console.answer_words import say_fault
from webhook.console.known_answers import known_answers
from webhook.console.learning_form import Typed, options, read_rows
from webhook.console.learning_jobs import watched
from webhook.runtime import get_runtime

_FIELDS = ("alasan", "bahasa", "halaman")

blueprint = Blueprint("learning", __name__, url_prefix="/belajar")

Page = str | Response | tuple[str, int]


def learning() -> Learning:
    """Return what learning needs."""
    return learning_of(get_runtime())


@blueprint.app_template_filter("learning_words")
def _words(key: object, table: str) -> str:
    known = getattr(learning_words, table).get(str(key))
    return str(key) if known is None else str(_(known))


@blueprint.app_template_filter("intent_label")
def _intent_label(intent: str) -> str:
    return learning_words.intent_label(intent, known_answers())


@blueprint.app_template_filter("say_why")
def _say_why(line: str) -> str:
    return learning_words.say_why(line, known_answers())


@blueprint.get("")
@needs(Permission.LABEL_SENTENCES)
def show() -> str:
    """The queue; filters stand in the address."""
    try:
        return _page(_wanted(request.args))
    except BadInputError as fault:
        return _page(Wanted(), problem=say_fault(fault))


@blueprint.post("")
@needs(Permission.LABEL_SENTENCES)
def save() -> Page:
    """Keep the labels of the page; what cannot be kept stays with what was chosen."""
    typed = read_rows(request.form)
    torn = {number for number, row in enumerate(typed) if row.torn}
    rows = [row.as_row(number) for number, row in enumerate(typed) if number not in torn]
    saved = label_page(learning(), actor(), rows)
    _say_saved(saved)
    faults = dict.fromkeys(torn, _("pilih satu saja: tombol atau daftar")) | {
        number: learning_words.say_why(fault, known_answers()) for number, fault in saved.faults.items()
    }
    others = [one for one in saved.taken if one.labelled_by != actor().name]
    if not faults and not others:
        return redirect(f"{url_for('.show')}?{address_with(request.args)}", 303)
    wanted = Wanted(only=tuple(typed[number].id for number in sorted(faults)))
    return _page(
        wanted if wanted.only else _wanted(request.args),
        typed={row.id: row for row in typed},
        faults={typed[number].id: fault for number, fault in faults.items()},
        taken=others,
    ), 422 if faults else 409


@blueprint.post("/<uuid:sentence>/batal")
@needs(Permission.LABEL_SENTENCES)
def undo(sentence: UUID) -> Page:
    """Take a label back."""
    try:
        undo_label(learning(), actor(), sentence)
    except BadInputError as fault:
        return _page(Wanted(), problem=say_fault(fault)), 422
    flash(_("Label dibatalkan. Kalimatnya kembali ke antrean."), "success")
    return redirect(url_for(".show"), 303)


@blueprint.post("/tulis")
@needs(Permission.LABEL_SENTENCES)
def write() -> Page:
    """Have the labels written now."""
    try:
        ask_writing(learning(), actor())
    except BadInputError as fault:
        return _page(Wanted(), problem=say_fault(fault)), 422
    return redirect(url_for(".show"), 303)


def _page(
    wanted: Wanted,
    *,
    problem: str = "",
    typed: Mapping[UUID, Typed] | None = None,
    faults: Mapping[UUID, str] | None = None,
    taken: object = (),
) -> str:
    who = actor()
    queue = read_queue(learning(), who, wanted)
    return render_template(
        "belajar/antrean.html",
        queue=queue,
        wanted=wanted,
        problem=problem,
        typed=typed or {},
        faults=faults or {},
        taken=taken,
        options=lambda sentence: options(sentence, queue.topics),
        sureness=learning_words.sureness,
        groups=learning_words.intent_groups(known_answers(), queue.topics),
        train_languages=[each for each in LANGUAGES if who.labels is None or each in who.labels],
        move_languages=LANGUAGES,
        reasons=list(Reason),
        mine=who.name,
        all_labels=who.labels is None,
        address_with=lambda **changes: address_with(request.args, **changes),
        **watched("label"),
    )


def _wanted(asked: MultiDict[str, str]) -> Wanted:
    page, reason, language = asked.get("halaman", ""), asked.get("alasan", ""), asked.get("bahasa", "")
    if (reason and reason not in set(Reason)) or (language and language not in set(MessageLanguage)):
        raise BadInputError("choose one of the filters on the page")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) <= 4 else 1
    return Wanted(Reason(reason) if reason else None, language, number)


def address_with(asked: Mapping[str, str], **changes: str) -> str:
    """Return the filters of an address, some of them changed."""
    kept = {name: asked.get(name, "") for name in _FIELDS} | changes
    return urlencode({name: value for name, value in kept.items() if value})


def _say_saved(saved: Saved) -> None:
    if saved.labelled:
        flash(_("%(count)s label disimpan.", count=len(saved.labelled)), "success")
    if saved.moved:
        flash(_("%(count)s kalimat dipindahkan ke bahasanya.", count=saved.moved), "success")
