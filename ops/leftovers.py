"""Find and end what a start of this project folder has started. Standard library only; knows Linux's /proc.

Every process below ``make run`` inherits a mark in its environment, so that it is found whoever started it and
whoever was killed in between.
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

MARK = "JALAN_AMAN_RUN"


def marked(root: Path) -> list[int]:
    """Return the ids of the other processes that a start in ``root`` left or runs.

    A program that chooses its whole environment bears no mark; the process manager and the kernel's leash end it.
    """
    wanted = os.fsencode(f"{MARK}={root}")
    return [pid for pid in _process_ids() if pid != os.getpid() and wanted in _environment(pid)]


def wait_until_gone(root: Path, seconds: float) -> list[int]:
    """Wait up to ``seconds`` for them to end by themselves; return those that have not."""
    return _wait(lambda: marked(root), seconds)


def end(root: Path, seconds: float) -> list[int]:
    """Ask them to end, kill after ``seconds`` those that did not; return any that are still there."""
    for number, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 2.0)):
        for pid in marked(root):
            _send(pid, number)
        if not wait_until_gone(root, patience):
            return []
    return marked(root)


def _wait(look: Callable[[], list[int]], seconds: float) -> list[int]:
    until = time.monotonic() + seconds
    while (left := look()) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _process_ids() -> list[int]:
    processes = Path("/proc")
    return [int(entry.name) for entry in processes.iterdir() if entry.name.isdigit()] if processes.is_dir() else []


def _environment(pid: int) -> list[bytes]:
    """Return a process's environment; empty for other people's processes, for ended ones and for zombies."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
