"""The ``bot`` command without its start: a process that has everything imported forks one for each command.

Importing takes longer than most commands do. Each command still runs in a process of its own, with its own
environment, files and exit, and ends as the real one does. ``python -m tests.doubles.warm_bot``: a JSON line with
``arguments``, ``environment`` and the paths ``given``, ``out``, ``err`` on standard input is answered by its exit code.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.config import PROJECT


def run_warm(
    arguments: Sequence[str], environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command; what it wrote and its exit code are as ``subprocess.run`` gives them."""
    with tempfile.TemporaryDirectory() as folder:
        files = {name: str(Path(folder) / name) for name in ("given", "out", "err")}
        Path(files["given"]).write_text(given, encoding="utf-8")
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        asked = {"arguments": list(arguments), "environment": dict(environment), **files}
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        answer = server.stdout.readline()
        assert answer, "the process that forks commands has ended"
        out, err = (Path(files[name]).read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(list(arguments), int(answer), out, err)


@cache
def _server() -> subprocess.Popen[str]:
    """Start it once in each test process; it ends with us, when its input closes."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.doubles.warm_bot"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _serve() -> None:
    """Fork a process for each line; in the child, run the command."""
    from bot.cli.main import main  # noqa: PLC0415 - the slow part, and only this process needs it

    while line := sys.stdin.readline():
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(asked)
            main()
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(asked: dict) -> None:
    """Take on what a process of its own would have: files, environment, arguments, chance."""
    os.environ.clear()
    os.environ.update(asked["environment"])
    for target, name, flags in ((0, "given", os.O_RDONLY), (1, "out", os.O_WRONLY), (2, "err", os.O_WRONLY)):
        opened = os.open(asked[name], flags | os.O_CREAT, 0o600)
        os.dup2(opened, target)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w", 1)
    sys.argv = ["bot", *asked["arguments"]]
    random.seed()


if __name__ == "__main__":
    _serve()
