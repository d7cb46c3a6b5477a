"""The answers: all of them with what somebody has to see to, the translator's queue, and words to look up."""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from werkzeug.datastructures import MultiDict

from bot.answers.glossary import read_glossary
from bot.answers.model import Answer, Form
from bot.answers.translation_files import TRANSLATED_INTO
from bot.config import RESPONSES
from bot.errors import BadInputError
from bot.learning import learning_of
from bot.services.editing import Editing
from bot.services.list_answers import LONGEST_SEARCH, AnswerOrder, AnswerState, WantedAnswers, list_answers
from bot.services.read_topic import served_topics
from bot.services.translation_queue import translation_queue
from bot.staff.permissions import Permission
from bot.vocabulary import Language, Word
from webhook.console import answer_words
from webhook.console.access import actor, needs
from webhook.runtime import get_runtime

_Word = TypeVar("_Word", bound=Word)
_FIELDS = ("topik", "keadaan", "kurang", "urut", "cari")
_LONGEST_TITLE = 60

blueprint = Blueprint("answers", __name__, url_prefix="/jawaban")


def editing() -> Editing:
    """Return what reading and changing the answers needs."""
    runtime = get_runtime()
    return Editing(runtime.store, runtime.clock, runtime.wording.catalog, RESPONSES)


@blueprint.app_template_filter("answer_words")
def _words(key: object, table: str) -> str:
    known = getattr(answer_words, table).get(str(key))
    return str(key) if known is None else answer_words.say(known)


@blueprint.app_template_filter("say")
def _say(text: object) -> str:
    return answer_words.say(text)


@blueprint.app_template_filter("title_of")
def title_of(answer: Answer) -> str:
    """Return what an answer is called: its label, else how it begins."""
    if answer.label:
        return answer.label
    begins = answer.text(Form.SHORT)
    return begins if len(begins) <= _LONGEST_TITLE else begins[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


@blueprint.get("")
@needs(Permission.READ_ANSWERS)
def show_list() -> str:
    """Every answer; filters and search stand in the address."""
    asked, problem = request.args, ""
    try:
        wanted = _wanted(asked)
    except BadInputError as fault:
        wanted, problem = WantedAnswers(), answer_words.say_fault(fault)
    found = list_answers(editing(), actor(), wanted)
    return render_template(
        "jawaban/semua.html",
        found=found,
        asked=asked,
        problem=problem,
        states=list(AnswerState),
        languages_here=TRANSLATED_INTO,
        address_with=lambda **changes: _address_with(asked, **changes),
        filtered=bool(_address_with(asked)),
        known_topics=served_topics(learning_of(get_runtime())),
    )


@blueprint.get("/terjemahan")
@needs(Permission.READ_ANSWERS)
def show_queue() -> str:
    """What a translator has to do next, in the reviewer's own language or the one that is asked for."""
    language = _translated(request.args.get("bahasa") or actor().language)
    queue = translation_queue(editing(), actor(), language)
    return render_template(
        "jawaban/terjemahan.html", queue=queue, languages_here=TRANSLATED_INTO, most=_shown_at_once()
    )


@blueprint.get("/kamus")
@needs(Permission.READ_ANSWERS)
def look_up() -> str:
    """Dawan words with what they mean and where they were found."""
    word = request.args.get("kata", "")[:LONGEST_SEARCH]
    found = read_glossary(RESPONSES).look_up(word)
    page = "jawaban/_kata.html" if request.headers.get("HX-Request") else "jawaban/kamus.html"
    return render_template(page, word=word, found=found)


def language_from(text: str) -> Language:
    """Return the language in an address; a page that is not there for any other."""
    try:
        return Language(text)
    except ValueError:
        abort(404)


def _translated(text: str) -> Language:
    found = next((language for language in TRANSLATED_INTO if language == text), None)
    return found or TRANSLATED_INTO[0]


def _shown_at_once() -> int:
    text = request.args.get("banyak", "")
    return min(int(text), 400) if text.isascii() and text.isdecimal() and len(text) <= 3 else 40


def _wanted(asked: MultiDict[str, str]) -> WantedAnswers:
    page = asked.get("halaman", "1")
    return WantedAnswers(
        topic=asked.get("topik", "")[:60],
        state=_chosen(AnswerState, asked.get("keadaan", "")),
        lacks=_chosen(Language, asked.get("kurang", "")),
        search=asked.get("cari", "")[:LONGEST_SEARCH],
        order=_chosen(AnswerOrder, asked.get("urut", "")),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) <= 4 else 0,
    )


def _chosen(words: type[_Word], text: str) -> _Word | None:
    if not text:
        return None
    try:
        return words(text)
    except ValueError:
        raise BadInputError("choose one of the filters on the page") from None


def _address_with(asked: Mapping[str, str], **changes: str) -> str:
    kept = {name: asked.get(name, "") for name in _FIELDS} | changes
    return urlencode({name: value for name, value in kept.items() if value})
