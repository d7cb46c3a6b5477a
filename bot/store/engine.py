"""One way to open the database, SQLite or PostgreSQL, and the only two kinds of transaction.

SQLite: WAL, ``synchronous=FULL`` (a power cut loses no acknowledged message), busy timeout 5 s, and every
writing transaction starts with BEGIN IMMEDIATE: it takes the write lock before it reads, so two processes
never decide on the same old row. The driver's own transaction handling is switched off for this; see
SQLAlchemy's page on SQLite ("Serializable isolation / Savepoints / Transactional DDL").
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

from bot.errors import UnavailableError
from bot.store.journal import take_notes, write_notes
from bot.store.vault import Vault

BUSY_SECONDS: float = 5
_LOOK_AGAIN_SECONDS = 0.002
_WRITING = {"sqlite_begin": "BEGIN IMMEDIATE"}
_POSTGRES_LIMITS = "-c lock_timeout=5000 -c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000"


def make_engine(url: str) -> Engine:
    """Open the database at ``url`` (``sqlite:///path`` or ``postgresql+psycopg://…``)."""
    if make_url(url).get_backend_name() == "sqlite":
        return _make_sqlite(url)
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        hide_parameters=True,
        connect_args={"connect_timeout": int(BUSY_SECONDS), "options": _POSTGRES_LIMITS},
    )


def _make_sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver starts no transactions of its own
    for pragma in (
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # erased texts are overwritten, not only unlinked
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("sqlite_begin")
    if statement is None:
        connection.exec_driver_sql("BEGIN")
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA busy_timeout=0")
    try:
        _begin_writing(connection, statement)
    finally:
        raw.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")


def _begin_writing(connection: Connection, statement: str) -> None:
    """Take the write lock within BUSY_SECONDS.

    SQLite's own waiting sleeps up to 100 ms between two looks, so a busy worker would starve the webhooks.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.exec_driver_sql(statement)
        except OperationalError as fault:
            locked = getattr(fault.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            if not locked or time.monotonic() >= deadline:
                raise
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return


class Store:
    """The database and the vault. Only services open transactions."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        """Take the engine; both kinds of session share its pool."""
        self.engine = engine
        self.vault = vault
        self._reading = sessionmaker(engine, expire_on_commit=False)
        self._writing = sessionmaker(engine.execution_options(**_WRITING), expire_on_commit=False)
        self._one_at_a_time = Lock() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that only reads. Raises UnavailableError when the database does not answer."""
        with _as_unavailable(), self._reading() as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a writing transaction, committed at the end. Never hold it across a network call.

        The acts noted in it (journal.py) are chained last of all. Raises UnavailableError when the database does not
        answer or stays locked for 5 seconds.
        """
        with self._turn_to_write(), _as_unavailable(), self._writing() as session, session.begin():
            take_notes(session)
            yield session
            write_notes(session, self.vault)

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        """Let this process's threads queue up for SQLite's one write lock here, not in the file.

        Waiting for the file is polling with growing pauses: whoever waits longest may wait for ever.
        """
        if self._one_at_a_time is None:
            yield
            return
        if not self._one_at_a_time.acquire(timeout=BUSY_SECONDS):
            raise UnavailableError("other threads hold the database for too long")
        try:
            yield
        finally:
            self._one_at_a_time.release()


@contextmanager
def _as_unavailable() -> Iterator[None]:
    """Every fault of the database but a refused value: away, locked, read-only, damaged, without our tables."""
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except (DatabaseError, InterfaceError, PoolTimeoutError) as fault:
        raise UnavailableError("the database does not answer, is locked or has not today's tables") from fault
