"""Choose one Python for each environment, or say what to install. Standard library only."""

import os
import subprocess
from pathlib import Path

from ops.interpreters import APP_VERSIONS, NLU_VERSIONS, Interpreter, ask, candidates, fitting
from ops.places import SetUpError, private_folder, say

_NO_NLU_PYTHON = """\
No Python 3.10 that runs was found. The language model (Rasa 3.6) needs exactly that version, beside the newer one.
Debian has no package of it. Do one of these, then run the same command again:
  - connect this machine to the internet: Python 3.10 is then fetched into var/python (about 30 MB)
  - with pyenv: pyenv install 3.10
  - name one that lies elsewhere: NLU_PYTHON=/path/to/python3.10 make setup
Fetching it now failed: {reason}"""


def app_python() -> Interpreter:
    """Return a Python 3.11 or newer that can make environments; ``SetUpError`` names what to install."""
    lacking = None
    for found in fitting(candidates(APP_VERSIONS), APP_VERSIONS):
        if found.makes_environments:
            return found
        lacking = lacking or found
    if lacking is None:
        raise SetUpError(
            "No Python 3.11 or newer was found. On Debian 12 or newer: apt-get install python3 python3-venv"
        )
    name = "python{}.{}".format(*lacking.version)
    raise SetUpError(
        f"{lacking.path} cannot make environments: venv and pip are missing. On Debian: "
        f"apt-get install python3-venv (or {name}-venv)"
    )


def nlu_python(root: Path, uv: Path) -> Interpreter:
    """Return a Python 3.10: the one ``NLU_PYTHON`` names, one of this machine, or one that ``uv`` fetches."""
    named = os.environ.get("NLU_PYTHON")
    if named:
        found = ask(named)
        if found is None or found.version not in NLU_VERSIONS:
            raise SetUpError(f"NLU_PYTHON={named} is not a Python 3.10 that runs. Correct it or leave it out.")
        return found
    return next(fitting(candidates(NLU_VERSIONS), NLU_VERSIONS), None) or _from_uv(root, uv)


def _from_uv(root: Path, uv: Path) -> Interpreter:
    """Return the Python 3.10 that uv has already or now fetches into ``var/python``."""
    own = {**os.environ, "UV_PYTHON_INSTALL_DIR": str(private_folder(root) / "python")}
    for environment in (dict(os.environ), own):
        found = _uv_finds(uv, environment)
        if found:
            return found
    say("No Python 3.10 on this machine: fetching one with uv")
    command = [str(uv), "python", "install", "--no-bin", "--no-progress", "3.10"]
    fetched = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    found = _uv_finds(uv, own)
    if found is None:
        lines = fetched.stderr.strip().splitlines() or ["uv gave no reason"]
        raise SetUpError(_NO_NLU_PYTHON.format(reason=lines[-1].strip()))
    return found


def _uv_finds(uv: Path, environment: dict[str, str]) -> Interpreter | None:
    """Return the Python 3.10 among those uv installed itself, if it runs."""
    command = [str(uv), "python", "find", "--managed-python", "--no-python-downloads", "--no-project", "3.10"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    program = answer.stdout.strip()
    found = ask(program) if answer.returncode == 0 and program else None
    return found if found and found.version in NLU_VERSIONS else None
