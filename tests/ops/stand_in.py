"""A project folder with the real ``ops/`` and, in place of the service, parts small enough to start in a second.

Its environments are programs that hand over to the running environment's own, with stamps that say they are whole.
"""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from ops.stamps import Environment, app_environment, nlu_environment

_PROJECT = Path(__file__).resolve().parents[2]
_PROGRAMS = Path(sys.executable).parent

_APP = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
_WORKER = """
import os, pathlib, time
pathlib.Path("worker.pid").write_text(str(os.getpid()))
while True:
    time.sleep(0.1)
"""
_NLU = """
import http.server, os, urllib.parse
class Answers(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.send_response(200 if self.path == "/model/parse?token=" + os.environ["NLU_TOKEN"] else 401)
        self.end_headers()
address = urllib.parse.urlsplit(os.environ["NLU_URL"])
http.server.HTTPServer((address.hostname, address.port), Answers).serve_forever()
"""
_FILES = {
    "pyproject.toml": "",
    "requirements/app.txt": "",
    "requirements/uv.txt": "",
    "requirements/nlu.txt": "",
    "requirements/build.txt": "",
    "bot/__init__.py": "",
    "bot/worker.py": _WORKER,
    "bot/nlu_server.py": _NLU,
    "webhook/__init__.py": "",
    "webhook/public/__init__.py": "",
    "webhook/public/wsgi.py": _APP,
    "webhook/console/__init__.py": "",
    "webhook/console/wsgi.py": _APP,
    "ops/train_model.py": 'print("the model is up to date")\n',
}
_COMMANDS = """#!/bin/sh
[ "$1" = migrate ] && echo "database is up to date" && exit 0
[ "$1" = webhook-example ] && echo "curl --data example" && exit 0
exit 1
"""


def make_project(root: Path) -> Path:
    """Write the stand-in project to ``root`` and return it."""
    shutil.copytree(_PROJECT / "ops", root / "ops", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in _FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    app, nlu = app_environment(root), nlu_environment(root)
    for environment, programs in ((app, ("python", "gunicorn", "supervisord")), (nlu, ("python",))):
        for program in programs:
            write_program(environment.program(program), f'#!/bin/sh\nexec "{_PROGRAMS / program}" "$@"\n')
    write_program(app.program("bot"), _COMMANDS)
    for environment in (app, nlu):
        environment.finish()
    return root


def make_environment(root: Path) -> Environment:
    """Return a whole environment below ``root`` whose only input is ``root/lock.txt``."""
    lock = root / "lock.txt"
    lock.write_text("one==1\n")
    environment = Environment(root / "environment", (lock,))
    environment.program("python").parent.mkdir(parents=True)
    environment.program("python").symlink_to(sys.executable)
    environment.finish()
    return environment


def write_program(path: Path, text: str) -> Path:
    """Write an executable script and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def addresses() -> dict[str, str]:
    """Return settings that give each part a free port."""
    return {
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "CONSOLE_PORT": str(free_port()),
        "NLU_URL": f"http://127.0.0.1:{free_port()}",
    }


def start(root: Path, settings: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start ``ops.run`` in a process group of its own, as a shell does, with its output in a pipe."""
    return subprocess.Popen(
        [sys.executable, "-m", "ops.run", *arguments],
        cwd=root,
        env={"PATH": os.environ["PATH"], "HOME": str(root), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
