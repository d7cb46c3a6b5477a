"""Health: alive is not ready, and not ready still keeps messages."""

from pathlib import Path

from flask.testing import FlaskClient

from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.store.schema import downgrade, upgrade
from tests.doubles.twilio_webhook import message_form
from tests.factories import make_runtime, make_settings
from tests.web.public.conftest import poster
from webhook.public.app import create_app

LIVE, READY = "/health/live", "/health/ready"


def test_with_a_database_it_is_ready(client: FlaskClient) -> None:
    assert client.get(LIVE).json == {"status": "ok"}
    assert client.get(READY).status_code == 200
    assert client.get(READY).json == {"status": "ok"}


def test_with_the_database_away_it_lives_but_is_not_ready(away: Runtime) -> None:
    client = create_app(away).test_client()
    assert client.get(LIVE).status_code == 200
    assert client.get(READY).status_code == 503
    assert "127.0.0.1" not in client.get(READY).text


def test_without_tables_it_is_not_ready_and_keeps_messages(
    empty_database_url: str, tmp_path: Path, clock: SettableClock
) -> None:
    runtime = make_runtime(make_settings(empty_database_url, tmp_path / "var"), clock=clock)
    client = create_app(runtime).test_client()
    assert client.get(READY).status_code == 503
    assert poster(client)(message_form()).status_code == 200
    assert runtime.spool.waiting()
    upgrade(runtime.store.engine)
    assert client.get(READY).status_code == 200
    runtime.store.engine.dispose()


def test_with_older_tables_it_is_not_ready(runtime: Runtime, client: FlaskClient) -> None:
    downgrade(runtime.store.engine, "-1")
    assert client.get(READY).status_code == 503
