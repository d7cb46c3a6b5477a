"""Tell whether an environment is whole and up to date without starting anything. Standard library only.

The stamp is written last, so an environment whose making was interrupted has none. It holds a hash of the lock file
and of everything else the environment depends on: its own place (scripts in it name it) and its interpreter.
"""

import hashlib
import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class State(Enum):
    """What has to be done with an environment."""

    READY = "nothing"
    OUTDATED = "bring its packages up to date"
    BROKEN = "make it anew"


@dataclass(frozen=True)
class Environment:
    """One virtual environment: its folder and the files (lock file first) whose content decides what is in it."""

    folder: Path
    inputs: tuple[Path, ...]

    @property
    def lock(self) -> Path:
        """Return the lock file."""
        return self.inputs[0]

    @property
    def stamp(self) -> Path:
        """Return the file that marks the environment as whole."""
        return self.folder / "made-from.sha256"

    def program(self, name: str) -> Path:
        """Return the path of a program in the environment."""
        return self.folder / "bin" / name

    def state(self) -> State:
        """Return what has to be done; starts no process."""
        if not self.stamp.is_file() or not os.access(self.program("python"), os.X_OK):
            return State.BROKEN
        place, _, inputs = self.stamp.read_text().partition("\n")
        if place != self._place():
            return State.BROKEN
        return State.READY if inputs.strip() == self._inputs_digest() else State.OUTDATED

    def begin(self) -> None:
        """Take the stamp away: from here on an interruption shows."""
        self.stamp.unlink(missing_ok=True)

    def finish(self) -> None:
        """Write the stamp: the environment is whole."""
        draft = self.stamp.with_suffix(".new")
        draft.write_text(f"{self._place()}\n{self._inputs_digest()}\n")
        draft.replace(self.stamp)

    def _place(self) -> str:
        real = self.program("python").resolve()
        return hashlib.sha256(f"{self.folder}\0{real}".encode()).hexdigest()

    def _inputs_digest(self) -> str:
        digest = hashlib.sha256()
        for path in self.inputs:
            digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def app_environment(root: Path) -> Environment:
    """Return ``.venv``: the service and its tools. pyproject.toml counts because it names the ``bot`` command."""
    requirements = root / "requirements"
    inputs = (requirements / "app.txt", requirements / "uv.txt", requirements / "build.txt", root / "pyproject.toml")
    return Environment(root / ".venv", inputs)


def nlu_environment(root: Path) -> Environment:
    """Return ``.venv-nlu``: the NLU server, whose libraries are older than the service's."""
    requirements = root / "requirements"
    return Environment(root / ".venv-nlu", (requirements / "nlu.txt", requirements / "build.txt"))
