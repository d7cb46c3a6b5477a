"""Messages to people: written with the turn they belong to, leased for sending, their status only forward."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session, aliased

from bot.errors import CorruptDataError
from bot.messaging.door import DeliveryStatus, Receipt
from bot.store.sending_counts import SendStep, count_step
from bot.store.tables.messages import OutboxMessage
from bot.store.vault import Vault

SENDING_LEASE = timedelta(seconds=60)
"""Also how long a callback may take before the provider is asked about a message that may have been sent."""

OPEN_STATES = ("queued", "sending", "maybe_sent")
TOO_LATE, HELD_BACK = "too_late", "held_back"
"""Why a message was not sent that nobody's message asked for: its hour was over, or it must not go out any more."""

_RANKS = {status.value: rank for rank, status in enumerate(DeliveryStatus)}
_RETRY_SECONDS = (5, 15, 60, 300, 900, 3600)
_RETRY_FOR = timedelta(hours=24)
"""How long a reply that surely did not go out is tried, hourly at last: an outage of a night loses none."""


@dataclass(frozen=True)
class Content:
    """What is sent, and what the simulator and ``bot talk`` show about it. ``notice``: it answers no message."""

    text: str
    language: str
    segments: int
    choices: tuple[str, ...] = ()
    notice: bool = False


@dataclass(frozen=True)
class DueMessage:
    """A leased outbox row. ``doubtful``: an earlier try may have been accepted, so look it up first."""

    id: UUID
    conversation_id: UUID
    content: Content
    doubtful: bool
    first_tried_at: datetime


def add_replies(
    session: Session,
    vault: Vault,
    conversation_id: UUID,
    message_id: UUID,
    contents: Sequence[Content],
    now: datetime,
    *,
    send_before: datetime | None = None,
    counted: bool = False,
) -> list[UUID]:
    """Queue a turn's replies in their order, behind those the message has already; return their ids.

    ``send_before``: when it is too late for them; a reply is never too late. ``counted``: see OutboxMessage.
    """
    queued = []
    for position, content in enumerate(contents, start=_count_replies(session, message_id)):
        row = OutboxMessage(
            conversation_id=conversation_id,
            message_id=message_id,
            position=position,
            content_sealed=None,
            created_at=now,
            next_try_at=now,
            send_before=send_before,
            counted=counted,
        )
        row.content_sealed = vault.seal(OutboxMessage.content_sealed, row.id, json.dumps(asdict(content)))
        session.add(row)
        session.flush()  # the arrival numbers follow the order of the replies
        queued.append(row.id)
    return queued


def has_reply(session: Session, message_id: UUID) -> bool:
    """Tell whether a message has a reply, sent or not."""
    return _count_replies(session, message_id) > 0


def _count_replies(session: Session, message_id: UUID) -> int:
    return session.scalar(select(func.count()).where(OutboxMessage.message_id == message_id)) or 0


def lease_next(session: Session, vault: Vault, conversation_id: UUID, now: datetime) -> DueMessage | None:
    """Lease the conversation's first unsent message if it is due; later ones wait behind it."""
    row = _first_unsent(session, conversation_id, now)
    if row is None:
        return None
    if row.send_before is not None and now >= row.send_before:
        _give_up(session, row, TOO_LATE, now)
        return None
    try:
        content = read_content(vault, row)
    except CorruptDataError:
        _give_up(session, row, "unreadable", now)  # the next ones are sent all the same
        return None
    doubtful = row.state != "queued"  # still "sending" after its lease: the sender died with it in hand
    row.state = "sending"
    row.attempts += 1
    row.next_try_at = now + SENDING_LEASE
    row.first_tried_at = row.first_tried_at or now
    return DueMessage(row.id, conversation_id, content, doubtful, row.first_tried_at)


def _first_unsent(session: Session, conversation_id: UUID, now: datetime) -> OutboxMessage | None:
    earlier = aliased(OutboxMessage)
    waits = exists().where(
        earlier.conversation_id == conversation_id,
        earlier.state.in_(OPEN_STATES),
        earlier.seq < OutboxMessage.seq,
    )
    return session.scalar(
        select(OutboxMessage)
        .where(
            OutboxMessage.conversation_id == conversation_id,
            OutboxMessage.state.in_(OPEN_STATES),
            OutboxMessage.next_try_at <= now,
            ~waits,
        )
        .with_for_update(skip_locked=True)
    )


def read_content(vault: Vault, row: OutboxMessage) -> Content:
    """Return a row's content; an erased one has an empty text."""
    if row.content_sealed is None:
        return Content("", "id", 0)
    stored = json.loads(vault.open(OutboxMessage.content_sealed, row.id, row.content_sealed))
    choices, notice = tuple(stored["choices"]), stored.get("notice", False)
    return Content(stored["text"], stored["language"], stored["segments"], choices, notice)


