"""What can be said about the service's state without looking into anybody's messages."""

import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.clock import Clock
from bot.errors import UnavailableError
from bot.store.due import backlog
from bot.store.engine import Store
from bot.store.evidence import waiting_since
from bot.store.schema import is_current

HEARTBEAT = "worker.alive"
"""File in the data folder whose time of change says when the worker last swept, every 10 seconds."""

ALIVE_SECONDS = 30
"""Silence of the worker from which nobody can count on an answer."""


def worker_silence(data_dir: Path) -> float | None:
    """Return for how many seconds the worker has not swept, None when it never did on this machine."""
    try:
        return max(0.0, time.time() - (data_dir / HEARTBEAT).stat().st_mtime)
    except OSError:
        return None


def database_ready(store: Store) -> None:
    """Raise UnavailableError unless the database answers and has today's tables."""
    with store.reading() as session:
        session.execute(text("SELECT 1"))
        if not is_current(session.connection()):
            raise UnavailableError("the database has no or old tables; run `bot migrate`")


def read_backlog(store: Store, clock: Clock) -> dict[str, int]:
    """Return how many messages are unfinished or failed, by direction and state."""
    with store.reading() as session:
        return backlog(session, clock.now())


def read_evidence(store: Store, clock: Clock) -> tuple[int, int]:
    """Return how many photos and files wait to be fetched, and how many of them for more than an hour."""
    with store.reading() as session:
        return waiting_since(session, clock.now()), waiting_since(session, clock.now() - timedelta(hours=1))
