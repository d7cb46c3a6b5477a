"""What ``make`` hands on: ARGS go to the command that was asked for, and to no step before it."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("target", ["talk", "train", "test", "nlu-test", "bench"])
def test_arguments_reach_only_the_command_that_was_asked_for(target: str) -> None:
    asked = ["make", "-n", "--no-print-directory", target, "ARGS=--mine"]
    steps = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [step for step in steps if "--mine" in step] == steps[-1:]
