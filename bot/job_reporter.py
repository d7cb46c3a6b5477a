"""Says every two seconds how far a job is, and ends it when it was cancelled."""

import logging
import os
import signal
from threading import Event, Thread
from types import TracebackType
from uuid import UUID

from bot.errors import UnavailableError
from bot.services.learning import Learning
from bot.store.learning_jobs import beat
from bot.training.jobs import Job, Phase

log = logging.getLogger(__name__)

BEAT_SECONDS = 2.0


class StoppedError(BaseException):
    """This process is to end: no error, so nothing that catches errors may catch it."""


class JobReporter:
    """Use it as a context manager around the work. ``lost``: the job was cancelled, or taken for dead."""

    def __init__(self, learning: Learning, job: Job, owner: UUID) -> None:
        """Take the job; ``owner`` is this process's name."""
        self._learning, self._job, self._owner = learning, job, owner
        self._now = (Phase.READING, 0, 0)
        self._over = Event()
        self._thread = Thread(target=self._beat_until_over, name="reporter", daemon=True)
        self.lost = False

    def __call__(self, phase: Phase, done: int = 0, total: int = 0) -> None:
        """Note how far it is; the next beat tells."""
        self._now = (phase, done, total)

    def __enter__(self) -> "JobReporter":
        """Begin to tell."""
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Tell no more."""
        self._over.set()
        self._thread.join()

    def _beat_until_over(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                alive = self._beat()
            except UnavailableError:
                log.warning("the database does not answer; the job goes on")
                continue
            if not alive:
                self.lost = True
                os.kill(os.getpid(), signal.SIGTERM)  # wakes the main thread, whatever it waits for
                return

    def _beat(self) -> bool:
        now = self._learning.clock.now()
        with self._learning.store.writing() as session:
            return beat(session, self._job.id, self._owner, now, *self._now)
