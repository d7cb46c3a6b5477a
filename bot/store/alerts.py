"""Alerts to officers: written with the step they belong to, leased for sending, never about anything personal."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from bot.clock import UTC
from bot.reports.cases import Level
from bot.reports.escalation import Told
from bot.store.inserts import insert_once
from bot.store.tables.cases import Case, CaseAlert

LEASE = timedelta(seconds=60)
WEBHOOK = "webhook"
"""The target, and the way, of alerts to another system."""

NEWS = 1000
"""The steps from here on tell an officer of news in a case they work on; those below tell who is to take it."""

_NEWS_APART = timedelta(minutes=10)
"""How far apart alerts of news of one case are: somebody may add line after line (our choice)."""

OPEN_STATES = ("queued", "sending", "maybe_sent")
_RETRY_SECONDS = (5, 15, 60, 300, 900)
_TRY_FOR = timedelta(hours=24)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class DueAlert:
    """A leased alert. ``doubtful``: an earlier try may have been accepted, so it is looked up where that can be done.

    It carries the same id again.
    """

    id: UUID
    case_id: UUID
    target: str
    way: str
    first_tried_at: datetime
    doubtful: bool
    news: bool = False


def add_alerts(session: Session, case_id: UUID, step: int, target: str, ways: Iterable[str], now: datetime) -> None:
    """Queue an alert on each way; one that is there already is left alone."""
    for way in ways:
        insert_once(
            session, CaseAlert(case_id=case_id, step=step, target=target, way=way, created_at=now, next_try_at=now)
        )


def add_news(
    session: Session, case_id: UUID, target: str, ways: Collection[str], now: datetime, *, at_once: bool = False
) -> bool:
    """Queue an alert of news on each way, unless one waits already; tell whether there is one to send now.

    ``at_once``: it does not wait for its turn, for the case is the officer's from now on.
    """
    news = (CaseAlert.case_id == case_id, CaseAlert.step >= NEWS)
    waiting = (*news, CaseAlert.state == "queued", CaseAlert.target == target)
    if session.scalar(select(CaseAlert.seq).where(*waiting).limit(1)):
        if at_once:
            session.execute(update(CaseAlert).where(*waiting).values(next_try_at=now))
        return at_once
    last_step, last = session.execute(
        select(func.max(CaseAlert.step), func.max(CaseAlert.next_try_at)).where(*news)
    ).one()
    at = now if last is None or at_once else max(now, last + _NEWS_APART)
    for way in sorted(ways):
        step = NEWS if last_step is None else last_step + 1
        alert = CaseAlert(case_id=case_id, step=step, target=target, way=way, created_at=now, next_try_at=at)
        insert_once(session, alert)
    return bool(ways) and at <= now


def cases_with_alerts_due(session: Session, now: datetime) -> list[UUID]:
    """Return the cases with an alert to send, danger now first, then the oldest alert."""
    found = (
        select(CaseAlert.case_id)
        .join(Case, Case.id == CaseAlert.case_id)
        .where(CaseAlert.state.in_(OPEN_STATES), CaseAlert.next_try_at <= now)
        .order_by(case((Case.level == Level.NOW.value, 0), else_=1), CaseAlert.seq)
    )
    return list(dict.fromkeys(session.scalars(found.limit(500))))


def lease_alert(session: Session, case_id: UUID, now: datetime) -> DueAlert | None:
    """Lease the case's next alert that is due; a slow way holds up no other."""
    row = session.scalar(
        select(CaseAlert)
        .where(CaseAlert.case_id == case_id, CaseAlert.state.in_(OPEN_STATES), CaseAlert.next_try_at <= now)
        .order_by(CaseAlert.seq)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    doubtful = row.state != "queued"  # still "sending" after its lease: the sender died with it in hand
    row.state, row.next_try_at = "sending", now + LEASE
    row.attempts += 1
    row.first_tried_at = row.first_tried_at or now
    return DueAlert(row.id, row.case_id, row.target, row.way, row.first_tried_at, doubtful, row.step >= NEWS)


def record_accepted(session: Session, alert_id: UUID, provider_id: str | None, now: datetime) -> None:
    """Note that an alert was accepted."""
    session.execute(
        update(CaseAlert)
        .where(CaseAlert.id == alert_id)
        .values(state="accepted", provider_id=(provider_id or "")[:64] or None, error_code=None, finished_at=now)
    )


def record_dropped(session: Session, alert_id: UUID, now: datetime) -> None:
    """Note that an alert is not sent after all."""
    session.execute(update(CaseAlert).where(CaseAlert.id == alert_id).values(state="dropped", finished_at=now))


def record_refused(
    session: Session, alert_id: UUID, code: str, now: datetime, *, retryable: bool, maybe_sent: bool
) -> bool:
    """Note a failed try; tell whether it was given up."""
    row = session.scalars(select(CaseAlert).where(CaseAlert.id == alert_id).with_for_update()).one()
    row.error_code = code[:40]
    if not (retryable or maybe_sent) or now >= row.created_at + _TRY_FOR:
        row.state, row.finished_at = "failed", now
        return True
    wait = timedelta(seconds=_RETRY_SECONDS[min(row.attempts, len(_RETRY_SECONDS)) - 1])
    row.state = "maybe_sent" if maybe_sent else "queued"
    row.next_try_at = now + (max(wait, LEASE) if maybe_sent else wait)
    return False


def was_told(session: Session, case_id: UUID, from_step: int = 0) -> list[Told]:
    """Return which officers were told of a case from a step on, and when, the first first.

    Whom no alert reached counts as told long ago: nobody waits for them to take it.
    """
    found = (
        select(CaseAlert.step, CaseAlert.target, CaseAlert.created_at, CaseAlert.state)
        .where(
            CaseAlert.case_id == case_id,
            CaseAlert.target != WEBHOOK,
            CaseAlert.step >= from_step,
            CaseAlert.step < NEWS,
        )
        .order_by(CaseAlert.seq)
    )
    steps: dict[int, Told] = {}
    for row in session.execute(found):
        at = _LONG_AGO if row.state == "failed" else row.created_at
        earlier = steps.get(row.step)
        steps[row.step] = Told(UUID(hex=row.target), max(at, earlier.at) if earlier else at)
    return [steps[step] for step in sorted(steps)]


def drop_waiting(session: Session, case_id: UUID, now: datetime) -> None:
    """Drop the alerts nobody needs any more: somebody took the case, or its author took it back."""
    session.execute(
        update(CaseAlert)
        .where(CaseAlert.case_id == case_id, CaseAlert.state.in_(("queued", "maybe_sent")))
        .values(state="dropped", finished_at=now)
    )


def cases_to_escalate(session: Session, now: datetime) -> list[UUID]:
    """Return the cases whose next officer is to be told by now."""
    return list(session.scalars(select(Case.id).where(Case.escalate_at <= now).order_by(Case.escalate_at).limit(100)))


def has_accepted(session: Session, case_id: UUID) -> bool:
    """Tell whether an officer or another system was surely told of a case."""
    found = select(CaseAlert.seq).where(CaseAlert.case_id == case_id, CaseAlert.state == "accepted").limit(1)
    return session.scalar(found) is not None


def has_waiting(session: Session, case_id: UUID) -> bool:
    """Tell whether an alert of a case still has to be sent."""
    found = select(CaseAlert.seq).where(CaseAlert.case_id == case_id, CaseAlert.state.in_(OPEN_STATES)).limit(1)
    return session.scalar(found) is not None
