"""The overview: figures of a period as charts and tables, and each table as a file."""

from datetime import date

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from bot.clock import WITA
from bot.errors import BadInputError
from bot.reports.figure_period import Period, Preset, period_between, period_of
from bot.services.overview import note_exported, read_overview
from bot.services.overview_messages import step_name
from bot.services.overview_tables import TableName
from bot.staff.permissions import Permission
from webhook.console import overview_words
from webhook.console.access import actor, needs
from webhook.console.case_words import word
from webhook.console.overview_page import csv_of, panels_of
from webhook.runtime import get_runtime

_PRESETS = (Preset.DAYS_7, Preset.DAYS_30, Preset.DAYS_90, Preset.YEAR)

blueprint = Blueprint("overview", __name__, url_prefix="/ikhtisar")
blueprint.add_app_template_filter(lambda key, table: word(getattr(overview_words, table), key), "overview_words")


@blueprint.get("")
@needs(Permission.READ_OVERVIEW)
def show() -> str | tuple[str, int]:
    """All figures; the period stands in the address."""
    try:
        return _page(_period())
    except BadInputError as fault:
        return _page(period_of(Preset.DAYS_30, _today()), str(fault)), 422


@blueprint.get("/<name>.csv")
@needs(Permission.READ_OVERVIEW)
def export(name: str) -> Response:
    """One table as a file, noted before it is given."""
    if name not in set(TableName):
        abort(404)
    runtime, table, period = get_runtime(), TableName(name), _period()
    found = read_overview(runtime.store, runtime.clock, actor(), period)
    content = csv_of(found.tables[table], found)
    note_exported(runtime.store, runtime.clock, actor(), table, period)
    answer = Response(content, mimetype="text/csv")
    file_name = f"ikhtisar-{table}-{period.first}-{period.last}.csv"
    answer.headers["Content-Disposition"] = f"attachment; filename={file_name}"
    return answer


def _page(period: Period, problem: str = "") -> str:
    runtime = get_runtime()
    found = read_overview(runtime.store, runtime.clock, actor(), period)
    return render_template(
        "ikhtisar/semua.html",
        found=found,
        panels=panels_of(found),
        period=period,
        presets=_PRESETS,
        step=step_name(period),
        today=_today(),
        typed=request.args if problem else {},
        query={"dari": period.first.isoformat(), "sampai": period.last.isoformat()},
        problem=problem,
    )


def _period() -> Period:
    """Return the period of the address: two days, one that is offered, or the last 30 days."""
    asked = request.args
    if asked.get("dari") or asked.get("sampai"):
        return period_between(asked.get("dari", ""), asked.get("sampai", ""), _today())
    try:
        preset = Preset(asked.get("rentang", Preset.DAYS_30.value))
    except ValueError:
        raise BadInputError("choose one of the periods on the page") from None
    if preset is Preset.CUSTOM:
        raise BadInputError("choose one of the periods on the page")
    return period_of(preset, _today())


def _today() -> date:
    return get_runtime().clock.now().astimezone(WITA).date()
