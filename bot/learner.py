"""The learner: ``python -m bot.learner OWNER`` does the jobs on the model that wait, one after the other, and ends.

The worker starts it (bot/learner_starter.py). It runs at a low priority: answers come first. Ended at any point it
leaves the served model and every label as they were, and its job says that it was interrupted.
"""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any
from uuid import UUID

from bot.bootstrap import Runtime
from bot.config import load_settings
from bot.errors import JalanAmanError
from bot.job_reporter import JobReporter, StoppedError
from bot.job_work import compare, train, write
from bot.learning import learning_of
from bot.logs import set_up_logs
from bot.nlu_child import die_with
from bot.services.learning import Learning
from bot.store.learning_jobs import claim_job, end_job
from bot.training.jobs import Job, JobKind, JobState

_LOW = 10
"""Nice enough for answers to come first, and not so nice that the measured server misses its two seconds."""
_WORK: Mapping[JobKind, Callable[[Learning, Job, JobReporter], dict[str, Any]]] = {
    JobKind.WRITE: write,
    JobKind.TRAIN: train,
    JobKind.COMPARE: compare,
}


def work_off(learning: Learning, owner: UUID) -> None:
    """Do every job that waits. Raises StoppedError when this process is to end."""
    while True:
        with learning.store.writing() as session:
            job = claim_job(session, owner, learning.clock.now())
        if job is None:
            return
        _do(learning, owner, job)


def _do(learning: Learning, owner: UUID, job: Job) -> None:
    reporter = JobReporter(learning, job, owner)
    try:
        with reporter:
            result = _WORK[job.kind](learning, job, reporter)
    except StoppedError:
        _end(learning, owner, job, JobState.INTERRUPTED)
        if not reporter.lost:  # the process is to end, not the job alone
            raise
        signal.signal(signal.SIGTERM, _stop)
    except JalanAmanError as fault:
        _end(learning, owner, job, JobState.FAILED, log=str(fault))
    except Exception as fault:
        _end(learning, owner, job, JobState.FAILED, log=type(fault).__name__)
    else:
        _end(learning, owner, job, JobState.DONE, result=result)


def _end(learning: Learning, owner: UUID, job: Job, state: JobState, **what: Any) -> None:
    with learning.store.writing() as session:
        end_job(session, job.id, owner, learning.clock.now(), state, **what)


def _stop(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: the way out is not to be cut short
    raise StoppedError


def main() -> int:
    """Work until no job waits. Returns the exit code."""
    set_up_logs()
    die_with(os.getppid(), signal.SIGTERM)
    signal.signal(signal.SIGTERM, _stop)
    os.nice(_LOW)
    try:
        work_off(learning_of(Runtime(load_settings())), UUID(hex=sys.argv[1]))
    except StoppedError:
        return 130
    except JalanAmanError as fault:
        sys.stderr.write(f"learner: {fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
