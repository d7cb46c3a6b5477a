"""Work on the model that takes minutes: what it is, how far it is, and how it ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.vocabulary import Word

STALE = timedelta(seconds=60)
"""After so long without a beat the process that ran a job is gone: it beats every two seconds."""


class JobKind(Word):
    """``write``: labelled sentences into the training data. ``compare``: a model with the served one."""

    WRITE = "write"
    TRAIN = "train"
    COMPARE = "compare"

    @property
    def slot(self) -> str:
        """Return what it keeps busy: training and comparing would be in each other's way."""
        return "write" if self is JobKind.WRITE else "model"


class JobState(Word):
    """``cancelled``: by somebody. ``interrupted``: its process ended in the middle, by itself or with the service."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


OPEN = frozenset({JobState.QUEUED, JobState.RUNNING})


class Phase(Word):
    """What a running job does now."""

    READING = "reading"
    SORTING = "sorting"
    WAITING = "waiting"
    TRAINING = "training"
    STARTING = "starting"
    MEASURING_NEW = "measuring_new"
    MEASURING_SERVED = "measuring_served"
    WEIGHING = "weighing"


@dataclass(frozen=True)
class Job:
    """A job. ``done`` of ``total`` pieces of its phase, 0 of 0 where they cannot be counted.

    ``result``: of a writing ``{"added", "refused"}``, of a training the same and ``{"model"}``, None when there was
    nothing new, of a comparison what bot/training/comparison.py returns. ``log``: the end of it where it failed.
    """

    id: UUID
    kind: JobKind
    state: JobState
    asked_by: str
    asked_at: datetime
    model: str | None = None
    started_at: datetime | None = None
    beat_at: datetime | None = None
    ended_at: datetime | None = None
    phase: Phase | None = None
    done: int = 0
    total: int = 0
    cancelled_by: str = ""
    result: Any = None
    log: str = ""

    @property
    def open(self) -> bool:
        """Tell whether it waits or runs."""
        return self.state in OPEN

    def seconds(self, now: datetime) -> int:
        """Return how long it has been running, or took."""
        if self.started_at is None:
            return 0
        return max(0, int(((self.ended_at or now) - self.started_at).total_seconds()))

    def is_stale(self, now: datetime) -> bool:
        """Tell whether it runs in no process any more."""
        return self.state is JobState.RUNNING and (self.beat_at is None or self.beat_at < now - STALE)
