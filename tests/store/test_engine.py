"""Transactions: no update lost between processes, durable settings, and a database that is away said so."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from bot.bootstrap import Runtime
from bot.errors import UnavailableError
from bot.store import engine as engine_module
from bot.store.engine import Store, make_engine
from bot.store.vault import DataKey, Vault
from tests.doubles.postgres import free_port

VAULT = Vault([DataKey("k1", b"k" * 32)])
COUNTERS = """
import os, sys
from sqlalchemy import text
from bot.errors import UnavailableError
from bot.store.engine import Store, make_engine

def count(url, left):
    store = Store(make_engine(url), None)
    while left:
        try:
            with store.writing() as session:
                old = session.execute(text("SELECT n FROM counter")).scalar_one()
                session.execute(text("UPDATE counter SET n = :n"), {"n": old + 1})
        except UnavailableError:
            continue  # said so, so not lost
        left -= 1

children = []
for _ in range(8):
    child = os.fork()
    if not child:
        count(sys.argv[1], 250)
        os._exit(0)
    children.append(child)
sys.exit(max(os.waitpid(child, 0)[1] for child in children))
"""


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite database."""
    store = Store(make_engine(f"sqlite:///{tmp_path / 'deep' / 'er' / 'x.db'}"), VAULT)
    yield store
    store.engine.dispose()


@pytest.fixture
def statements(sqlite_store: Store) -> list[str]:
    """Everything sent to the database from now on."""
    heard: list[str] = []

    @event.listens_for(sqlite_store.engine, "before_cursor_execute")
    def _hear(_connection, _cursor, statement, *_rest) -> None:
        heard.append(statement)

    return heard


def test_eight_processes_that_read_then_write_lose_no_update(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'count.db'}"
    store = Store(make_engine(url), VAULT)
    with store.writing() as session:
        session.execute(text("CREATE TABLE counter (n INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    store.engine.dispose()
    command = [sys.executable, "-c", COUNTERS, url]
    counting = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, timeout=200)
    assert counting.returncode == 0, counting.stderr
    with store.reading() as session:
        assert session.execute(text("SELECT n FROM counter")).scalar_one() == 2_000
    store.engine.dispose()


def test_writing_takes_the_write_lock_first(sqlite_store: Store, statements: list[str]) -> None:
    with sqlite_store.writing() as session:
        session.execute(text("SELECT 1"))
    assert statements == ["BEGIN IMMEDIATE", "SELECT 1"]


def test_reading_takes_no_lock(sqlite_store: Store, statements: list[str]) -> None:
    with sqlite_store.reading() as session:
        session.execute(text("SELECT 1"))
    assert statements == ["BEGIN", "SELECT 1"]


def test_a_writer_does_not_hold_up_readers(sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        session.execute(text("CREATE TABLE t (n INTEGER)"))
    with sqlite_store.writing() as writing, sqlite_store.reading() as reading:
        writing.execute(text("INSERT INTO t VALUES (1)"))
        assert reading.execute(text("SELECT count(*) FROM t")).scalar_one() == 0


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_every_connection_is_prepared(sqlite_store: Store, pragma: str, value: object) -> None:
    with sqlite_store.reading() as one, sqlite_store.reading() as other:
        for session in (one, other):
            assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_a_fault_inside_rolls_everything_back(sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        session.execute(text("CREATE TABLE t (n INTEGER)"))
    with pytest.raises(ZeroDivisionError), sqlite_store.writing() as session:
        session.execute(
            text("INSERT INTO t VALUES (:n)"), {"n": session.execute(text("INSERT INTO t VALUES (1)")).rowcount / 0}
        )
    with sqlite_store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM t")).scalar_one() == 0


def test_a_database_locked_for_too_long_is_unavailable(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.1)
    with sqlite_store.writing() as session:
        session.execute(text("CREATE TABLE t (n INTEGER)"))
    other = sqlite3.connect(tmp_path / "deep" / "er" / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnavailableError) as refusal, sqlite_store.writing() as session:
        session.execute(text("INSERT INTO t VALUES (1)"))
    assert refusal.value.retryable
    other.execute("ROLLBACK")
    other.close()
    with sqlite_store.writing() as session:
        session.execute(text("INSERT INTO t VALUES (1)"))


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"this is no database, not even nearly one" * 200)
    store = Store(make_engine(f"sqlite:///{blocked}"), VAULT)
    with pytest.raises(UnavailableError), store.writing() as session:
        session.execute(text("SELECT 1 FROM sqlite_master"))
    store.engine.dispose()


def test_a_server_that_is_away_is_unavailable() -> None:
    store = Store(make_engine(f"postgresql+psycopg://nobody:secret@127.0.0.1:{free_port()}/none"), VAULT)
    for opened in (store.reading, store.writing):
        with pytest.raises(UnavailableError) as refusal, opened() as session:
            session.execute(text("SELECT 1"))
        assert "secret" not in str(refusal.value)
        assert "127.0.0.1" not in str(refusal.value)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # a file has no connection to break
def test_a_connection_that_breaks_is_unavailable_and_the_next_works(runtime: Runtime) -> None:
    with pytest.raises(UnavailableError), runtime.store.writing() as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    with runtime.store.writing() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1


def test_missing_tables_are_unavailable_not_a_fault_of_the_message(empty_database_url: str) -> None:
    store = Store(make_engine(empty_database_url), VAULT)
    with pytest.raises(UnavailableError), store.writing() as session:
        session.execute(text("SELECT * FROM messages"))
    store.engine.dispose()


def test_broken_rules_are_no_outage(runtime: Runtime) -> None:
    nobody = text("INSERT INTO contacts (id) VALUES (NULL)")
    with pytest.raises(IntegrityError), runtime.store.writing() as session:
        session.execute(nobody)


def test_faults_never_show_what_was_stored(runtime: Runtime) -> None:
    with pytest.raises(UnavailableError) as fault, runtime.store.writing() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:text)"), {"text": "kalimat-rahasia"})
    assert "kalimat-rahasia" not in f"{fault.value} {fault.value.__cause__}"
