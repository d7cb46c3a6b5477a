"""Serve one model on loopback, ``/model/parse`` only. Run inside .venv-nlu by bot/nlu_child.py.

``rasa run`` would take the token as an argument, which every user of the machine can read, open a console
channel without credentials, and offer the whole of Rasa's HTTP API. Settings come by environment: ``NLU_TOKEN``,
``NLU_MODEL``; ``NLU_SOCKET`` is the descriptor of a bound socket and ``NLU_READY``, where given, that of a pipe.

The socket is shared by the server that leaves and the one that follows it, so no connection is lost between them.
Nobody listens before the model is loaded and has understood a sentence; then a line goes into the pipe.
"""

import asyncio
import logging
import os
import socket
import sys
from functools import partial

from rasa.core.run import configure_app, load_agent_on_start
from rasa.core.utils import AvailableEndpoints
from rasa.utils.log_utils import configure_structlog
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

PARSE = ("POST", "/model/parse")
FIRST_SENTENCE = "halo"
FINISH_SECONDS = 3.0  # for what is in hand when it is told to end; clients wait 2 s


async def only_parse(request: Request) -> HTTPResponse | None:
    """Answer 404 to everything but the one route this project uses."""
    return None if (request.method, request.path) == PARSE else text("not found", 404)


async def sign(model: str, request: Request, response: HTTPResponse) -> None:
    """Say which model answered; one that ends lets its clients connect anew, to its successor."""
    response.headers["Model"] = model
    if request.app.is_stopping:
        request.stream.keep_alive = False


async def load(model: str, endpoints: AvailableEndpoints, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    """Load the model and understand one sentence, the first being slow; a model that cannot ends the process."""
    agent = await load_agent_on_start(model, endpoints, None, app, loop)
    if not agent.is_ready():
        raise RuntimeError("the NLU model cannot be loaded")
    await agent.parse_message(FIRST_SENTENCE)


async def tell_ready(_app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
    """Tell whoever started this process that it answers."""
    pipe = int(os.environ["NLU_READY"])
    os.write(pipe, b"ready\n")
    os.close(pipe)


def main() -> None:
    """Serve until stopped. No access log: its lines would hold the token. No debug log: it holds the messages."""
    configure_structlog(logging.WARNING)
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("sanic.access").disabled = True
    logging.getLogger("sanic.root").setLevel(logging.WARNING)
    token, model = os.environ["NLU_TOKEN"], os.environ["NLU_MODEL"]
    if not token:
        sys.exit("NLU_TOKEN is empty: the server does not start without a token")
    listener = socket.socket(fileno=int(os.environ["NLU_SOCKET"]))
    endpoints = AvailableEndpoints()
    app = configure_app(None, None, token, enable_api=True, port=listener.getsockname()[1], endpoints=endpoints)
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = FINISH_SECONDS
    app.register_middleware(only_parse, "request")
    app.register_middleware(partial(sign, os.path.basename(model)), "response")  # noqa: PTH119 - a name for a header
    app.register_listener(partial(load, model, endpoints), "before_server_start")
    if "NLU_READY" in os.environ:
        app.register_listener(tell_ready, "after_server_start")
    app.run(sock=listener, workers=1, access_log=False, debug=False, motd=False)


if __name__ == "__main__":
    main()
