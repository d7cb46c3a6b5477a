"""``make run`` with real process manager and web server, and tiny parts in place of the service."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops import leftovers
from tests.ops import stand_in

# In CI a missing part is a fault of the CI machine: there the tests run and fail.
_IN_CI = os.environ.get("CI", "").lower() in {"true", "1"}
_NO_PROC = not Path("/proc/self/environ").exists()
_NO_SETPRIV = shutil.which("setpriv") is None

pytestmark = pytest.mark.skipif(_NO_PROC and not _IN_CI, reason="needs Linux's /proc")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    root = stand_in.make_project(tmp_path / "project")
    yield root
    leftovers.end(root, seconds=1)


def read_until(process: subprocess.Popen[str], text: str) -> str:
    """Return the output up to the line that holds ``text``."""
    seen = []
    assert process.stdout is not None
    for line in process.stdout:
        seen.append(line)
        if text in line:
            return "".join(seen)
    raise AssertionError(f"ended without saying {text!r}:\n{''.join(seen)}")


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.05)


def worker_id(project: Path) -> str:
    return (project / "worker.pid").read_text()


def test_parts_come_back_and_an_interrupt_leaves_nothing(project: Path) -> None:
    settings = {**stand_in.addresses(), "DATABASE_URL": "postgresql://me:p%40ss@127.0.0.1/%(name)s"}
    process = stand_in.start(project, settings)
    shown = read_until(process, "curl --data example")
    assert f"http://127.0.0.1:{settings['CONSOLE_PORT']}/" in shown
    assert "the model is up to date" in shown
    assert "recorder is the gateway" in shown
    assert (project / "var").stat().st_mode & 0o777 == 0o700
    assert (project / "var/log/public.log").stat().st_mode & 0o077 == 0

    second = stand_in.start(project, settings)
    assert "already runs" in second.communicate(timeout=10)[0]
    assert second.returncode == 1

    killed = worker_id(project)
    os.kill(int(killed), signal.SIGKILL)
    wait_for(lambda: worker_id(project) not in {killed, ""})

    os.killpg(process.pid, signal.SIGINT)
    rest = process.communicate(timeout=15)[0]
    assert "Stopped." in rest
    assert process.returncode == 0
    assert leftovers.marked(project) == []


@pytest.mark.skipif(_NO_SETPRIV and not _IN_CI, reason="needs setpriv from util-linux")
@pytest.mark.parametrize("victim", ["ops.run", "supervisord"])
def test_a_killed_launcher_or_manager_takes_all_parts_with_it(project: Path, victim: str) -> None:
    process = stand_in.start(project, stand_in.addresses())
    wait_for((project / "worker.pid").exists)
    manager = int((project / "var/supervisord.pid").read_text())
    os.kill(process.pid if victim == "ops.run" else manager, signal.SIGKILL)
    wait_for(lambda: leftovers.marked(project) == [])
    process.communicate(timeout=15)
    assert process.returncode != 0


def test_a_part_that_keeps_ending_is_named_with_the_end_of_its_log(project: Path) -> None:
    (project / "bot/worker.py").write_text("raise SystemExit('no tables yet')")
    process = stand_in.start(project, stand_in.addresses())
    output = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "Stopped. Ends again and again: worker." in output
    assert "The end of var/log/worker.log:\nno tables yet" in output
    assert leftovers.marked(project) == []


def test_a_part_that_does_not_become_ready_is_given_up(project: Path) -> None:
    app = project / "webhook/public/wsgi.py"
    app.write_text(app.read_text().replace("200 OK", "503 Service Unavailable"))
    process = stand_in.start(project, stand_in.addresses(), "--give-up-after", "2")
    output = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "Stopped. Not ready after 2 s: public web" in output
    assert "The end of var/log/public.log:" in output
    assert leftovers.marked(project) == []


def test_a_taken_port_stops_the_start_and_names_the_setting(project: Path) -> None:
    settings = stand_in.addresses()
    with socket.create_server(("127.0.0.1", int(settings["CONSOLE_PORT"]))):
        output = stand_in.start(project, settings).communicate(timeout=20)[0]
    assert f"Port {settings['CONSOLE_PORT']} is taken" in output
    assert "CONSOLE_PORT" in output
    assert "Traceback" not in output


def test_a_failing_step_stops_the_start(project: Path) -> None:
    (project / "ops/train_model.py").write_text("raise SystemExit('nlu_data/domain.yml line 3: no such intent')")
    process = stand_in.start(project, stand_in.addresses())
    output = process.communicate(timeout=20)[0]
    assert process.returncode == 1
    assert "line 3: no such intent" in output
    assert "Training the language model failed" in output


def test_an_interrupt_during_training_leaves_nothing(project: Path) -> None:
    """The trainer starts its own program, with an environment of its own choice."""
    (project / "ops/train_model.py").write_text(
        "import subprocess\n"
        "child = subprocess.Popen(['/bin/sleep', '60'], env={})\n"
        "open('trainer.pid', 'w').write(str(child.pid))\n"
        "child.wait()\n"
    )
    process = stand_in.start(project, stand_in.addresses())
    child = project / "trainer.pid"
    wait_for(lambda: child.exists() and child.read_text() != "")
    os.kill(process.pid, signal.SIGTERM)
    assert "Stopped." in process.communicate(timeout=15)[0]
    assert process.returncode == 0
    wait_for(lambda: not Path(f"/proc/{child.read_text()}").exists())
