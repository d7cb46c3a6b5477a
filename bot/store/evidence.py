"""Evidence: noted with the turn it came in, leased for fetching, tied to a case, dropped with its report.

Dropping only marks the row: files and what the provider keeps cannot be taken back by a transaction that fails. The
keeper (bot/services/keep_evidence.py) erases both right afterwards.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from bot.reports.file_types import claimed_kind
from bot.store.tables.evidence import Evidence, EvidenceStep
from bot.store.vault import Vault

LEASE = timedelta(seconds=90)
"""Longer than fetching (20 s) and cleaning take on a slow machine."""

MOST_A_DAY = 30
"""Files kept of one conversation in 24 hours: our choice, for whoever wants to fill the disk."""

MOST_TRIES = 100
"""About a day, with the pauses below."""

_RETRY_SECONDS = (5, 15, 60, 300, 900)


@dataclass(frozen=True)
class DueEvidence:
    """A leased file with something to do. ``url``: where the provider keeps it, "" where it is deleted there."""

    id: UUID
    state: str
    url: str


def waiting_since(session: Session, before: datetime) -> int:
    """Return how many files that came before then still wait to be fetched."""
    found = select(func.count()).where(Evidence.state == "waiting", Evidence.created_at <= before)
    return session.scalar(found) or 0


def note_evidence(
    session: Session,
    vault: Vault,
    message_id: UUID,
    conversation_id: UUID,
    fields: Mapping[str, str],
    case_id: UUID | None,
    now: datetime,
    *,
    own_phone: bool = True,
) -> int:
    """Note the files that came with a message, to be fetched; return how many. Beyond MOST_A_DAY none is."""
    sent = json.loads(fields.get("attachments", "[]"))
    earlier = select(func.count()).where(
        Evidence.conversation_id == conversation_id, Evidence.created_at > now - timedelta(days=1)
    )
    left = MOST_A_DAY - (session.scalar(earlier) or 0)
    for position, (url, content_type) in enumerate(sent[: max(left, 0)]):
        row = Evidence(
            case_id=case_id,
            conversation_id=conversation_id,
            message_id=message_id,
            position=position,
            kind=claimed_kind(content_type).value,
            media_type=content_type[:100],
            url_sealed=None,
            own_phone=own_phone,
            created_at=now,
            next_try_at=now,
        )
        row.url_sealed = vault.seal(Evidence.url_sealed, row.id, url)
        session.add(row)
        session.flush()
        add_step(session, row.id, now, "reporter" if own_phone else "somebody", "sent it")
    return min(len(sent), max(left, 0))


def add_step(session: Session, evidence_id: UUID, at: datetime, actor: str, act: str) -> None:
    """Add a step to the custody of a file; ``act`` holds our own words only."""
    session.add(EvidenceStep(evidence_id=evidence_id, at=at, actor=actor, act=act[:80]))


def steps_of(session: Session, evidence_id: UUID) -> list[EvidenceStep]:
    """Return the custody of a file, oldest step first."""
    found = select(EvidenceStep).where(EvidenceStep.evidence_id == evidence_id)
    return list(session.scalars(found.order_by(EvidenceStep.seq)))


def evidence_due(session: Session, now: datetime) -> list[UUID]:
    """Return the files with something to do, the longest waiting first."""
    due = select(Evidence.id).where(Evidence.next_try_at <= now).order_by(Evidence.next_try_at, Evidence.id)
    return list(session.scalars(due.limit(100)))


def evidence_of_message(session: Session, message_id: UUID) -> tuple[UUID, ...]:
    """Return the files of one message."""
    return tuple(session.scalars(select(Evidence.id).where(Evidence.message_id == message_id)))


def evidence_of_case(session: Session, case_id: UUID) -> list[Evidence]:
    """Return the files of a case in the order in which they came."""
    found = select(Evidence).where(Evidence.case_id == case_id)
    return list(session.scalars(found.order_by(Evidence.created_at, Evidence.position, Evidence.id)))


def lease_evidence(session: Session, vault: Vault, evidence_id: UUID, now: datetime) -> DueEvidence | None:
    """Lease a file if something is to be done about it now."""
    row = session.scalar(
        select(Evidence)
        .where(Evidence.id == evidence_id, Evidence.next_try_at <= now)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.attempts, row.next_try_at = row.attempts + 1, now + LEASE
    url = vault.open(Evidence.url_sealed, row.id, row.url_sealed) if row.url_sealed else ""
    return DueEvidence(row.id, row.state, url)


def locked_evidence(session: Session, evidence_id: UUID) -> Evidence | None:
    """Return a file's row, locked until the commit."""
    return session.scalar(select(Evidence).where(Evidence.id == evidence_id).with_for_update())


