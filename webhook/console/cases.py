"""Cases: those that are open to an officer, one of them in full, its author, its files; more in case_work.py."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.reports.case_questions import CaseQuestion
from bot.reports.regencies import regencies
from bot.services.ask_reporter import ask as ask_author
from bot.services.blurred_evidence import blurred_evidence
from bot.services.list_cases import Wanted, list_cases
from bot.services.preview_question import preview_question
from bot.services.told_parts import render_part
from bot.services.unseal_address import unseal_address
from bot.services.unseal_story import unseal_story
from bot.services.view_evidence import view_evidence
from bot.staff.permissions import Permission
from webhook.console import case_words, work_words
from webhook.console.access import needs
from webhook.console.case_forms import seen
from webhook.console.case_page import case_page, done, officer, reason
from webhook.console.inbox import address_with, wanted_from
from webhook.console.step_words import step_words
from webhook.runtime import get_runtime

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
blueprint.add_app_template_filter(lambda key, table: case_words.word(_table(table), key), "words")
blueprint.add_app_template_filter(step_words, "step_words")


def _table(name: str) -> Mapping[str, str]:
    table: Mapping[str, str] = getattr(work_words if hasattr(work_words, name) else case_words, name)
    return table


@blueprint.get("")
@needs(Permission.READ_CASES)
def show_list() -> str:
    """The open cases, the one to be acted on first at the top; the filters stand in the address."""
    return _list("", request.args.get("halaman", "1"))


@blueprint.post("")
@needs(Permission.READ_CASES)
def search() -> str:
    """The cases that fit a search. What is searched for, a number or a name, stands in no address."""
    return _list(request.form.get("cari", "").strip(), request.form.get("halaman", "1"))


def _list(search: str, page: str) -> str:
    runtime, asked, problem = get_runtime(), request.args, ""
    try:
        found = list_cases(runtime.store, runtime.clock, officer(), wanted_from(asked, search, page))
    except BadInputError as fault:
        problem = str(fault)
        found = list_cases(runtime.store, runtime.clock, officer(), Wanted())
    return render_template(
        "kasus_semua.html",
        found=found,
        asked=asked,
        search=search,
        problem=problem,
        regencies=regencies(),
        address_with=lambda **changes: address_with(asked, **changes),
        filtered=bool(address_with(asked)),
    )


@blueprint.get("/<code>")
@needs(Permission.READ_CASES)
def show(code: str) -> str:
    """One case; that it was opened stays in its history."""
    return case_page(code)


@blueprint.post("/<code>/ask")
@needs(Permission.WORK_CASES)
def ask(code: str) -> Response | tuple[str, int]:
    """Ask the author something, at the hours they allowed."""
    runtime = get_runtime()
    template = bool(runtime.settings.twilio_notice_content_sid)
    return done(
        code,
        _("Pertanyaan disimpan sampai jam yang diizinkan."),
        lambda: ask_author(
            runtime.store,
            runtime.clock,
            code,
            officer(),
            _question(),
            between=request.form.get("jam", "").strip(),
            template=template,
            seen=seen(),
        ),
    )


@blueprint.post("/<code>/ask/preview")
@needs(Permission.WORK_CASES)
def preview(code: str) -> str | tuple[str, int]:
    """Show what the author would read, and when, before the question is kept."""
    runtime = get_runtime()
    try:
        shown = preview_question(
            runtime.store,
            runtime.clock,
            runtime.wording,
            code,
            officer(),
            _question(),
            between=request.form.get("jam", "").strip(),
            template=bool(runtime.settings.twilio_notice_content_sid),
        )
    except BadInputError as fault:
        return case_page(code, problem=str(fault)), 422
    return case_page(code, preview=shown)


@blueprint.post("/<code>/unseal")
@needs(Permission.WORK_CASES)
def unseal(code: str) -> str | tuple[str, int]:
    """Show the author's number on this one page, for a reason that stays."""
    runtime = get_runtime()
    try:
        address = unseal_address(runtime.store, runtime.clock, code, officer(), reason())
    except BadInputError as fault:
        return case_page(code, problem=str(fault)), 422
    return case_page(code, address=address.removeprefix("whatsapp:"))


@blueprint.post("/<code>/unseal-story")
@needs(Permission.WORK_CASES)
def unseal_told(code: str) -> str | tuple[str, int]:
    """Show the names and numbers in what was told on this one page, for a reason that stays."""
    runtime = get_runtime()
    try:
        case = unseal_story(runtime.store, runtime.clock, code, officer(), reason())
    except BadInputError as fault:
        return case_page(code, problem=str(fault)), 422
    return case_page(code, case=case)


@blueprint.post("/<code>/files/<uuid:file>")
@needs(Permission.WORK_CASES)
def view(code: str, file: UUID) -> Response | tuple[str, int]:
    """Show a photo, or hand out a file, for a reason that stays."""
    runtime = get_runtime()
    try:
        found = view_evidence(runtime.store, runtime.clock, runtime.evidence_files, code, officer(), file, reason())
    except BadInputError as fault:
        return case_page(code, problem=str(fault)), 422
    answer = Response(found.content, mimetype=found.media_type)
    # Only photos are shown here: they were drawn anew. Whoever opens a PDF does so where it can do no harm.
    answer.headers["Content-Disposition"] = f"{'inline' if found.photo else 'attachment'}; filename={found.name}"
    return answer


@blueprint.get("/<code>/files/<uuid:file>/blurred")
@needs(Permission.READ_CASES)
def blurred(code: str, file: UUID) -> Response:
    """Show that there is a photo, and hardly more: a few blurred spots of colour."""
    runtime = get_runtime()
    picture = blurred_evidence(runtime.store, runtime.evidence_files, code, officer(), file)
    return Response(picture, mimetype="image/png")


@blueprint.post("/<code>/parts/<part>")
@needs(Permission.WORK_CASES)
def render(code: str, part: str) -> Response | tuple[str, int]:
    """Keep what a part of the report says in Indonesian."""
    runtime = get_runtime()
    return done(
        code,
        _("Artinya disimpan, dengan nama Anda."),
        lambda: render_part(runtime.store, runtime.clock, code, officer(), part, request.form.get("artinya", "")),
    )


def _question() -> CaseQuestion:
    try:
        return CaseQuestion(request.form.get("pertanyaan", ""))
    except ValueError:
        raise BadInputError("choose a question") from None
