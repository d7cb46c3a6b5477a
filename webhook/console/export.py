"""Exports: the cases of a list as a file, for the coordinator; noted before it is given."""

from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bot.errors import BadInputError, ForbiddenError
from bot.services.export_cases import MOST, MOST_ON_PAPER, Export, ExportOrder, FileKind, export_cases, fetch_export
from bot.services.export_rows import Redaction
from bot.services.list_cases import Wanted, list_cases
from bot.staff.permissions import Permission
from bot.vocabulary import Word
from webhook.console import export_words
from webhook.console.access import actor, needs
from webhook.console.case_words import word
from webhook.console.inbox import address_with, wanted_from
from webhook.runtime import get_runtime

_TYPES = {
    FileKind.CSV: "text/csv",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
}
_Word = TypeVar("_Word", bound=Word)

blueprint = Blueprint("export", __name__, url_prefix="/cases/export")
blueprint.add_app_template_filter(lambda key, table: word(getattr(export_words, table), key), "export_words")


@blueprint.get("")
@needs(Permission.EXPORT_CASES)
def show() -> str | tuple[str, int]:
    """The choices of an export; the filters of the list stand in the address."""
    try:
        return _page(_how_many(_wanted()))
    except BadInputError as fault:
        return _page(None, problem=str(fault)), 422


@blueprint.post("")
@needs(Permission.EXPORT_CASES)
def make() -> str | tuple[str, int] | Response:
    """Make the file. Figures are given at once; an archive is fetched from the page that shows its password."""
    runtime, count = get_runtime(), None
    try:
        wanted = _wanted()
        count = _how_many(wanted)
        order = ExportOrder(
            wanted=replace(wanted, since=_day("dari"), until=_day("sampai")),
            redaction=_chosen(Redaction, "samaran"),
            kind=_chosen(FileKind, "bentuk"),
            reason=request.form.get("alasan", "").strip(),
        )
        words = export_words.words_of_export()
        made = export_cases(runtime.store, runtime.clock, runtime.export_files, actor(), order, words)
    except BadInputError as fault:
        return _page(count, problem=str(fault)), 422
    return _page(count, made=made) if made.password else _file(made.name, made.content, _TYPES[order.kind])


@blueprint.get("/<uuid:export>")
@needs(Permission.EXPORT_CASES)
def fetch(export: UUID) -> Response | tuple[str, int]:
    """Give an archive to who made it."""
    runtime = get_runtime()
    try:
        name, content = fetch_export(runtime.store, runtime.clock, runtime.export_files, actor(), export)
    except BadInputError as fault:
        return _page(None, problem=str(fault)), 404
    return _file(name, content, "application/zip")


def _page(count: int | None, *, problem: str = "", made: Export | None = None) -> str:
    """Make the page; ``count``: how many cases fit, None where that cannot be said."""
    return render_template(
        "ekspor.html",
        count=count,
        made=made,
        problem=problem,
        typed=request.form,
        filters=address_with(request.args),
        redactions=list(Redaction),
        kinds=list(FileKind),
        most={one.value: f"{most:,}".replace(",", ".") for one, most in MOST.items()},
        most_on_paper=f"{MOST_ON_PAPER:,}".replace(",", "."),
    )


def _how_many(wanted: Wanted) -> int:
    runtime, officer = get_runtime(), actor().officer
    if officer is None:
        raise ForbiddenError("this account belongs to no officer")
    return list_cases(runtime.store, runtime.clock, officer, replace(wanted, page_size=1)).counts.total


def _file(name: str, content: bytes, media_type: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _wanted() -> Wanted:
    return wanted_from(request.args, "", "1")


def _chosen(words: type[_Word], name: str) -> _Word:
    try:
        return words(request.form.get(name, ""))
    except ValueError:
        raise BadInputError("choose what the file holds and its kind") from None


def _day(name: str) -> date | None:
    text = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInputError("give days from 2000 to 2099") from None
