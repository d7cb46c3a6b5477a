"""The commands that run before the parts start: training, migrating. Standard library only."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from ops.manager import child_environment, leash
from ops.places import SetUpError

_PATIENCE = 5.0  # seconds for an interrupted step to end by itself


def run_step(root: Path, doing: str, *command: str) -> None:
    """Run one preparing command; its own output says what it does. An interruption ends it with all its children."""
    process = subprocess.Popen(
        [*leash(), *command],
        cwd=root,
        env=child_environment(root, os.environ),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        umask=0o077,
    )
    try:
        code = process.wait()
    except BaseException:
        _end_session(process)
        raise
    if code:
        raise SetUpError(f"{doing.capitalize()} failed (exit code {code}); its reason stands above.")


def _end_session(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
