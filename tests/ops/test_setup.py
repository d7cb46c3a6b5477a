"""The set-up as a command: quick when nothing is to be done, one at a time, plain about what it lacks."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops.locks import TakenError, held
from ops.places import private_folder
from ops.stamps import app_environment
from tests.ops.stand_in import make_project, write_program


def set_up(root: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ops.setup"],
        cwd=root,
        env={"PATH": os.environ["PATH"], "HOME": str(root), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_with_nothing_to_do_it_takes_under_a_second(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    assert set_up(root).returncode == 0
    begun = time.monotonic()
    done = set_up(root)
    assert time.monotonic() - begun < 1
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_outdated_environment_is_updated_in_place(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    app = app_environment(root)
    write_program(app.program("uv"), f'#!/bin/sh\necho "$@" >> {root}/calls\n')
    app.lock.write_text("one==1 \\\n    --hash=sha256:00\n")
    assert set_up(root).returncode == 0
    sync, itself = (root / "calls").read_text().splitlines()
    assert sync.startswith("pip sync")
    assert "--require-hashes" in sync
    assert "--no-build-isolation --editable" in itself
    assert set_up(root).stdout == ""


def test_a_failing_installer_leaves_no_whole_environment_and_one_clear_line(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    app = app_environment(root)
    write_program(app.program("uv"), "#!/bin/sh\necho 'no such version' >&2\nexit 2\n")
    app.lock.write_text("one==1\n")
    done = set_up(root)
    assert done.returncode == 1
    assert "no such version" in done.stderr
    assert "failed (exit code 2)" in done.stderr
    assert "Traceback" not in done.stderr
    assert not app.stamp.exists()


def test_a_second_set_up_waits_for_the_first(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    with held(root, "setup", waiting="unused"):
        second = subprocess.Popen(
            [sys.executable, "-m", "ops.setup"], cwd=root, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        assert second.stdout is not None
        assert "waiting for it to finish" in second.stdout.readline()
        assert second.poll() is None
    second.communicate(timeout=20)
    assert second.returncode == 0


def test_a_lock_ends_with_the_last_process_that_has_it(tmp_path: Path) -> None:
    with held(tmp_path, "setup", waiting=None) as descriptor:
        child = subprocess.Popen(["/bin/sleep", "30"], pass_fds=(descriptor,))
    with pytest.raises(TakenError), held(tmp_path, "setup", waiting=None):
        pass
    child.kill()
    child.wait()
    with held(tmp_path, "setup", waiting=None):
        pass


def test_what_it_keeps_is_private(tmp_path: Path) -> None:
    folder = private_folder(tmp_path, "log")
    assert folder == tmp_path / "var/log"
    assert folder.parent.stat().st_mode & 0o777 == 0o700
