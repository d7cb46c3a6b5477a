"""What the pages say about the state of the service."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import Runtime
from bot.services.check_health import ALIVE_SECONDS, HEARTBEAT
from tests.conftest import migrated_sqlite
from tests.doubles.postgres import free_port
from tests.factories import make_settings
from tests.web.console.conftest import Visitor, first_visit


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The service's data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def visitor(tmp_path: Path, data_dir: Path) -> Iterator[Visitor]:
    """A visit to a service whose NLU server is away."""
    nlu_url = f"http://127.0.0.1:{free_port()}"
    with first_visit(make_settings(migrated_sqlite(tmp_path / "t.db"), data_dir, nlu_url=nlu_url)) as visitor:
        yield visitor


def test_without_twilio_the_page_says_that_nothing_is_sent(visitor: Visitor) -> None:
    assert "recorder: balasan tidak dikirim ke mana-mana" in visitor.see()


def test_with_twilio_the_page_says_so(tmp_path: Path, data_dir: Path) -> None:
    settings = make_settings(migrated_sqlite(tmp_path / "t.db"), data_dir, twilio_account_sid="AC" + "0" * 32)
    with first_visit(settings) as visitor:
        page = visitor.see()
    assert "Twilio mengirim" in page
    assert "recorder" not in page


def test_the_start_page_does_not_wait_for_the_nlu_server_but_remembers_it(visitor: Visitor) -> None:
    assert "belum diperiksa" in visitor.see()
    assert "lewat kata kunci" in visitor.see("/simulator/status")
    assert "lewat kata kunci" in visitor.see()


def test_an_open_page_does_not_ask_the_nlu_server_again_and_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(Runtime, "nlu_healthy", lambda runtime: asked.append(1) is None)
    pages = [visitor.see("/simulator/status") for _ in range(5)]
    assert all("menjawab." in page for page in pages)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (0, "bekerja."),
        (ALIVE_SECONDS + 5, "diam sejak 35 detik lalu"),
        (7_300, "2 jam lalu"),
        (None, "belum pernah jalan"),
    ],
)
def test_the_workers_silence_is_told(visitor: Visitor, data_dir: Path, age: int | None, text: str) -> None:
    if age is not None:
        beat = data_dir / HEARTBEAT
        beat.touch()
        then = time.time() - age
        os.utime(beat, (then, then))
    assert text in visitor.see("/status")


def test_what_waits_is_counted(visitor: Visitor) -> None:
    assert "kosong" in visitor.see("/status")
    visitor.send("satu")
    visitor.send("dua")
    assert "2 pesan menunggu jawaban" in visitor.see("/status")
    visitor.wait_for_answer()
    assert "kosong" in visitor.see("/status")
