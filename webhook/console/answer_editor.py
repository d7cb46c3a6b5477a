"""One answer in one language: reading it, writing a draft with a preview beside it, and trying the draft."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.answers.answer_rules import full_limit, short_limit
from bot.answers.catalog import Revision
from bot.answers.glossary import read_glossary
from bot.answers.model import Form
from bot.answers.translation_files import TRANSLATED_INTO
from bot.config import RESPONSES
from bot.errors import BadInputError
from bot.messaging.simulated import new_number
from bot.services.edit_answer import discard_draft, save_draft
from bot.services.follow_ups import follow_up_choices
from bot.services.preview_answer import Preview, findings_by_field, preview
from bot.services.read_answer import AnswerOnDesk, read_answer
from bot.services.translation_queue import translation_queue
from bot.services.try_answer import try_draft
from bot.services.typed_texts import TypedTexts, revision_from
from bot.staff.permissions import Permission
from bot.vocabulary import Language
from webhook.console.access import actor, needs
from webhook.console.answer_bubbles import message_html, message_notes
from webhook.console.answer_diffs import diffs_of, theirs, titles
from webhook.console.answer_form import (
    FIELDS,
    NEXT_FIELDS,
    SOURCE_FIELDS,
    Filled,
    filled_again,
    filled_from,
    typed_from,
)
from webhook.console.answer_words import FIELD_WORDS, say_fault
from webhook.console.answers import editing, language_from
from webhook.console.simulator import NUMBER
from webhook.console.topic_page import about_topic, writes_own
from webhook.runtime import get_runtime

Page = str | Response | tuple[str, int]

blueprint = Blueprint("answer_editor", __name__, url_prefix="/jawaban")


@blueprint.get("/<key>")
@needs(Permission.READ_ANSWERS)
def show_indonesian(key: str) -> str:
    """The Indonesian answer."""
    return page(on_desk(key, Language.ID))


@blueprint.get("/<key>/<language>")
@needs(Permission.READ_ANSWERS)
def show(key: str, language: str) -> str:
    """The answer in a language."""
    return page(on_desk(key, language_from(language)))


@blueprint.post("/<key>/<language>")
@needs(Permission.TRANSLATE)
def save(key: str, language: str) -> Page:
    """Keep what was typed as the draft; where somebody else wrote meanwhile, both texts are shown."""
    desk, form = on_desk(key, language_from(language)), request.form
    try:
        typed = typed_from(form, desk.language, desk.answer)
        number = save_draft(
            editing(),
            actor(),
            key,
            desk.language,
            typed,
            form.get("alasan", "").strip() or _("tanpa catatan"),
            base=_number(form.get("dasar", "")),
            reference=form.get("acuan", ""),
        )
    except BadInputError as fault:
        return page(desk, filled=filled_again(form), problem=say_fault(fault)), 422
    if number is None:
        desk = on_desk(key, desk.language)
        return page(desk, filled=filled_again(form), conflict=True), 409
    flash(_("Draf disimpan. Belum ada yang membacanya sebelum orang lain menerbitkannya."), "success")
    return redirect(here(key, desk.language), 303)


@blueprint.post("/<key>/<language>/pratinjau")
@needs(Permission.TRANSLATE)
def show_preview(key: str, language: str) -> Page:
    """What people would read if the typed texts were published; nothing is kept."""
    desk, form = on_desk(key, language_from(language)), request.form
    problem = ""
    try:
        typed = typed_from(form, desk.language, desk.answer)
        revision = revision_from(typed, key, desk.language, editing().published())
    except BadInputError as fault:
        problem, revision = say_fault(fault), None
    if not request.headers.get("HX-Request"):
        return page(desk, filled=filled_again(form), problem=problem)
    shown = None if revision is None else _preview(revision, desk)
    return render_template("jawaban/_pratinjau.html", **_about(desk, shown), live=True, problem=problem)


@blueprint.post("/<key>/<language>/buang")
@needs(Permission.TRANSLATE)
def discard(key: str, language: str) -> Page:
    """Take the draft back."""
    desk = on_desk(key, language_from(language))
    try:
        discard_draft(editing(), actor(), key, desk.language)
    except BadInputError as fault:
        return page(desk, problem=say_fault(fault)), 422
    flash(_("Draf dibuang. Masih ada di riwayat."), "success")
    return redirect(here(key, desk.language), 303)


@blueprint.post("/<key>/<language>/coba")
@needs(Permission.TRANSLATE)
def try_out(key: str, language: str) -> Page:
    """Open the simulator with the draft in place of what is published, on a number of its own."""
    desk, number = on_desk(key, language_from(language)), new_number()
    try:
        try_draft(editing(), actor(), key, desk.language, number)
    except BadInputError as fault:
        return page(desk, problem=say_fault(fault)), 422
    session[NUMBER] = number
    return redirect(url_for("simulator.start"), 303)


def here(key: str, language: Language) -> str:
    """Return the address of an answer's page."""
    return url_for("answer_editor.show", key=key, language=language.value, antrean=request.args.get("antrean"))


