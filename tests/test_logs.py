"""What libraries say about the people we write to stays out of the log."""

import logging
import sys
from collections.abc import Iterator

import pytest

from bot.logs import set_up_logs


@pytest.fixture
def _own_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("_own_logging")
def test_a_url_urllib3_warns_about_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs()
    logging.getLogger("urllib3.connectionpool").warning("Retrying: /Messages.json?To=%s", "+6281234567890")
    logging.getLogger("bot.worker").warning("kept")
    sys.stderr.flush()
    printed = capsys.readouterr().err
    assert "kept" in printed
    assert "6281234567890" not in printed
