"""The NLU server's process: ``python -m bot.nlu_server --serve``, or a private one for a terminal command.

Rasa needs Python 3.10 and old libraries, so it runs in its own environment, .venv-nlu. It listens on
loopback only, wants a token, and dies with the process that started it.
"""

import argparse
import contextlib
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from bot.errors import BadInputError, JalanAmanError, UnavailableError
from bot.understanding.rasa import RasaClient

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "nlu_data" / "models" / "current.tar.gz"
NLU_PYTHON = ROOT / ".venv-nlu" / "bin" / "python"
SERVE_SCRIPT = ROOT / "nlu_data" / "rasa_serve.py"
SCRATCH = ROOT / "nlu_data" / ".rasa"
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
DEFAULT_URL = "http://127.0.0.1:5005"
START_SECONDS = 300.0
FAULTY_SECONDS = 60.0
STOP_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1
# The last is ops/leftovers.py's mark: a start of the service finds by it what an earlier one left.
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "JALAN_AMAN_RUN")


@contextmanager
def running_nlu(
    url: str | None = None, token: str | None = None, progress: Callable[[str], None] | None = None
) -> Iterator[RasaClient]:
    """Yield a client of the server at ``url`` when that answers, else of a private one on a free port.

    The private server ends with the block. ``progress`` receives lines for a person who waits.
    Raises UnavailableError with one clear line when the model or .venv-nlu is missing or the start fails.
    """
    say = progress or (lambda _line: None)
    if url and token:
        client = RasaClient(url, token)
        if client.healthy():
            yield client
            return
    _check_parts()
    own_token = secrets.token_urlsafe(32)
    with tempfile.TemporaryFile() as log, _child(own_token, port := _free_port(), log) as process:
        client = RasaClient(f"http://127.0.0.1:{port}", own_token)
        _wait_until_healthy(client, port, process, log, say)
        yield client


def serve(url: str, token: str) -> None:
    """Become the NLU server at ``url``. Returns never; raises BadInputError or UnavailableError."""
    _check_parts()
    if not token:
        raise BadInputError("NLU_TOKEN is empty: set it to a long random text")
    _die_with_parent()
    environment = _environment(token, _port_of(url))
    os.chdir(ROOT / "nlu_data")
    os.execve(NLU_PYTHON, [str(NLU_PYTHON), str(SERVE_SCRIPT)], environment)  # noqa: S606 - fixed arguments


def _check_parts() -> None:
    if not NLU_PYTHON.exists():
        raise UnavailableError("the NLU environment .venv-nlu is missing: run make setup")
    if not MODEL.is_file():
        raise UnavailableError("the NLU model is missing: run make train")


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


def _environment(token: str, port: int) -> dict[str, str]:
    """Return the whole environment of the server: nothing else of ours, no secret but its token, reaches it."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    return _kept(os.environ) | {
        "NLU_TOKEN": token,
        "NLU_PORT": str(port),
        "NLU_MODEL": str(MODEL),
        "HOME": str(SCRATCH),
        "XDG_CONFIG_HOME": str(SCRATCH),
        "XDG_CACHE_HOME": str(SCRATCH),
        "MPLCONFIGDIR": str(SCRATCH),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "LOG_LEVEL": "WARNING",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _kept(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: environ[name] for name in _KEPT_VARIABLES if name in environ}


def _die_with_parent() -> None:
    """Ask Linux to end this process when its parent dies; the wish survives exec. Elsewhere: nothing."""
    parent = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)


@contextmanager
def _child(token: str, port: int, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "NLU_URL": f"http://127.0.0.1:{port}", "NLU_TOKEN": token}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.nlu_server", "--serve"],
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
    """Serve with NLU_URL and NLU_TOKEN of the environment. Returns an exit code only when that fails."""
    parser = argparse.ArgumentParser(description="Run the NLU server on loopback.")
    parser.add_argument("--serve", action="store_true", required=True, help="become the server")
    parser.parse_args()
    try:
        serve(os.environ.get("NLU_URL", DEFAULT_URL), os.environ.get("NLU_TOKEN", ""))
    except JalanAmanError as problem:
        print(f"nlu server: {problem}", file=sys.stderr)  # noqa: T201 - a command's one line
    return 1


if __name__ == "__main__":
    sys.exit(main())
