"""htmx, from the package that carries it: for pages that are renewed in part. Every page works without it too."""

from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from webhook.console.access import open_to_all

blueprint = Blueprint("htmx", __name__)


@blueprint.get("/static/htmx.js")
@open_to_all
def script() -> Response:
    """The script itself; asked for again when the package changed."""
    return send_file(_script(), mimetype="text/javascript")


def _script() -> Path:
    """Return the file. The package is for another framework, so it is never imported."""
    package = find_spec("django_htmx")
    if package is None or package.origin is None:
        raise FileNotFoundError("django-htmx is not installed: run `make setup`")
    return Path(package.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"
