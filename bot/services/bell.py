"""The queue as a bell: it says "look at this conversation" or "this case", never what to do; a lost ring loses nothing.

The tasks carry a row id and nothing else, signed; without the key nobody can put work, or a pickle, into
the queue. Rows with a state and a lease hold the work itself, and the sweep finds whatever no bell rang for.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, Protocol
from uuid import UUID

from huey.api import Huey

from bot.errors import UnavailableError

log = logging.getLogger(__name__)

Work = Callable[[UUID], object]


class Bell(Protocol):
    """Tells the workers that something is due."""

    def ring_turn(self, conversation_id: UUID) -> None:
        """Say that a message waits for its turn."""
        ...

    def ring_send(self, conversation_id: UUID) -> None:
        """Say that a reply waits to be sent."""
        ...

    def ring_alert(self, case_id: UUID) -> None:
        """Say that an alert to an officer waits to be sent."""
        ...

    def ring_evidence(self, evidence_id: UUID) -> None:
        """Say that there is something to do about a file."""
        ...


class SilentBell:
    """A bell nobody hears: for tests that swallow every ring, and for ``bot talk``, which works by itself."""

    def ring_turn(self, conversation_id: UUID) -> None:
        """Do nothing."""

    def ring_send(self, conversation_id: UUID) -> None:
        """Do nothing."""

    def ring_alert(self, case_id: UUID) -> None:
        """Do nothing."""

    def ring_evidence(self, evidence_id: UUID) -> None:
        """Do nothing."""


class DirectBell:
    """A bell whose own threads do the work: for the sweep, which must not need the queue."""

    def __init__(self, turn: Work, send: Work, alert: Work, evidence: Work) -> None:
        """Take what to do; the threads start with the first ring."""
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="sweep")
        works = {"turn": turn, "send": send, "alert": alert, "evidence": evidence}
        self._work = {name: _quietly(name, work) for name, work in works.items()}
        self._waiting: set[tuple[str, UUID]] = set()
        self._lock = Lock()

    def ring_turn(self, conversation_id: UUID) -> None:
        """Take the conversation's turns as soon as a thread is free."""
        self._ring("turn", conversation_id)

    def ring_send(self, conversation_id: UUID) -> None:
        """Send the conversation's replies as soon as a thread is free."""
        self._ring("send", conversation_id)

    def ring_alert(self, case_id: UUID) -> None:
        """Send the case's alerts as soon as a thread is free."""
        self._ring("alert", case_id)

    def ring_evidence(self, evidence_id: UUID) -> None:
        """Do what is due about a file as soon as a thread is free."""
        self._ring("evidence", evidence_id)

    def close(self) -> None:
        """Finish what is in hand and drop the rest, which the next sweep finds."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _ring(self, name: str, row_id: UUID) -> None:
        with self._lock:
            if (name, row_id) in self._waiting:
                return
            self._waiting.add((name, row_id))
        self._pool.submit(self._do, name, row_id)

    def _do(self, name: str, row_id: UUID) -> None:
        with self._lock:
            self._waiting.discard((name, row_id))
        self._work[name](row_id.hex)


class HueyBell:
    """A bell over Huey. The worker passes what to do; elsewhere the tasks are only names to ring.

    The queue is opened at the first ring: the web process starts and keeps messages with the queue away.
    """

    def __init__(
        self,
        make_huey: Callable[[], Huey],
        turn: Work | None = None,
        send: Work | None = None,
        alert: Work | None = None,
        evidence: Work | None = None,
    ) -> None:
        """Keep how to open the queue and what its tasks do."""
        self._make_huey = make_huey
        self._work = {"turn": turn, "send": send, "alert": alert, "evidence": evidence}
        self._tasks: dict[str, Callable[[str], Any]] = {}
        self._opening = Lock()

    def ring_turn(self, conversation_id: UUID) -> None:
        """Say that a message waits; a queue that is away is no error, the sweep finds the message."""
        self._ring("turn", conversation_id)

    def ring_send(self, conversation_id: UUID) -> None:
        """Say that a reply waits to be sent."""
        self._ring("send", conversation_id)

    def ring_alert(self, case_id: UUID) -> None:
        """Say that an alert waits to be sent."""
        self._ring("alert", case_id)

    def ring_evidence(self, evidence_id: UUID) -> None:
        """Say that there is something to do about a file."""
        self._ring("evidence", evidence_id)

    def open(self) -> Huey:
        """Open the queue and declare the tasks on it."""
        huey = self._make_huey()
        self._tasks = {name: huey.task(name=name)(_quietly(name, work)) for name, work in self._work.items()}
        return huey

    def _ring(self, name: str, row_id: UUID) -> None:
        try:
            with self._opening:
                if not self._tasks:
                    self.open()
            self._tasks[name](row_id.hex)
        except Exception as fault:
            log.warning("bell not rung: %s", type(fault).__name__)


def _quietly(name: str, work: Work | None) -> Callable[[str], None]:
    """Wrap a task: a fault is logged by its type only, for its text may hold what a person wrote."""

    def task(row_id: str) -> None:
        if work is None:
            raise UnavailableError("this process rings bells, it does not answer them")
        try:
            work(UUID(hex=row_id))
        except Exception as fault:
            log.error("%s failed: %s", name, type(fault).__name__)

    return task
