"""The language models: which there are, training, comparing, serving another one, and taking it back."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from bot.clock import WITA
from bot.errors import BadInputError
from bot.services import model_jobs
from bot.services.serve_model import promote, read_models, roll_back
from bot.staff.permissions import Permission
from bot.training.report_page import UNCHECKED
from webhook.console.access import actor, needs
from webhook.console.answer_words import say_fault
from webhook.console.learning import learning
from webhook.console.learning_jobs import watched

blueprint = Blueprint("models", __name__, url_prefix="/belajar/model")

Page = str | Response | tuple[str, int]


@blueprint.app_template_filter("moment")
def _moment(text: str) -> str:
    """Return an ISO time as people read it; anything else as it is."""
    try:
        return f"{datetime.fromisoformat(text).astimezone(WITA):%d-%m-%Y %H.%M} WITA"
    except ValueError:
        return text


@blueprint.get("")
@needs(Permission.MANAGE_MODELS)
def show() -> str:
    """All models with their figures, and what is being done."""
    return _page()


@blueprint.post("/latih")
@needs(Permission.MANAGE_MODELS)
def train() -> Page:
    """Ask for a candidate."""
    try:
        model_jobs.ask_training(learning(), actor())
    except BadInputError as fault:
        return _page(problem=say_fault(fault)), 422
    return redirect(url_for(".show"), 303)


@blueprint.post("/<model>/bandingkan")
@needs(Permission.MANAGE_MODELS)
def compare(model: str) -> Page:
    """Ask for a comparison with the served model."""
    try:
        model_jobs.ask_comparison(learning(), actor(), model)
    except BadInputError as fault:
        return _page(problem=say_fault(fault)), 422
    return redirect(url_for(".show"), 303)


@blueprint.post("/<model>/pakai")
@needs(Permission.MANAGE_MODELS)
def serve(model: str) -> Page:
    """Serve it from now on."""
    try:
        promote(learning(), actor(), model, request.form.get("alasan", ""))
    except BadInputError as fault:
        return _page(problem=say_fault(fault)), 422
    flash(_("Model ini dipakai. Layanan yang jalan beralih dalam satu menit, tanpa kehilangan pesan."), "success")
    return redirect(url_for(".show"), 303)


@blueprint.post("/kembali")
@needs(Permission.MANAGE_MODELS)
def take_back() -> Page:
    """Serve the previous model again."""
    try:
        roll_back(learning(), actor(), request.form.get("dipakai", ""))
    except BadInputError as fault:
        return _page(problem=say_fault(fault)), 422
    flash(_("Model sebelumnya dipakai lagi. Layanan yang jalan beralih dalam satu menit."), "success")
    return redirect(url_for(".show"), 303)


def _page(problem: str = "") -> str:
    return render_template(
        "belajar/model.html",
        found=read_models(learning(), actor()),
        problem=problem,
        typed=request.form.get("alasan", ""),
        unchecked=UNCHECKED,
        **watched(),
    )
