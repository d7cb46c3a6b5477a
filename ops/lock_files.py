"""``make lock``: renew the hashed lock files. Runs in ``.venv``, needs the package index.

They hold no address of any index, so that every installation may use its own. Keeps the locked versions where the
requirements still allow them; ``make lock ARGS=--upgrade`` takes the newest.
"""

import os
import subprocess
import sys
from pathlib import Path

from ops.places import ROOT, SetUpError, say
from ops.stamps import app_environment

_COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--generate-hashes"),
    *("--no-header", "--no-emit-index-url", "--no-annotate"),
)
# What turns the source archives among the NLU server's packages into installable ones.
_BUILD_TOOLS = "setuptools\nwheel\n"


def pinned(lock: str, package: str) -> str:
    """Return the lines of one package, hashes included, from the text of a lock file."""
    lines = lock.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if line.startswith(f"{package}==")), None)
    if start is None:
        raise SetUpError(f"requirements/app.txt pins no {package}. It has to be among pyproject.toml's dev packages.")
    end = next((at for at in range(start + 1, len(lines)) if not lines[at].startswith(" ")), len(lines))
    return "".join(lines[start:end])


def refuse_addresses(path: Path) -> None:
    """Raise ``SetUpError`` when a lock file names a host."""
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if "://" in line:
            raise SetUpError(f"{path.name} line {number} names an address. Lock from a package index instead.")


def renew(root: Path, more: list[str]) -> None:
    """Write all four lock files below ``root/requirements``."""
    uv = str(app_environment(root).program("uv"))
    folder = root / "requirements"
    app = ["--python-version", "3.11", "--group", "dev", "pyproject.toml", "-o", "requirements/app.txt"]
    # From scratch each time: old pins as preferences give another, equally valid numpy than a fresh resolution.
    nlu = ["--upgrade", "--python-version", "3.10", "requirements/nlu.in", "-o", "requirements/nlu.txt"]
    build = ["--python-version", "3.10", "-", "-o", "requirements/build.txt"]
    for arguments in (app, nlu, build):
        say(f"Locking {arguments[-1]}")
        options = [*more, *(argument for argument in arguments if argument not in more)]
        subprocess.run([uv, *_COMPILE, *options], cwd=root, input=_BUILD_TOOLS, text=True, check=True)
    (folder / "uv.txt").write_text(pinned((folder / "app.txt").read_text(), "uv"))
    for name in ("app.txt", "nlu.txt", "build.txt", "uv.txt"):
        refuse_addresses(folder / name)


def main() -> int:
    """Renew the lock files and return the exit code."""
    os.environ.pop("VIRTUAL_ENV", None)
    try:
        renew(ROOT, sys.argv[1:])
    except (SetUpError, subprocess.CalledProcessError) as error:
        print(f"\nLocking stopped. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
