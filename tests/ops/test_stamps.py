"""When an environment counts as whole, outdated or broken."""

import time
from pathlib import Path

from ops.stamps import State
from tests.ops.stand_in import make_environment


def test_a_finished_environment_needs_nothing_and_says_so_at_once(tmp_path: Path) -> None:
    environment = make_environment(tmp_path)
    begun = time.monotonic()
    assert environment.state() is State.READY
    assert time.monotonic() - begun < 0.5


def test_a_changed_lock_file_asks_for_an_update(tmp_path: Path) -> None:
    environment = make_environment(tmp_path)
    environment.lock.write_text("one==2\n")
    assert environment.state() is State.OUTDATED


def test_an_interrupted_making_shows(tmp_path: Path) -> None:
    environment = make_environment(tmp_path)
    environment.begin()
    assert environment.state() is State.BROKEN
    environment.finish()
    assert environment.state() is State.READY


def test_a_vanished_interpreter_breaks_the_environment(tmp_path: Path) -> None:
    environment = make_environment(tmp_path)
    environment.program("python").unlink()
    environment.program("python").symlink_to(tmp_path / "gone")
    assert environment.state() is State.BROKEN


def test_a_moved_project_folder_breaks_the_environment(tmp_path: Path) -> None:
    environment = make_environment(tmp_path)
    moved = environment.folder.rename(tmp_path / "elsewhere")
    assert type(environment)(moved, environment.inputs).state() is State.BROKEN
