"""The console's two languages: Indonesian as written in the pages, English from a catalog (translations/*.po).

Catalogs are read as they are, once at start; a page never shows a language that is half translated (a test counts).
Flask-Security's own texts are English; their Indonesian is in translations/id.po.
"""

from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Blueprint, Flask, g, redirect, request, session
from flask_babel import Babel, get_locale
from flask_security import Security
from werkzeug.wrappers import Response

from bot.clock import WITA
from bot.errors import BadInputError
from webhook.console.access import open_to_all
from webhook.console.sms_price import whole_cost_of

LANGUAGES = ("id", "en")
CATALOGS = Path(__file__).parent / "translations"

_KEPT = "bahasa"

blueprint = Blueprint("languages", __name__)


def set_up_languages(app: Flask, security: Security) -> None:
    """Attach the catalogs to the pages and to Flask-Security's texts."""
    babel = Babel(app, default_locale="id", locale_selector=_chosen)  # type: ignore[no-untyped-call]
    with app.app_context():
        ours, theirs = babel.domain_instance, security.i18n_domain
    for language in LANGUAGES:
        translations = _read(language)
        ours.cache[language, ours.domain[0]] = translations
        theirs.cache[language, theirs.domain[0]] = translations
    app.context_processor(lambda: {"language": str(get_locale() or "id"), "languages": LANGUAGES})
    app.add_template_filter(_wita, "wita")
    app.add_template_filter(_hour, "jam")
    app.add_template_filter(whole_cost_of, "whole_cost")
    app.register_blueprint(blueprint)


@blueprint.post("/bahasa")
@open_to_all
def choose() -> Response:
    """Keep the language for this session and go back to the page it was chosen on."""
    language = request.form.get("bahasa", "")
    if language not in LANGUAGES:
        raise BadInputError("bahasa: id, en")
    session[_KEPT] = language
    back = request.form.get("dari", "/")
    ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    return redirect(back if ours else "/", 303)


def _chosen() -> str:
    if "language" not in g:
        kept = session.get(_KEPT)
        g.language = kept if kept in LANGUAGES else LANGUAGES[0]
    return str(g.language)


def _wita(moment: datetime) -> str:
    """Return a time as officers read it."""
    return f"{moment.astimezone(WITA):%d-%m-%Y %H.%M} WITA"


def _hour(moment: datetime) -> str:
    """Return the time of a day that is plain from what stands around it."""
    return f"{moment.astimezone(WITA):%H.%M} WITA"


@cache
def _read(language: str) -> Translations:
    """Return a catalog as Babel uses it. Its compiled form is made in memory: no second file to keep in step."""
    with (CATALOGS / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
