"""Jobs on the model as rows with a state: whoever is killed leaves one that says so, and nothing waits in a memory."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Update, delete, select, update
from sqlalchemy.orm import Session

from bot.store.inserts import insert_once
from bot.store.tables.training import LearningJob
from bot.training.jobs import OPEN, STALE, Job, JobKind, JobState, Phase

_OPEN = LearningJob.state.in_(sorted(OPEN))
_RUNNING = LearningJob.state == JobState.RUNNING.value
_LONGEST_LOG = 6_000


def queue_job(session: Session, kind: JobKind, asked_by: str, now: datetime, model: str | None = None) -> bool:
    """Ask for a job. False when one of its kind, or one that would be in its way, is open already."""
    row = LearningJob(kind=kind.value, slot=kind.slot, model=model, asked_by=asked_by, asked_at=now)
    return insert_once(session, row)


def claim_job(session: Session, owner: UUID, now: datetime) -> Job | None:
    """Take the oldest job that waits, None when there is none or another one runs. Only one runs at a time."""
    rows = list(session.scalars(select(LearningJob).where(_OPEN).order_by(LearningJob.seq).with_for_update()))
    if not rows or any(row.state == JobState.RUNNING for row in rows):
        return None
    row = rows[0]
    row.state, row.owner, row.started_at, row.beat_at = JobState.RUNNING.value, owner, now, now
    session.flush()
    return _job(row)


def beat(session: Session, job_id: UUID, owner: UUID, now: datetime, phase: Phase, done: int, total: int) -> bool:
    """Say that the job is still worked on. False when it is to end: cancelled, or taken for dead."""
    mine = update(LearningJob).where(LearningJob.id == job_id, LearningJob.owner == owner, _RUNNING)
    return _changed(session, mine.values(beat_at=now, phase=phase.value, done=done, total=total))


def end_job(session: Session, job_id: UUID, owner: UUID, now: datetime, state: JobState, **what: Any) -> bool:
    """Say how the job ended, with ``result`` or ``log``. False when that was said already."""
    if "log" in what:
        what["log"] = what["log"][-_LONGEST_LOG:]
    mine = update(LearningJob).where(LearningJob.id == job_id, LearningJob.owner == owner, _RUNNING)
    return _changed(session, mine.values(state=state.value, slot=None, ended_at=now, **what))


def cancel_job(session: Session, job_id: UUID, by: str, now: datetime) -> bool:
    """End an open job. False when it has ended."""
    one = update(LearningJob).where(LearningJob.id == job_id, _OPEN)
    values = {"state": JobState.CANCELLED.value, "slot": None, "ended_at": now, "cancelled_by": by}
    return _changed(session, one.values(**values))


def interrupt_jobs(session: Session, now: datetime, owner: UUID | None = None) -> int:
    """Mark jobs whose process is gone: those of ``owner``, or all without a beat for a minute. Returns how many."""
    gone = LearningJob.owner == owner if owner else LearningJob.beat_at < now - STALE
    ended = session.execute(
        update(LearningJob).where(_RUNNING, gone).values(state=JobState.INTERRUPTED.value, slot=None, ended_at=now)
    )
    return int(getattr(ended, "rowcount", 0))


def has_open(session: Session, state: JobState) -> bool:
    """Tell whether a job is in this state."""
    return session.scalar(select(LearningJob.seq).where(LearningJob.state == state.value).limit(1)) is not None


def jobs(session: Session, limit: int, *kinds: JobKind) -> list[Job]:
    """Return the newest jobs, of these kinds where some are given."""
    query = select(LearningJob).order_by(LearningJob.seq.desc()).limit(limit)
    if kinds:
        query = query.where(LearningJob.kind.in_([kind.value for kind in kinds]))
    return [_job(row) for row in session.scalars(query)]


def last_comparison(session: Session, model: str) -> Job | None:
    """Return the newest comparison of a model that came to its end."""
    query = select(LearningJob).where(
        LearningJob.kind == JobKind.COMPARE.value,
        LearningJob.model == model,
        LearningJob.state == JobState.DONE.value,
    )
    row = session.scalar(query.order_by(LearningJob.seq.desc()).limit(1))
    return _job(row) if row else None


def forget_jobs(session: Session, before: datetime) -> int:
    """Delete what ended before. Returns how many."""
    deleted = session.execute(delete(LearningJob).where(LearningJob.ended_at < before))
    return int(getattr(deleted, "rowcount", 0))


def _changed(session: Session, statement: Update) -> bool:
    return bool(getattr(session.execute(statement), "rowcount", 0))


def _job(row: LearningJob) -> Job:
    return Job(
        id=row.id,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        model=row.model,
        started_at=row.started_at,
        beat_at=row.beat_at,
        ended_at=row.ended_at,
        phase=Phase(row.phase) if row.phase else None,
        done=row.done,
        total=row.total,
        cancelled_by=row.cancelled_by,
        result=row.result,
        log=row.log,
    )
