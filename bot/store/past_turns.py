"""A conversation's last turns read back: what was understood and done, and the text where it is still kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import CorruptDataError
from bot.store.tables.messages import Message
from bot.store.vault import Vault

MOST_TURNS = 200


@dataclass(frozen=True)
class PastTurn:
    """A turn that was taken. ``text`` is None when it was erased or cannot be read."""

    message_id: UUID
    outcome: dict[str, Any]
    text: str | None

    @property
    def answers(self) -> frozenset[str]:
        """Return the keys of the answers that were given."""
        return frozenset(self.outcome.get("answers", ()))


def past_turns(
    session: Session, vault: Vault, conversation_id: UUID, before: UUID, since: datetime | None = None
) -> Iterator[PastTurn]:
    """Yield at most MOST_TURNS turns taken before that of message ``before``, newest first, back to ``since``."""
    latest = select(Message.seq).where(Message.id == before).scalar_subquery()
    query = select(Message).where(
        Message.conversation_id == conversation_id, Message.state == "done", Message.seq < latest
    )
    if since is not None:
        query = query.where(Message.received_at >= since)
    for row in session.scalars(query.order_by(Message.seq.desc()).limit(MOST_TURNS)):
        text = _open(vault, Message.body_sealed, row.id, row.body_sealed)
        yield PastTurn(row.id, _read(_open(vault, Message.outcome_sealed, row.id, row.outcome_sealed)), text)


def _read(outcome: str | None) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(outcome or "{}")
    return read


def _open(vault: Vault, column: Any, row_id: UUID, sealed: bytes | None) -> str | None:
    """Open a text; one that cannot be read must not keep the others from being found."""
    try:
        return None if sealed is None else vault.open(column, row_id, sealed)
    except CorruptDataError:
        return None
