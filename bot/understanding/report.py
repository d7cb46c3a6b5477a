"""An understanding as the JSON object that ``bot understand`` prints: one fixed shape, see docs/architecture.md."""

from typing import Any

from bot.understanding.model import Entity, Understanding


def as_json(understanding: Understanding) -> dict[str, Any]:
    """Return what ``json.dumps`` takes. Confidences are rounded to four digits, the text is unchanged."""
    return {
        "text": understanding.text,
        "language": understanding.language.language.value,
        "language_confidence": round(understanding.language.confidence, 4),
        "intent": understanding.name,
        "confidence": round(understanding.confidence, 4),
        "ranking": [
            {"name": ranked.name, "confidence": round(ranked.confidence, 4)} for ranked in understanding.ranking
        ],
        "decision": understanding.decision.value,
        "urgent": understanding.urgent,
        "entities": [_entity(entity) for entity in understanding.entities],
        "source": understanding.source,
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "entity": entity.entity,
        "role": entity.role,
        "value": entity.value,
        "normalised": entity.normalised,
        "start": entity.start,
        "end": entity.end,
    }
