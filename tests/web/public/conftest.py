"""The public application behind Flask's test client, posting as Twilio posts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.bootstrap import Runtime
from tests.conftest import migrated_sqlite
from tests.doubles.postgres import free_port
from tests.doubles.twilio_webhook import FORM_TYPE, signed_request
from tests.factories import make_runtime, make_settings
from webhook.public.app import create_app

PUBLIC = "https://aman.example"
Post = Callable[..., TestResponse]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """A migrated SQLite file: what the web hands on is tested on both databases beneath it."""
    return migrated_sqlite(tmp_path / "test.db")


@pytest.fixture
def client(runtime: Runtime) -> FlaskClient:
    """A browserless client of the public application; it speaks to another host name than the public one."""
    return create_app(runtime).test_client()


@pytest.fixture
def post(client: FlaskClient) -> Post:
    """Post a form as Twilio does: signed for the public address."""
    return poster(client)


def poster(client: FlaskClient) -> Post:
    """Return how to post signed forms to an application."""

    def post(form: dict[str, str], path: str = "/twilio/message", **changes: str) -> TestResponse:
        body, headers = signed_request(PUBLIC + path, form, **changes)
        return client.post(path, data=body, headers=headers, content_type=FORM_TYPE)

    return post


@pytest.fixture
def away(runtime: Runtime, tmp_path: Path) -> Iterator[Runtime]:
    """The same service while its database does not answer."""
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    made = make_runtime(make_settings(url, runtime.settings.data_dir), clock=runtime.clock)
    yield made
    made.store.engine.dispose()
