"""Whether a web process lives, and whether it can keep messages where they belong. Both applications register it."""

from flask import Blueprint, Response, jsonify

from bot.errors import UnavailableError
from bot.services.check_health import database_ready
from webhook.runtime import get_runtime

blueprint = Blueprint("health", __name__, url_prefix="/health")


@blueprint.get("/live")
def live() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/ready")
def ready() -> tuple[Response, int]:
    """Say whether the database answers and has today's tables. Without it messages still reach the spool."""
    try:
        database_ready(get_runtime().store)
    except UnavailableError:
        return jsonify(status="database unavailable, messages are kept in the spool"), 503
    return jsonify(status="ok"), 200
