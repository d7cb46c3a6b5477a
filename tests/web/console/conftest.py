"""The console over the service of the ``runtime`` fixture, used as a browser without JavaScript uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.bootstrap import Runtime
from bot.config import Settings
from tests.doubles.service import work
from tests.factories import make_runtime
from tests.reporting.conftest import unmanned
from tests.web.console.officers import app, desk, maria, officer, petrus
from tests.web.console.pages import hidden
from webhook.console.app import create_app
from webhook.console.login_settings import LOGIN_SETTINGS

__all__ = ["app", "desk", "maria", "officer", "petrus", "unmanned"]


@dataclass
class Visitor:
    """Somebody with a browser: keeps cookies, sends what the page's forms hold."""

    client: FlaskClient
    runtime: Runtime

    def see(self, path: str = "/") -> str:
        """Return a page that must be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.text

    def send(self, text: str, kanal: str = "sms", **changes: str) -> TestResponse:
        """Fill the form of the page and send it."""
        page = self.see(f"/?kanal={kanal}")
        form = {name: hidden(page, name) for name in ("csrf_token", "kanal", "kiriman")} | {"teks": text}
        return self.client.post("/simulator/messages", data=form | changes)

    def post(self, path: str, **form: str) -> TestResponse:
        """Post a form with the session's CSRF token."""
        return self.client.post(path, data={"csrf_token": hidden(self.see(), "csrf_token"), **form})

    def wait_for_answer(self) -> None:
        """Let the worker do all that is due."""
        work(self.runtime)


@contextmanager
def first_visit(settings: Settings) -> Iterator[Visitor]:
    """Open the console of a service with these settings."""
    runtime = make_runtime(settings)
    yield Visitor(create_app(runtime).test_client(), runtime)
    runtime.store.engine.dispose()


ON_SQLITE_ONLY = frozenset({"test_card", "test_languages", "test_security", "test_step_words"})
"""Modules about headers, forms and words: what they read of the database is tested on both elsewhere. Modules that
reach a service of their own stay on both."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave PostgreSQL out for those modules."""
    left_out = [one for one in items if one.path.stem in ON_SQLITE_ONLY and "postgresql" in one.name]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [one for one in items if one not in set(left_out)]


@pytest.fixture
def visitor(runtime: Runtime) -> Visitor:
    """A first visit, over SQLite and over PostgreSQL."""
    return Visitor(create_app(runtime).test_client(), runtime)


@pytest.fixture
def other_visitor(visitor: Visitor) -> Visitor:
    """Somebody else at the same console, with cookies of their own."""
    return Visitor(visitor.client.application.test_client(), visitor.runtime)


@pytest.fixture
def real_passwords() -> None:
    """Asked for by tests in which a password costs what it costs people: half a second on a busy machine."""


@pytest.fixture(autouse=True)
def cheap_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with the least Argon2 takes, for hundreds of people sign in here."""
    if "real_passwords" not in request.fixturenames:
        least = {"argon2__memory_cost": 8, "argon2__time_cost": 1, "argon2__parallelism": 1}
        cheap = {**LOGIN_SETTINGS, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": least}
        monkeypatch.setattr("webhook.console.accounts.LOGIN_SETTINGS", cheap)
