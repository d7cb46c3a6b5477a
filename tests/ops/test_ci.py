"""``.ci/run``: pytest's summary is the last line and pytest's exit code the result."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ops.places import ROOT
from tests.ops.stand_in import write_program


@pytest.mark.parametrize("code", [0, 1, 5])
def test_it_ends_like_pytest(tmp_path: Path, code: int) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    write_program(tmp_path / "bin/chromium", "#!/bin/sh\n")
    (tmp_path / "Makefile").write_text(f"check:\n\t@echo '=== summary, CI='$$CI; exit {code}\n")
    environ = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(
        [str(tmp_path / ".ci/run")], env=environ, capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == code
    assert done.stdout == "=== summary, CI=true\n"
    assert done.stderr == ""
