"""Serve the model on loopback, ``/model/parse`` only. Run inside .venv-nlu by bot/nlu_server.py.

``rasa run`` would take the token as an argument, which every user of the machine can read, open a console
channel without credentials, and offer the whole of Rasa's HTTP API. Settings come by environment:
``NLU_TOKEN``, ``NLU_PORT``, ``NLU_MODEL``.
"""

import logging
import os
import sys
from functools import partial

from rasa.core.run import configure_app, load_agent_on_start
from rasa.core.utils import AvailableEndpoints
from rasa.utils.log_utils import configure_structlog
from sanic.request import Request
from sanic.response import HTTPResponse, text

PARSE = ("POST", "/model/parse")
LOOPBACK = "127.0.0.1"


async def only_parse(request: Request) -> HTTPResponse | None:
    """Answer 404 to everything but the one route this project uses."""
    return None if (request.method, request.path) == PARSE else text("not found", 404)


def main() -> None:
    """Serve until stopped. No access log: its lines would hold the token. No debug log: it holds the messages."""
    configure_structlog(logging.WARNING)
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("sanic.access").disabled = True
    logging.getLogger("sanic.root").setLevel(logging.WARNING)
    token, port, model = os.environ["NLU_TOKEN"], int(os.environ["NLU_PORT"]), os.environ["NLU_MODEL"]
    if not token:
        sys.exit("NLU_TOKEN is empty: the server does not start without a token")
    endpoints = AvailableEndpoints()
    app = configure_app(None, None, token, enable_api=True, port=port, endpoints=endpoints)
    app.register_middleware(only_parse, "request")
    app.register_listener(partial(load_agent_on_start, model, endpoints, None), "before_server_start")
    app.run(host=LOOPBACK, port=port, workers=1, access_log=False, debug=False)


if __name__ == "__main__":
    main()