def on_desk(key: str, language: Language) -> AnswerOnDesk:
    """Return an answer; a page that is not there for a key that is none."""
    try:
        return read_answer(editing(), actor(), key, language)
    except BadInputError:
        abort(404)


def page(
    desk: AnswerOnDesk, *, filled: Filled | None = None, problem: str = "", conflict: bool = False, **more: object
) -> str:
    """Return the page of an answer. ``filled``: what was typed; ``conflict``: somebody else wrote meanwhile.

    ``more``: sentences that were typed for an added topic, and what is wrong with them.
    """
    fields = filled or filled_from(desk)
    shown = _preview_of(fields, desk)
    return render_template(
        "jawaban/satu.html",
        **_about(desk, shown),
        filled=fields,
        problem=problem,
        live=False,
        conflict=conflict,
        source_fields=SOURCE_FIELDS,
        next_fields=NEXT_FIELDS,
        titles=titles(),
        diffs=diffs_of(desk),
        theirs=theirs(desk, fields) if conflict else {},
        glossary=_glossary(desk),
        queue=_queue(desk),
        typed=request.form if problem else {},
        languages_here=(Language.ID, *TRANSLATED_INTO) if desk.answer.short else (Language.ID,),
        **(about_topic(desk) | more),
    )


def _about(desk: AnswerOnDesk, shown: Preview | None) -> Mapping[str, object]:
    """Return what the page and the preview alone both need."""
    return {
        "desk": desk,
        "next_choices": follow_up_choices(editing(), desk.answer) if desk.language is Language.ID else (),
        "answer": desk.answer,
        "forms": [form for form in Form if desk.answer.text(form) or writes_own(desk)],
        "fields": FIELDS,
        "preview": shown,
        "findings": findings_by_field(shown.findings) if shown else {},
        "field_words": FIELD_WORDS,
        "message_html": message_html,
        "message_notes": message_notes,
        "limits": {Form.LABEL: 24, Form.SHORT: short_limit(desk.answer), Form.FULL: full_limit(desk.answer)},
    }


def _preview_of(fields: Filled, desk: AnswerOnDesk) -> Preview | None:
    texts = {form: fields.texts.get(form.value, "") for form in Form}
    drafted = desk.pending.revision if desk.pending is not None else Revision(desk.answer.key, desk.language)
    plain = TypedTexts(
        texts[Form.LABEL],
        texts[Form.SHORT],
        texts[Form.FULL],
        desk.answer.sources if drafted.sources is None else drafted.sources,
        drafted.reviewed_on or desk.answer.reviewed_on,
        drafted.review_by or desk.answer.review_by,
        fields.next,
    )
    try:
        typed = typed_from(request.form, desk.language, desk.answer) if "dasar" in request.form else plain
        return _preview(revision_from(typed, desk.answer.key, desk.language, editing().published()), desk)
    except BadInputError:
        return None


def _preview(revision: Revision, desk: AnswerOnDesk) -> Preview:
    if desk.language is not Language.ID:
        revision = Revision(**{**vars(revision), "reference_hash": desk.answer.reference_hash})
    return preview(editing(), get_runtime().wording.context(), revision)


def _glossary(desk: AnswerOnDesk) -> Mapping[str, object]:
    if desk.language is not Language.AOZ:
        return {}
    return read_glossary(RESPONSES).words_of(" ".join(desk.answer.text(form) for form in Form))


def _queue(desk: AnswerOnDesk) -> tuple[int, int, str, str] | None:
    """Return the place in the translator's queue, its length, and the keys before and after."""
    if request.args.get("antrean") != "1" or desk.language is Language.ID:
        return None
    queue = translation_queue(editing(), actor(), desk.language)
    place, before, after = queue.around(desk.answer.key)
    return place, len(queue.lines), before, after


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else -1
