"""Errors are pages of the console, in its language, that say what to do and echo nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import Runtime
from tests.conftest import migrated_sqlite
from tests.doubles.postgres import free_port
from tests.factories import make_settings
from tests.web.console.conftest import Visitor, first_visit
from tests.web.console.pages import hidden


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """A visit to a service that works."""
    with first_visit(make_settings(migrated_sqlite(tmp_path / "t.db"), tmp_path / "var")) as visitor:
        yield visitor


@pytest.fixture
def stranded(tmp_path: Path) -> Iterator[Visitor]:
    """A visit to a service whose database is away."""
    url = f"postgresql://postgres@127.0.0.1:{free_port()}/none"
    with first_visit(make_settings(url, tmp_path / "var")) as visitor:
        yield visitor


def test_an_unknown_page_leads_back_to_the_start(visitor: Visitor) -> None:
    answer = visitor.client.get("/rahasia-08123")
    assert answer.status_code == 404
    assert "Halaman tidak ada" in answer.text
    assert 'href="/"' in answer.text
    assert "08123" not in answer.text


@pytest.mark.parametrize("path", ["/", "/simulator/lines", "/status"])
def test_without_the_database_the_page_says_what_to_do(stranded: Visitor, path: str) -> None:
    answer = stranded.client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Database tidak menjawab" in answer.text
    assert "bot doctor" in answer.text


def test_a_message_written_while_the_database_is_away_is_kept(visitor: Visitor, stranded: Visitor) -> None:
    token = hidden(visitor.see(), "csrf_token")
    cookie = visitor.client.get_cookie("jalan_aman_console")
    assert cookie is not None
    stranded.client.set_cookie(cookie.key, cookie.value)
    answer = stranded.client.post("/simulator/messages", data={"csrf_token": token, "teks": "halo"})
    assert answer.status_code == 303
    assert stranded.runtime.spool.waiting()


def test_a_fault_of_ours_shows_and_logs_no_text(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(runtime: Runtime) -> bool:
        raise RuntimeError("rahasia keluarga")

    monkeypatch.setattr(Runtime, "nlu_healthy", fail)
    answer = visitor.client.get("/status")
    assert answer.status_code == 500
    assert "Ada yang rusak di konsol" in answer.text
    assert "rahasia" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_health_answers_on_the_consoles_port(visitor: Visitor, stranded: Visitor) -> None:
    assert visitor.client.get("/health/live").json == {"status": "ok"}
    assert visitor.client.get("/health/ready").status_code == 200
    assert stranded.client.get("/health/live").status_code == 200
    assert stranded.client.get("/health/ready").status_code == 503
