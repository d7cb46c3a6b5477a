"""A trained model and a private NLU server for the tests of this folder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.nlu_server import running_nlu
from bot.understanding.chain import Chain
from bot.understanding.rasa import RasaClient

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def trained_model() -> None:
    """Train when the inputs changed, as ``make train`` does."""
    done = subprocess.run(
        [sys.executable, ROOT / "ops" / "train_model.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]


@pytest.fixture(scope="session")
def nlu(trained_model: None) -> Iterator[RasaClient]:
    """A client of a private server."""
    with running_nlu() as client:
        yield client


@pytest.fixture(scope="session")
def chain(nlu: RasaClient) -> Chain:
    """The whole chain over that server."""
    return Chain(nlu)
