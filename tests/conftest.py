"""Real databases for every test that asks for one: SQLite files and a PostgreSQL server, freshly migrated."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.templating import Environment
from jinja2.bccache import Bucket, BytecodeCache

from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.config import Settings
from bot.store.engine import make_engine
from bot.store.schema import upgrade
from tests.doubles.postgres import PostgresServer
from tests.factories import NOON, make_runtime, make_settings


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's environment out of the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


class _CompiledOnce(BytecodeCache):
    """Compiled templates of all applications of this process: compiling took a tenth of the console's tests."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from the same source, if anything."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _CompiledOnce()


class _Environment(Environment):
    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **{"bytecode_cache": _COMPILED} | options)


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_environment", _Environment)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """A migrated database to copy."""
    name = postgres.create()
    engine = make_engine(_driver(postgres.url(name)))
    upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, on each of the two systems."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create()
    yield _driver(server.url(name))
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database, on each of the two systems."""
    if request.param == "sqlite":
        yield migrated_sqlite(tmp_path / "test.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create(request.getfixturevalue("postgres_template"))
    yield _driver(server.url(name))
    server.drop(name)


def migrated_sqlite(path: Path) -> str:
    """Make a migrated SQLite file and return its URL: a copy, for migrating takes a hundred times as long."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(_sqlite_template(), path)
    return f"sqlite:///{path}"


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ja-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    engine = make_engine(f"sqlite:///{folder / 'template.db'}")
    upgrade(engine)
    engine.dispose()
    return folder / "template.db"


@pytest.fixture
def clock() -> SettableClock:
    """A clock that stands at midday in Kupang."""
    return SettableClock(NOON)


@pytest.fixture
def runtime(database_url: str, tmp_path: Path, clock: SettableClock) -> Iterator[Runtime]:
    """The service over a migrated database, answering by script, with a bell nobody hears."""
    made = make_runtime(make_settings(database_url, tmp_path / "var"), clock=clock)
    yield made
    made.store.engine.dispose()


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
