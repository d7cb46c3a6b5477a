"""An officer's part in a reporter's conversation: joining it, writing, reading, handing it back to the bot."""

from collections.abc import Mapping
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.errors import BadInputError, NotOpenError
from bot.reports.officer_words import Hint
from bot.reports.takeover import ANSWER_MINUTES, QUIET_MINUTES
from bot.services import join_takeover
from bot.services.read_takeover import ConversationView, read_conversation
from bot.services.takeover_words import LONGEST, MOST_SEGMENTS, preview_words
from bot.staff.permissions import Permission
from webhook.console.access import needs
from webhook.console.case_forms import fresh_id, typed
from webhook.console.case_page import case_page, officer
from webhook.runtime import get_runtime

blueprint = Blueprint("conversation", __name__, url_prefix="/cases")

_Answer = Response | tuple[str, int]


@blueprint.get("/<code>/conversation")
@needs(Permission.READ_CASES)
def show(code: str) -> str:
    """What was written on both sides, and where the officer who is in it writes."""
    return _page(_view(code))


@blueprint.get("/<code>/conversation/lines")
@needs(Permission.READ_CASES)
def lines(code: str) -> str:
    """What was written alone, for the page that is looked at."""
    return render_template("percakapan/_baris.html", talk=_view(code))


@blueprint.post("/<code>/conversation/join")
@needs(Permission.WORK_CASES)
def join(code: str) -> _Answer:
    """Join it: the bot is silent from now on, and says so."""
    runtime = get_runtime()
    try:
        join_takeover.join(runtime.acting, runtime.wording, code, officer())
    except BadInputError as fault:
        return case_page(code, problem=str(fault)), 422
    return redirect(url_for(".show", code=code, _anchor="tulis"), 303)


@blueprint.post("/<code>/conversation")
@needs(Permission.WORK_CASES)
def write(code: str) -> str | _Answer:
    """Send what was typed; words to think about are shown first, and what cannot go out says why. Nothing is lost."""
    runtime, text = get_runtime(), request.form.get("teks", "")
    if "muat" in request.form:
        return _page(_view(code), text=text)
    sure = request.form.get("yakin") == "ya"
    try:
        hints = join_takeover.write(runtime.acting, runtime.wording, code, officer(), fresh_id(), text, sure=sure)
    except BadInputError as fault:
        return _page(_view(code), text=text, problem=str(fault)), 422
    if hints:
        return _page(_view(code), text=text, hints=hints), 422
    return redirect(url_for(".show", code=code, _anchor="tulis"), 303)


@blueprint.post("/<code>/conversation/size")
@needs(Permission.WORK_CASES)
def size(code: str) -> str:
    """What the words typed so far would cost, and what is to be thought about; nothing is sent."""
    runtime, text, problem, measured = get_runtime(), request.form.get("teks", ""), "", None
    if text.strip():
        try:
            measured = preview_words(runtime.store, runtime.wording, code, officer(), text)
        except NotOpenError:
            raise
        except BadInputError as fault:
            problem = str(fault)
    return render_template("percakapan/_ukuran.html", measured=measured, problem=problem, most=MOST_SEGMENTS)


@blueprint.post("/<code>/conversation/leave")
@needs(Permission.WORK_CASES)
def leave(code: str) -> _Answer:
    """Hand it back to the bot."""
    runtime = get_runtime()
    try:
        join_takeover.hand_back(runtime.acting, runtime.wording, code, officer())
    except BadInputError as fault:
        return case_page(code, problem=str(fault)), 422
    flash(_("Percakapan kembali ke mesin."), "success")
    return redirect(url_for(".show", code=code), 303)


def _view(code: str) -> ConversationView:
    runtime = get_runtime()
    return read_conversation(runtime.store, runtime.clock, code, officer())


def _page(
    talk: ConversationView, *, text: str = "", problem: str = "", hints: Mapping[Hint, tuple[str, ...]] | None = None
) -> str:
    return render_template(
        "percakapan.html",
        talk=talk,
        text=text,
        problem=problem,
        hints=hints or {},
        posting=typed("kiriman") if hints else uuid4().hex,
        longest=LONGEST,
        answer_minutes=ANSWER_MINUTES,
        quiet_minutes=QUIET_MINUTES,
    )
