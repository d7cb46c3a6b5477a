"""Start, watch and stop the process manager that runs the four parts. Standard library only.

supervisord runs in the foreground in a session of its own, so that Ctrl-C reaches only ``ops.run``, which then stops
everything in order. ``setpriv`` (Debian's util-linux) tells the kernel to end supervisord when ``ops.run`` is
killed, and each part when supervisord is; where it is missing, the next start finds what is left and says so.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ops.launch import Launch
from ops.leftovers import MARK
from ops.places import private_folder, say

_STOP_SECONDS = 13.0  # a little more than the longest stopwaitsecs in ops/supervisord.conf
_LEASH = ("setpriv", "--pdeathsig", "TERM", "--")
_FOREIGN = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}  # meant for other Pythons than the two of this project


def leash() -> tuple[str, ...]:
    """Return what to put before a command so that it ends with its parent, or a command that changes nothing."""
    return _LEASH if shutil.which(_LEASH[0]) else ("env",)


def child_environment(root: Path, inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of everything a start runs: marked, and with temporary files kept in the project."""
    kept = {name: value for name, value in inherited.items() if name not in _FOREIGN}
    inside = {
        MARK: str(root),
        "TMPDIR": str(private_folder(root, "tmp")),
        "MPLCONFIGDIR": str(private_folder(root, "tmp", "matplotlib")),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONUNBUFFERED": "1",
    }
    return {**kept, **inside}


class Manager:
    """The running process manager. Use it as a context manager: leaving stops all parts."""

    def __init__(self, root: Path, launch: Launch) -> None:
        self._root = root
        self._launch = launch
        self.logs = private_folder(root, "log")
        self.log = self.logs / "supervisord.log"

    def __enter__(self) -> "Manager":
        """Start all parts."""
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        environment = child_environment(self._root, os.environ) | {
            "LEASH": " ".join(leash()),
            "PUBLIC_BIND": str(self._launch.public),
            "CONSOLE_BIND": str(self._launch.console),
            # The NLU server reads the environment only, not .env.
            "NLU_URL": self._launch.nlu_url,
            "NLU_TOKEN": self._launch.nlu_token,
            "NLU_AUTOSTART": "true" if self._launch.nlu else "false",
        }
        command = [*leash(), ".venv/bin/supervisord", "-c", "ops/supervisord.conf"]
        self._process = subprocess.Popen(
            command, cwd=self._root, env=environment, stdin=subprocess.DEVNULL, start_new_session=True, umask=0o077
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Ask all parts to stop and wait until they have; whatever is left after that is for ``leftovers.end``."""
        say("\nStopping all parts")
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def has_ended(self) -> bool:
        """Return whether the process manager is gone although nobody asked it to stop."""
        return self._process.poll() is not None
