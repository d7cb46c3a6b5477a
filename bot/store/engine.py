"""One way to open the database, SQLite or PostgreSQL, and the only two kinds of transaction.

SQLite: WAL, ``synchronous=FULL`` (a power cut loses no acknowledged message), busy timeout 5 s, and every
writing transaction starts with BEGIN IMMEDIATE: it takes the write lock before it reads, so two processes
never decide on the same old row. The driver's own transaction handling is switched off for this; see
SQLAlchemy's page on SQLite ("Serializable isolation / Savepoints / Transactional DDL").
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

from bot.errors import UnavailableError
from bot.store.vault import Vault

BUSY_SECONDS = 5
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
        connect_args={"connect_timeout": BUSY_SECONDS, "options": _POSTGRES_LIMITS},
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
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # erased texts are overwritten, not only unlinked
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


class Store:
    """The database and the vault. Only services open transactions."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        """Take the engine; both kinds of session share its pool."""
        self.engine = engine
        self.vault = vault
        self._reading = sessionmaker(engine, expire_on_commit=False)
        self._writing = sessionmaker(engine.execution_options(**_WRITING), expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that only reads. Raises UnavailableError when the database does not answer."""
        with _as_unavailable(), self._reading() as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a writing transaction, committed at the end. Never hold it across a network call.

        Raises UnavailableError when the database does not answer or stays locked for 5 seconds.
        """
        with _as_unavailable(), self._writing() as session, session.begin():
            yield session


@contextmanager
def _as_unavailable() -> Iterator[None]:
    """Every fault of the database but a refused value: away, locked, read-only, damaged, without our tables."""
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except (DatabaseError, InterfaceError, PoolTimeoutError) as fault:
        raise UnavailableError("the database does not answer, is locked or has not today's tables") from fault
