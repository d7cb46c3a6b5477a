"""Find the Pythons the two environments are made from. Standard library only.

A name on PATH proves nothing: pyenv puts a ``python3.10`` there that fails when that version is not switched on,
although the real one lies in pyenv's versions folder. So every candidate is run and must name its version.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

APP_VERSIONS = ((3, 11), (3, 12), (3, 13), (3, 14))
NLU_VERSIONS = ((3, 10),)

_QUESTION = """
import importlib.util, json, sys
print(json.dumps({
    "path": getattr(sys, "_base_executable", sys.executable),
    "implementation": sys.implementation.name,
    "version": sys.version_info[:2],
    "makes_environments": all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")),
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that ran and said what it is. ``path`` is its real program, never a shim or a virtual environment."""

    path: Path
    version: tuple[int, int]
    makes_environments: bool  # venv and ensurepip are there; Debian keeps them in a package of their own


def ask(program: str | Path) -> Interpreter | None:
    """Run ``program`` and return what it says it is; ``None`` when it fails or is no CPython."""
    command = [str(program), "-I", "-c", _QUESTION]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
        said = json.loads(answer.stdout)
        major, minor = said["version"]
        path = Path(said["path"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None
    if said["implementation"] != "cpython" or not path.exists():
        return None
    return Interpreter(path, (major, minor), bool(said["makes_environments"]))


def candidates(versions: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield programs that may be one of ``versions``: the one running now, PATH, then pyenv's versions folder."""
    yield sys.executable
    names = [f"python{major}.{minor}" for major, minor in versions]
    for name in [*names, "python3", "python"]:
        for folder in os.get_exec_path():
            found = shutil.which(name, path=folder)
            if found:
                yield found
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for name in names:
        number = name.removeprefix("python")
        yield from (str(path) for path in sorted(pyenv.glob(f"versions/{number}*/bin/{name}"), reverse=True))


def fitting(programs: Iterable[str], versions: Sequence[tuple[int, int]]) -> Iterator[Interpreter]:
    """Run each program once and yield those that are one of ``versions``."""
    tried = set()
    for program in programs:
        if program not in tried:
            tried.add(program)
            found = ask(program)
            if found and found.version in versions:
                yield found
