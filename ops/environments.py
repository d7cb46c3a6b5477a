"""Make the two environments from their lock files. Standard library only.

Every package is checked against the hashes in the lock files, uv itself and the tools that build three of the
NLU server's packages included.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from ops import choose
from ops.places import SetUpError, private_folder, say
from ops.stamps import Environment, State, app_environment, nlu_environment

_LEFT_OUT = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "CONDA_PREFIX", "UV_PROJECT_ENVIRONMENT"}
_PATIENCE = 20.0  # seconds without a line from the set-up


def make_environments(root: Path, lock_descriptor: int) -> None:
    """Bring ``.venv`` and ``.venv-nlu`` up to date; does nothing when they are."""
    maker = _Maker(root, lock_descriptor)
    app, nlu = app_environment(root), nlu_environment(root)
    if app.state() is not State.READY:
        maker.make_app(app)
    if nlu.state() is not State.READY:
        maker.make_nlu(nlu, app)


class _Maker:
    """Runs the package manager for one project folder."""

    def __init__(self, root: Path, lock_descriptor: int) -> None:
        self._root = root
        self._lock_descriptor = lock_descriptor

    def make_app(self, app: Environment) -> None:
        """Make or update ``.venv`` and install the project itself into it, linked to this folder."""
        if app.state() is State.BROKEN:
            self._clear(app)
            python = choose.app_python()
            say("Making .venv from {} (Python {}.{})".format(python.path, *python.version))
            self._run(python.path, "-m", "venv", app.folder)
            self._run(
                *(app.program("python"), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"),
                *("--only-binary", ":all:", "-r", self._root / "requirements" / "uv.txt"),
            )
        app.begin()
        uv = app.program("uv")
        # One package of Flask-Security's comes as source only.
        source = ("--no-binary", "flask-principal", "--build-constraints", self._root / "requirements" / "build.txt")
        self._install(uv, app, "--only-binary", ":all:", *source, "--require-build-hashes")
        self._run(
            *(uv, "pip", "install", "--quiet", "--python", app.program("python"), "--no-deps", "--no-index"),
            *("--no-build-isolation", "--editable", self._root),
        )
        app.finish()

    def make_nlu(self, nlu: Environment, app: Environment) -> None:
        """Make or update ``.venv-nlu`` with the uv of ``.venv``."""
        uv = app.program("uv")
        if nlu.state() is State.BROKEN:
            self._clear(nlu)
            python = choose.nlu_python(self._root, uv)
            say(f"Making .venv-nlu from {python.path} (Python 3.10)")
            self._run(uv, "venv", "--quiet", "--no-project", "--python", python.path, nlu.folder)
        nlu.begin()
        # Compiled here, once: the NLU server writes no bytecode and would compile Rasa at every start (13 s).
        compiled = "--compile-bytecode"
        self._install(uv, nlu, compiled, "--build-constraints", nlu.inputs[1], "--require-build-hashes")
        nlu.finish()

    def _install(self, uv: Path, environment: Environment, *more: str | Path) -> None:
        count = sum(line[:1].isalnum() for line in environment.lock.read_text().splitlines())
        say(f"Installing up to {count} packages into {environment.folder.name} (minutes, when they must be downloaded)")
        python = environment.program("python")
        self._run(uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", *more, environment.lock)

    def _clear(self, environment: Environment) -> None:
        if environment.folder.is_symlink():
            raise SetUpError(f"{environment.folder} is a symbolic link. Remove it: the set-up makes a folder there.")
        if environment.folder.exists():
            say(f"{environment.folder.name} is not whole or was moved: making it anew")
            shutil.rmtree(environment.folder)

    def _run(self, *command: str | Path) -> None:
        """Run a command and wait; its errors are shown as they come."""
        code = _wait_for(
            subprocess.Popen(
                [str(part) for part in command],
                cwd=self._root,
                env=self._environ(os.environ),
                pass_fds=(self._lock_descriptor,),
            )
        )
        if code:
            tool = " ".join(str(part) for part in command[:3])
            raise SetUpError(
                f"{tool} failed (exit code {code}); its reason stands above. When it is solved, run this again."
            )

    def _environ(self, inherited: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in inherited.items() if name not in _LEFT_OUT}
        quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_NO_PROGRESS": "1"}
        return {**kept, **quiet, "TMPDIR": str(private_folder(self._root, "tmp"))}


def _wait_for(process: subprocess.Popen[bytes]) -> int:
    """Return the exit code; show every 20 s that the process is still at work, and end it when interrupted."""
    begun = time.monotonic()
    while True:
        try:
            return process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            say(f"  ... still at it after {time.monotonic() - begun:.0f} s")
        except BaseException:
            process.terminate()
            process.wait()
            raise
