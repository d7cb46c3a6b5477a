"""Which turns leave nothing to learn from: danger, reports, and a person's own data.

Whoever adds a conversation about reports or danger adds its answers here: the rule reads what was answered, not which
module answered.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.conversation.effects import StartContact
from bot.conversation.meaning import intent_of
from bot.conversation.turn import Turn
from bot.understanding.model import Understanding
from bot.vocabulary import Command, Decision, Intent

QUIET = timedelta(days=1)
"""How long around a private turn nothing else of the conversation is kept (our choice).

The message before may begin the story, the one after go on with it.
"""

_PRIVATE = frozenset(
    {
        Intent.EMERGENCY,
        Intent.MISSING_RELATIVE,
        Intent.REPORT_RECRUITER,
        Intent.ADD_TO_REPORT,
        Intent.ASK_REPORT_STATUS,
        Intent.ASK_REPORT_PROCESS,
        Intent.DELETE_DATA,
        Intent.OPT_OUT,
    }
)
_PRIVATE_COMMANDS = frozenset({Command.REPORT, Command.STATUS, Command.ADD, Command.ERASE, Command.STOP})
_PRIVATE_ANSWERS = frozenset(
    {
        "ask_report_process",
        "erase_confirm",
        "erased",
        "stop_confirm",
        "stopped",
    }
)
_PRIVATE_BEGINNINGS = (
    "emergency",
    "danger_",
    "report_",
    "missing_",
    "status_",
    "code_",
    "secret_",
    "add_",
    "withdraw_",
    "callback_",
    "probe_",
    "officer_",
    "takeover_",
    "offer_",
    "check_offer",
    "agency_",
)
"""Offers and companies too: people are told that nothing of the talk about an offer is passed on."""

_NOT_KEPT = _PRIVATE | {Intent.ASK_PRIVACY, Intent.CHECK_OFFER}


def is_private(understood: Understanding, turn: Turn) -> bool:
    """Tell whether the turn is surely about danger, a report, erasing or stopping."""
    return (
        understood.danger is not None
        or understood.urgent
        or understood.command in _PRIVATE_COMMANDS
        or (understood.intent in _PRIVATE and understood.decision is Decision.ACT)
        or any(map(_is_private_answer, (reply.key for reply in turn.replies)))
        or any(not isinstance(effect, StartContact) for effect in turn.effects)
    )


def was_private(outcome: Mapping[str, Any]) -> bool:
    """Tell the same of a turn of the past from what was noted about it."""
    acted = outcome.get("decision") == Decision.ACT.value
    return (
        (acted and outcome.get("intent") in {intent.value for intent in _PRIVATE})
        or any(map(_is_private_answer, outcome.get("answers", ())))
        or any(effect["type"] != StartContact.__name__ for effect in outcome.get("effects", ()))
    )


def may_be_private(understood: Understanding, offered: tuple[str, ...]) -> bool:
    """Tell whether the best guess, or one of the choices offered, is nothing to keep a message for."""
    return understood.intent in _NOT_KEPT or any(intent_of(key) in _NOT_KEPT for key in offered)


def _is_private_answer(key: str) -> bool:
    return key in _PRIVATE_ANSWERS or key.startswith(_PRIVATE_BEGINNINGS)