def record_receipt(session: Session, message_id: UUID, receipt: Receipt, now: datetime) -> bool:
    """Note the provider's word about a message; an older or unknown one changes nothing. Returns if it did."""
    rank = _RANKS[receipt.status.value]
    values: dict[str, object] = {
        "state": receipt.status.value,
        "rank": rank,
        "error_code": receipt.error_code,
    }
    if receipt.provider_id is not None:
        values["provider_id"] = receipt.provider_id
    if receipt.status in {DeliveryStatus.DELIVERED, DeliveryStatus.READ, DeliveryStatus.FAILED}:
        values["finished_at"] = now
    # A message that was delivered or read did not fail afterwards, whatever arrives late.
    below = _RANKS[DeliveryStatus.DELIVERED.value] if receipt.status is DeliveryStatus.FAILED else rank
    before = session.scalar(select(OutboxMessage.rank).where(OutboxMessage.id == message_id).with_for_update())
    changed = session.execute(
        update(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.rank < below).values(**values)
    )
    if before is None or not getattr(changed, "rowcount", 0):
        return False
    count_step(session, message_id, _steps(before, receipt.status), now)
    return True


def _steps(before: int, status: DeliveryStatus) -> list[SendStep]:
    """Return which steps are new for a message that had this rank before."""
    if status is DeliveryStatus.FAILED:
        return [SendStep.FAILED]
    handed = [SendStep.HANDED] if before < _RANKS[DeliveryStatus.ACCEPTED.value] else []
    arrived = before < _RANKS[DeliveryStatus.DELIVERED.value] <= _RANKS[status.value]
    return handed + ([SendStep.ARRIVED] if arrived else [])


def record_failure(
    session: Session, message_id: UUID, code: str, now: datetime, *, retryable: bool, maybe_sent: bool
) -> None:
    """Note a failed try. A callback that came meanwhile wins: its row is no longer ``sending``."""
    row = session.scalar(select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update())
    if row is None or row.state != "sending":
        return  # None: the person had everything erased meanwhile
    row.error_code = code
    tried_enough = row.attempts > len(_RETRY_SECONDS) if maybe_sent else now >= row.created_at + _RETRY_FOR
    if not (retryable or maybe_sent) or tried_enough:
        _give_up(session, row, code, now)
        return
    wait = timedelta(seconds=_RETRY_SECONDS[min(row.attempts, len(_RETRY_SECONDS)) - 1])
    row.state = "maybe_sent" if maybe_sent else "queued"
    row.next_try_at = now + (max(wait, SENDING_LEASE) if maybe_sent else wait)


def _give_up(session: Session, row: OutboxMessage, code: str, now: datetime) -> None:
    row.state, row.rank, row.error_code, row.finished_at = "failed", _RANKS["failed"], code, now
    count_step(session, row.id, [SendStep.FAILED], now)


def hold_back(session: Session, ids: Iterable[UUID], now: datetime) -> None:
    """Give these messages up unless they were sent, or are being sent, already."""
    waiting = select(OutboxMessage).where(
        OutboxMessage.id.in_(list(ids)), OutboxMessage.state.in_(("queued", "maybe_sent"))
    )
    for row in session.scalars(waiting.with_for_update()):
        _give_up(session, row, HELD_BACK, now)


def was_given_up(session: Session, message_id: UUID) -> str:
    """Return why a message of ours did not go out, "" while it waits or once it went."""
    row = session.scalar(select(OutboxMessage).where(OutboxMessage.id == message_id))
    return (row.error_code or "failed") if row is not None and row.state == "failed" else ""


def sending_states(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return how far these messages are; those that are gone are missing."""
    rows = session.execute(select(OutboxMessage.id, OutboxMessage.state).where(OutboxMessage.id.in_(ids)))
    return {row.id: row.state for row in rows}


def is_taken(session: Session, provider_id: str | None, message_id: UUID) -> bool:
    """Tell whether another message of ours already has the provider's id."""
    other = exists().where(OutboxMessage.provider_id == provider_id, OutboxMessage.id != message_id)
    return provider_id is not None and bool(session.scalar(select(other)))


def has_unsent(session: Session, conversation_id: UUID) -> bool:
    """Tell whether a message of this conversation still has to be sent."""
    return bool(
        session.scalar(
            select(
                exists().where(OutboxMessage.conversation_id == conversation_id, OutboxMessage.state.in_(OPEN_STATES))
            )
        )
    )
