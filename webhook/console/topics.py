"""Topics that admins add: beginning one, and the examples of how people ask for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.learning import learning_of
from bot.services import added_topics
from bot.services.added_topics import FaultySentencesError
from bot.staff.permissions import Permission
from bot.training.labels import LANGUAGES
from bot.training.topic_sentences import LEAST, LONGEST
from bot.vocabulary import Language, is_topic
from webhook.console import topic_words
from webhook.console.access import actor, needs
from webhook.console.answer_editor import Page, here, on_desk, page
from webhook.console.answer_words import say_fault
from webhook.console.answers import editing
from webhook.console.known_answers import known_answers
from webhook.console.topic_form import MOST_NEXT, TypedTopic, next_choices, typed_sentences, typed_topic
from webhook.runtime import get_runtime

_MOST_IDS = 200

blueprint = Blueprint("topics", __name__, url_prefix="/jawaban")


@blueprint.app_template_filter("topic_words")
def _words(key: object, table: str) -> str:
    known = getattr(topic_words, table).get(str(key))
    return str(key) if known is None else str(_(known))


@blueprint.get("/topik/baru")
@needs(Permission.EDIT_ANSWERS)
def show_form() -> str:
    """The form of a new topic."""
    return _form(TypedTopic())


@blueprint.post("/topik/baru")
@needs(Permission.EDIT_ANSWERS)
def begin() -> Page:
    """Begin a topic; its texts are written on its own page next."""
    typed = typed_topic(request.form)
    try:
        key = added_topics.begin_topic(editing(), _nlu_data(), actor(), typed.as_new())
    except FaultySentencesError as fault:
        said = typed.sentences.said(fault, known_answers())
        return _form(typed, problem=say_fault(fault), faults=said), 422
    except BadInputError as fault:
        return _form(typed, problem=say_fault(fault)), 422
    flash(_("Topik dibuat. Sekarang tulis teks jawabannya, lalu simpan dan ajukan."), "success")
    return redirect(here(key, Language.ID), 303)


@blueprint.post("/<key>/kalimat")
@needs(Permission.EDIT_ANSWERS)
def add(key: str) -> Page:
    """Propose more sentences."""
    typed = typed_sentences(request.form)
    _checked(key)
    try:
        added_topics.add_sentences(editing(), _nlu_data(), actor(), key, typed.sentences())
    except FaultySentencesError as fault:
        said = typed.said(fault, known_answers())
        return _again(key, fault, typed_lines=typed, line_faults=said)
    except BadInputError as fault:
        return _again(key, fault, typed_lines=typed)
    flash(_("Kalimat disimpan. Orang kedua membacanya dulu."), "success")
    return _back(key)


@blueprint.post("/<key>/kalimat/setujui")
@needs(Permission.REVIEW_ANSWERS)
def approve(key: str) -> Page:
    """Approve the sentences that were on the page."""
    ids = [found for text in request.form.getlist("kalimat")[:_MOST_IDS] if (found := _id(text))]
    return _done(
        key,
        _("Kalimat disetujui. Pekerja menulisnya ke data latihan."),
        lambda: added_topics.approve_sentences(editing(), actor(), key, ids),
    )


@blueprint.post("/<key>/kalimat/<uuid:sentence>/hapus")
@needs(Permission.EDIT_ANSWERS)
def take_away(key: str, sentence: UUID) -> Page:
    """Take a sentence away."""
    return _done(
        key,
        _("Kalimat dihapus. Model berikutnya tidak belajar darinya lagi."),
        lambda: added_topics.take_sentence_away(editing(), actor(), key, sentence),
    )


@blueprint.post("/<key>/hapus-topik")
@needs(Permission.EDIT_ANSWERS)
def drop(key: str) -> Page:
    """Delete a topic that was never published."""
    _checked(key)
    try:
        added_topics.drop_topic(editing(), actor(), key)
    except BadInputError as fault:
        return _again(key, fault)
    flash(_("Topik dihapus. Belum pernah ada orang yang mendapatnya."), "success")
    return redirect(url_for("answers.show_list"), 303)


def _form(typed: TypedTopic, *, problem: str = "", faults: object = None) -> str:
    return render_template(
        "jawaban/topik_baru.html",
        typed=typed,
        typed_lines=typed.sentences,
        line_faults=faults or {},
        problem=problem,
        next_choices=next_choices(known_answers()),
        most_next=MOST_NEXT,
        least=LEAST,
        longest=LONGEST,
        train_languages=LANGUAGES,
    )


def _done(key: str, said: str, act: Callable[[], object]) -> Page:
    _checked(key)
    try:
        act()
    except BadInputError as fault:
        return _again(key, fault)
    flash(said, "success")
    return _back(key)


def _again(key: str, fault: BadInputError, **more: Any) -> Page:
    """Show the topic's page with what was wrong, and what was typed."""
    return page(on_desk(key, Language.ID), problem=say_fault(fault), **more), 422


def _back(key: str) -> Response:
    return redirect(f"{here(key, Language.ID)}#kalimat", 303)


def _checked(key: str) -> None:
    """Let nothing but an added topic through: other answers have no sentences here."""
    if not is_topic(key):
        abort(404)
    on_desk(key, Language.ID)


def _id(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None


def _nlu_data() -> Path:
    return learning_of(get_runtime()).nlu_data
