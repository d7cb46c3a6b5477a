"""Each family of errors as HTTP, once: 400 for bad input, 503 for what may work later, 500 for the rest."""

import logging

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from bot.errors import BadInputError, UnavailableError

log = logging.getLogger(__name__)


def register_errors(app: Flask) -> None:
    """Answer our errors in plain text; nothing of a request is ever echoed."""
    app.register_error_handler(BadInputError, _bad_input)
    app.register_error_handler(UnavailableError, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _plain(text: str, status: int) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")


def _bad_input(fault: Exception) -> Response:
    return _plain(str(fault), 400)


def _unavailable(fault: Exception) -> Response:
    del fault
    response = _plain("not available now, try again", 503)
    response.headers["Retry-After"] = "30"
    return response


def _http(fault: HTTPException) -> Response:
    return _plain(fault.name, fault.code or 500)


def _unexpected(fault: Exception) -> Response:
    log.error("request failed: %s", type(fault).__name__)
    return _plain("Internal Server Error", 500)
