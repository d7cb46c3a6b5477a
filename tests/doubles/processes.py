"""The service's real processes, started as the process manager starts them, for tests that kill them.

They read their settings from the environment given here and from nothing else: the installation's ``.env``, which may
hold real credentials, is left out.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.doubles.postgres import free_port
from tests.factories import DATA_KEYS, TWILIO_TOKEN

PROJECT = Path(__file__).resolve().parent.parent.parent
_WORKER = """
import runpy
from bot.config import Settings
Settings.model_config["env_file"] = None
runpy.run_module("bot.worker", run_name="__main__", alter_sys=True)
"""
WSGI = "tests.doubles.public_wsgi:app"
CONSOLE_WSGI = "tests.doubles.console_wsgi:app"


def environment(database_url: str, data_dir: Path, **changes: str) -> dict[str, str]:
    """Return a process's whole environment. No NLU server listens, so answers come by keywords."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(PROJECT),
        "SECRET_KEY": "s" * 40,
        "DATA_KEYS": DATA_KEYS,
        "NLU_TOKEN": "n" * 20,
        "NLU_URL": f"http://127.0.0.1:{free_port()}",
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data_dir),
        "TWILIO_AUTH_TOKEN": TWILIO_TOKEN,
        "PUBLIC_URL": "https://aman.example",
    } | changes


class Process:
    """A running process with its log file."""

    def __init__(self, command: list[str], env: Mapping[str, str], log: Path) -> None:
        """Start it; it dies with us."""
        self._log = log
        leash = ["setpriv", "--pdeathsig", "KILL", *command]
        with log.open("ab") as output:
            self._process = subprocess.Popen(leash, env=dict(env), cwd=PROJECT, stdout=output, stderr=output)

    def terminate(self, seconds: float = 20) -> int:
        """Send SIGTERM and return the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(seconds)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self._process.kill()
        self._process.wait(10)

    @property
    def alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def log(self) -> str:
        """Return what it wrote to its log."""
        return self._log.read_text()


@contextmanager
def running(process: Process) -> Iterator[Process]:
    """Kill the process at the end if it still runs."""
    try:
        yield process
    finally:
        if process.alive:
            process.kill()


def start_worker(env: Mapping[str, str], log: Path) -> Process:
    """Start a worker."""
    return Process([sys.executable, "-c", _WORKER], env, log)


def start_web(env: Mapping[str, str], log: Path, port: int, wsgi: str = WSGI) -> Process:
    """Start a web process behind gunicorn, the public one by default, and wait until it answers."""
    options = ["-c", "ops/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    process = Process([sys.executable, "-m", "gunicorn", *options, wsgi], env, log)
    if not wait_until(lambda: _answers(port), 30):
        process.kill()
        raise RuntimeError(f"{wsgi} did not start: {process.log()[-500:]}")
    return process


def wait_until(happened: Callable[[], bool], seconds: float, step: float = 0.1) -> bool:
    """Wait until something happened; False when it did not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(step)
    return happened()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
            return True
    except (URLError, OSError):
        return False
