"""Starts the learner (bot/learner.py) when a job waits: a process of its own, for its work would slow every answer.

It dies with the worker that started it. Which job it has, and how far it is, stands in the database alone.
"""

import logging
import subprocess
import sys
from collections.abc import Sequence
from uuid import UUID, uuid4

from bot.config import PROJECT
from bot.services.learning import Learning
from bot.services.write_labelled import queue_due_writing
from bot.store.learning_jobs import has_open, interrupt_jobs
from bot.training.jobs import JobState

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "bot.learner")


class LearnerStarter:
    """Looks after the learner's process; one at a time."""

    def __init__(self, learning: Learning, command: Sequence[str] = COMMAND) -> None:
        """Take what learning needs; ``command`` starts a learner, who is told its name."""
        self._learning = learning
        self._command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = UUID(int=0)

    def work(self) -> None:
        """Mark jobs whose process is gone, ask for writing that is due, and start a learner when a job waits."""
        if self._process is not None and self._process.poll() is None:
            return
        self._interrupt()
        self._process = None
        queue_due_writing(self._learning)
        with self._learning.store.reading() as session:
            waits = has_open(session, JobState.QUEUED)
        if waits:
            self._start()

    def close(self) -> None:
        """Ask the learner to end."""
        if self._process is not None:
            self._process.terminate()

    def _interrupt(self) -> None:
        now = self._learning.clock.now()
        with self._learning.store.reading() as session:
            if not has_open(session, JobState.RUNNING):
                return
        with self._learning.store.writing() as session:
            ended = interrupt_jobs(session, now, self._owner) + interrupt_jobs(session, now)
        if ended:
            log.warning("the learner ended in the middle of a job")

    def _start(self) -> None:
        self._owner = uuid4()
        self._process = subprocess.Popen([*self._command, self._owner.hex], cwd=PROJECT, stdin=subprocess.DEVNULL)
