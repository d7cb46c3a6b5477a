"""The NLU server's process: ``python -m bot.nlu_server --serve``, or a private one for a terminal command.

Rasa needs Python 3.10 and old libraries, so it runs in its own environment, .venv-nlu. It listens on
loopback only, wants a token, and dies with the process that started it. ``--serve`` follows the pointer of the model
store (bot/nlu_service.py); a private server keeps the model it began with.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from bot import nlu_service
from bot.errors import BadInputError, JalanAmanError, UnavailableError
from bot.logs import set_up_logs
from bot.nlu_child import NLU_PYTHON, ROOT, SERVE_SCRIPT, bound_socket, die_with, environment_of
from bot.training.models import FOLDER, ModelStore
from bot.understanding.rasa import TIME_LIMIT, RasaClient

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
DEFAULT_URL = "http://127.0.0.1:5005"
START_SECONDS = 300.0
FAULTY_SECONDS = 60.0
STOP_SECONDS = 5.0


@contextmanager
def running_nlu(
    url: str | None = None,
    token: str | None = None,
    progress: Callable[[str], None] | None = None,
    model: Path | None = None,
    patience: timedelta = TIME_LIMIT,
) -> Iterator[RasaClient]:
    """Yield a client of the server at ``url`` when that answers, else of a private one on a free port.

    The private server ends with the block; it serves ``model``, by default the one that is served now.
    ``progress`` receives lines for a person who waits. ``patience``: how long the private one may take for an answer.
    Raises UnavailableError with one clear line when the model or .venv-nlu is missing or the start fails.
    """
    say = progress or (lambda _line: None)
    if url and token:
        client = RasaClient(url, token)
        if client.healthy():
            yield client
            return
    model = model or _served_model(ModelStore(FOLDER))
    _check_environment()
    own_token = secrets.token_urlsafe(32)
    with tempfile.TemporaryFile() as log, _child(own_token, port := _free_port(), model, log) as process:
        client = RasaClient(f"http://127.0.0.1:{port}", own_token, time_limit=patience)
        _wait_until_healthy(client, port, process, log, say)
        yield client


def serve(url: str, token: str, models: Path = FOLDER) -> None:
    """Serve at ``url`` what the model store in ``models`` names, until a signal ends it.

    Raises BadInputError or UnavailableError.
    """
    port = _checked(url, token)
    store = ModelStore(models)
    _served_model(store)
    nlu_service.run(store, port, token)


def become_server(url: str, token: str, model: Path) -> None:
    """Become a server of one model at ``url``. Returns never; raises BadInputError or UnavailableError."""
    port = _checked(url, token)
    die_with(os.getppid(), signal.SIGTERM)
    listener = bound_socket(port)
    listener.set_inheritable(True)
    environment = environment_of(token, model, listener)
    os.chdir(ROOT / "nlu_data")
    os.execve(NLU_PYTHON, [str(NLU_PYTHON), str(SERVE_SCRIPT)], environment)  # noqa: S606 - fixed arguments


def _checked(url: str, token: str) -> int:
    """Return the port to serve at."""
    _check_environment()
    if not token:
        raise BadInputError("NLU_TOKEN is empty: set it to a long random text")
    return _port_of(url)


def _check_environment() -> None:
    if not NLU_PYTHON.exists():
        raise UnavailableError("the NLU environment .venv-nlu is missing: run make setup")


def _served_model(store: ModelStore) -> Path:
    current = store.current()
    if current is None:
        raise UnavailableError("the NLU model is missing: run make train")
    return store.file(current.id)


def _port_of(url: str) -> int:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        port = None
        parts = urlsplit("")
    if parts.scheme != "http" or parts.hostname not in LOOPBACK or not port:
        raise BadInputError("NLU_URL must look like http://127.0.0.1:5005: the NLU server is for this machine only")
    return port


@contextmanager
def _child(token: str, port: int, model: Path, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "NLU_URL": f"http://127.0.0.1:{port}", "NLU_TOKEN": token}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.nlu_server", "--serve", "--model", str(model)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(
    client: RasaClient, port: int, process: subprocess.Popen[bytes], log: IO[bytes], say: Callable[[str], None]
) -> None:
    """Raise UnavailableError when the server ends, answers nothing but errors, or takes too long."""
    started = told = time.monotonic()
    opened: float | None = None
    say("starting the NLU server ...")
    while time.monotonic() - started < START_SECONDS:
        if process.poll() is not None:
            raise UnavailableError(f"the NLU server ended with exit code {process.returncode}: {_last_line(log)}")
        if client.healthy():
            say(f"NLU server ready after {time.monotonic() - started:.0f} s")
            return
        if opened is None and _is_open(port):
            opened = time.monotonic()
        if opened is not None and time.monotonic() - opened >= FAULTY_SECONDS:
            said = _last_line(log)
            raise UnavailableError(f"the NLU server is up, but gave no answer for {FAULTY_SECONDS:.0f} s: {said}")
        if time.monotonic() - told >= 5:
            told = time.monotonic()
            say(f"starting the NLU server: {told - started:.0f} s")
        time.sleep(0.25)
    raise UnavailableError(f"the NLU server did not answer within {START_SECONDS:.0f} s")


def _is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _last_line(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read()[-4_000:].decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "it said nothing"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    """Serve with NLU_URL and NLU_TOKEN of the environment. Returns the exit code: 0 when asked to end."""
    parser = argparse.ArgumentParser(description="Run the NLU server on loopback.")
    parser.add_argument("--serve", action="store_true", required=True, help="become the server")
    parser.add_argument("--models", type=Path, default=FOLDER, help="the folder of the model store to follow")
    parser.add_argument("--model", type=Path, help="serve this file for good, whatever the store names")
    options = parser.parse_args()
    url, token = os.environ.get("NLU_URL", DEFAULT_URL), os.environ.get("NLU_TOKEN", "")
    set_up_logs()
    try:
        if options.model:
            become_server(url, token, options.model.resolve())
        serve(url, token, options.models.resolve())
    except JalanAmanError as problem:
        print(f"nlu server: {problem}", file=sys.stderr)  # noqa: T201 - a command's one line
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
