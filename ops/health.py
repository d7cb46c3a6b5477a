"""Ask the started parts whether they are ready. Standard library only, loopback only, no proxy."""

import http.client
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from ops.launch import Address, Launch

_SECONDS = 3.0  # for one answer; the model's first one is slow


@dataclass(frozen=True)
class Part:
    """One of the processes: its names (in ``ops/supervisord.conf``, for people) and whether it is ready."""

    name: str
    label: str
    is_ready: Callable[[], bool]


def parts_of(launch: Launch, supervisor_log: Path) -> list[Part]:
    """Return the parts to wait for. ``supervisor_log`` is the process manager's log of this start only."""
    parts = [
        Part("public", "public web", lambda: _answers(launch.public, "/health/ready")),
        Part("console", "console web", lambda: _answers(launch.console, "/health/ready")),
        Part("worker", "worker", lambda: _stays_up("worker", supervisor_log)),
    ]
    nlu = launch.nlu
    if nlu:
        parts.append(Part("nlu", "language model", lambda: _understands(nlu, launch.nlu_token)))
    return parts


def _understands(address: Address, token: str) -> bool:
    """Return whether the NLU server understands a word: it answers nothing else, and only with the token."""
    return _answers(address, f"/model/parse?{urlencode({'token': token})}", method="POST", body='{"text": "halo"}')


def _answers(address: Address, path: str, method: str = "GET", body: str | None = None) -> bool:
    """Return whether the part answers 200 in time."""
    connection = http.client.HTTPConnection(address.local, address.port, timeout=_SECONDS)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stays_up(name: str, supervisor_log: Path) -> bool:
    """Return whether the process manager has seen a part without a port run for its ``startsecs``."""
    return f"success: {name} entered RUNNING state" in _text(supervisor_log)


def ends(name: str, supervisor_log: Path) -> int:
    """Return how many times a part has ended by itself, as the process manager noted."""
    return _text(supervisor_log).count(f" exited: {name} (")


def tail(log: Path, lines: int = 20) -> str:
    """Return the last lines of a log file."""
    return "\n".join(_text(log).splitlines()[-lines:]) or "(its log is empty)"


def _text(log: Path) -> str:
    try:
        return log.read_text(errors="replace")
    except FileNotFoundError:
        return ""
