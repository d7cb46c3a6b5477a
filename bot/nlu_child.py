"""One Rasa process of .venv-nlu: its environment, its socket, and how it ends.

The process that binds the socket hands it down, so that two Rasa processes can share it while one follows the other:
what the leaving one has not taken yet stays in the one queue of the kernel. With SO_REUSEPORT each would have a queue
of its own, which Linux throws away at the end, and a second service on the same port would go unnoticed.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from bot.errors import UnavailableError

ROOT = Path(__file__).resolve().parent.parent
NLU_PYTHON = ROOT / ".venv-nlu" / "bin" / "python"
SERVE_SCRIPT = ROOT / "nlu_data" / "rasa_serve.py"
SCRATCH = ROOT / "nlu_data" / ".rasa"
LOOPBACK = "127.0.0.1"
_BIND_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1
# The last is ops/leftovers.py's mark: a start of the service finds by it what an earlier one left.
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "JALAN_AMAN_RUN")


class NluChild:
    """A Rasa process that loads a model, then serves it. It is killed by the kernel when this process dies."""

    def __init__(self, model_id: str, model: Path, listener: socket.socket, token: str) -> None:
        """Start it; raises UnavailableError when there is no .venv-nlu or no room for one more process."""
        self.model_id = model_id
        self.started = time.monotonic()
        self._ready = False
        self._pipe, theirs = os.pipe()
        os.set_blocking(self._pipe, False)
        environment = environment_of(token, model, listener) | {"NLU_READY": str(theirs)}
        us = os.getpid()
        try:
            self._process = subprocess.Popen(
                [str(NLU_PYTHON), str(SERVE_SCRIPT)],
                cwd=ROOT / "nlu_data",
                env=environment,
                stdin=subprocess.DEVNULL,
                pass_fds=(listener.fileno(), theirs),
                preexec_fn=lambda: die_with(us, signal.SIGKILL),  # noqa: PLW1509 - this process has no second thread
            )
        except OSError as fault:
            os.close(self._pipe)
            raise UnavailableError(f"the NLU server cannot be started ({type(fault).__name__})") from None
        finally:
            os.close(theirs)

    @property
    def ready(self) -> bool:
        """Tell whether the model is loaded and has answered."""
        if not self._ready:
            with contextlib.suppress(BlockingIOError):
                self._ready = os.read(self._pipe, 16) != b""
        return self._ready

    @property
    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs."""
        return self._process.poll()

    def ask_to_end(self) -> None:
        """Let it finish what it has in hand, and end."""
        self._process.terminate()

    def end(self, seconds: float = 0.0) -> None:
        """Wait for its end, after ``seconds`` by force."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1


def bound_socket(port: int) -> socket.socket:
    """Return a socket bound to the loopback port, not listening yet: connections are refused.

    Somebody who ends just now may hold the port, so it is tried for ten seconds; then raises UnavailableError.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    deadline = time.monotonic() + _BIND_SECONDS
    while True:
        try:
            listener.bind((LOOPBACK, port))
        except OSError:
            if time.monotonic() > deadline:
                listener.close()
                raise UnavailableError(f"port {port} is taken: NLU_URL in .env moves the NLU server") from None
            time.sleep(0.2)
        else:
            return listener


def environment_of(token: str, model: Path, listener: socket.socket) -> dict[str, str]:
    """Return the whole environment of a server: nothing else of ours, no secret but its token, reaches it."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    return _kept(os.environ) | {
        "NLU_TOKEN": token,
        "NLU_MODEL": str(model),
        "NLU_SOCKET": str(listener.fileno()),
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


def die_with(parent: int, how: signal.Signals) -> None:
    """Ask Linux to end this process when its parent dies; the wish survives exec. Elsewhere: nothing.

    ``parent`` is the parent's id as known before; when it is gone already, this process ends at once.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:
        os._exit(1)