def try_later(row: Evidence, now: datetime) -> bool:
    """Put off what did not work; False when it was tried often enough, and is left."""
    if row.attempts >= MOST_TRIES:
        row.next_try_at = None
        return False
    row.next_try_at = now + timedelta(seconds=_RETRY_SECONDS[min(row.attempts, len(_RETRY_SECONDS)) - 1])
    return True


def place_of(vault: Vault, row: Evidence) -> str:
    """Return where a photo says to be taken, as "north east" in degrees, "" where it does not."""
    return vault.open(Evidence.location_sealed, row.id, row.location_sealed) if row.location_sealed else ""


def tells_a_place(session: Session, conversation_id: UUID, messages: Collection[UUID]) -> bool:
    """Tell whether a photo of these messages, as far as they were fetched, says where it was taken."""
    found = select(Evidence.id).where(
        Evidence.conversation_id == conversation_id,
        Evidence.message_id.in_(messages),
        Evidence.location_sealed.is_not(None),
    )
    return session.scalar(found.limit(1)) is not None


def tie_evidence(
    session: Session, conversation_id: UUID, messages: Collection[UUID], case_id: UUID, now: datetime
) -> None:
    """Let the files of these messages belong to the case that was made of their report."""
    rows = session.scalars(
        select(Evidence)
        .where(_of_drafts(conversation_id), Evidence.message_id.in_(messages))
        .order_by(Evidence.created_at, Evidence.position)
        .with_for_update()
    )
    for row in rows.all():
        row.case_id = case_id
        add_step(session, row.id, now, "reporter", "passed it on with the report")


def keep_evidence_of(session: Session, conversation_id: UUID, messages: Collection[UUID], now: datetime) -> None:
    """Drop the files of a conversation that belong to no case and to none of these messages."""
    _drop(session, _of_drafts(conversation_id) & Evidence.message_id.not_in(messages), now)


def drop_evidence_of(session: Session, case_id: UUID, now: datetime) -> None:
    """Drop the files of a case that ended long ago; hash and custody stay."""
    _drop(session, Evidence.case_id == case_id, now)


def drop_ownerless(session: Session, now: datetime) -> None:
    """Drop the files that belong to no case and whose conversation is gone."""
    _drop(session, Evidence.case_id.is_(None) & Evidence.conversation_id.is_(None), now)


def forget_sender_of_evidence(session: Session, conversation_id: UUID) -> None:
    """Drop what belongs to no case, at once; cut what leads from the files of cases to a phone."""
    _drop(session, _of_drafts(conversation_id), None)
    session.execute(
        update(Evidence)
        .where(Evidence.conversation_id == conversation_id)
        .values(conversation_id=None, message_id=None)
        .execution_options(synchronize_session=False)
    )


def _of_drafts(conversation_id: UUID) -> ColumnElement[bool]:
    gone = Evidence.state.in_(("dropped", "erased"))
    return (Evidence.conversation_id == conversation_id) & Evidence.case_id.is_(None) & ~gone


def _drop(session: Session, which: ColumnElement[bool], now: datetime | None) -> None:
    """Mark files to be erased; without a time, the time each came is as good: it is over."""
    session.execute(
        update(Evidence)
        .where(which, Evidence.state.not_in(("dropped", "erased")))
        .values(state="dropped", attempts=0, location_sealed=None, next_try_at=now or Evidence.created_at)
        .execution_options(synchronize_session=False)
    )
