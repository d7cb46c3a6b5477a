"""From stored rows to the engine's input, and from its output to what is kept about a turn."""

import json
from typing import Any

from bot.conversation.effects import Effect
from bot.conversation.turn import Turn, TurnMessage
from bot.messaging.address import country_of, phone_of
from bot.reports.file_types import FileKind, claimed_kind, claims_refused
from bot.store.inbox import WaitingMessage
from bot.store.people import Recipient
from bot.understanding.model import Understanding


def turn_message(message: WaitingMessage, person: Recipient, fresh_code: str = "") -> TurnMessage:
    """Return what the engine needs to know about a message besides its meaning."""
    sent = [content_type for _, content_type in json.loads(message.fields.get("attachments", "[]"))]
    return TurnMessage(
        channel=person.channel,
        received_at=message.received_at,
        has_text=bool(message.text.strip()),
        has_media="attachments" in message.fields,
        home_country=country_of(person.address or ""),
        provider_opt_out=message.fields.get("OptOutType", "").upper() == "STOP",
        own_phone=phone_of(person.address or ""),
        fresh_code=fresh_code,
        id=message.id,
        has_refused=bool(sent) and all(map(claims_refused, sent)),
        has_voice=bool(sent) and all(claimed_kind(one) is FileKind.VOICE for one in sent),
    )


def outcome_of(understood: Understanding, turn: Turn) -> dict[str, Any]:
    """Return what is kept (sealed) about a turn: what was understood and what was done, no text."""
    return {
        "language": understood.language.language.value,
        "intent": understood.name,
        "confidence": round(understood.confidence, 4),
        "decision": understood.decision.value,
        "source": understood.source,
        "degraded": understood.degraded,
        "answers": [reply.key for reply in turn.replies],
        "effects": [_noted(effect) for effect in turn.effects],
    }


def _noted(effect: Effect) -> dict[str, str]:
    """Return an effect's name and the code of its case; the rest is what a person told."""
    code = getattr(effect, "case_code", "")
    return {"type": type(effect).__name__} | ({"case_code": code} if code else {})
