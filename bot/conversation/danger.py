"""Danger first: numbers that fit where the person is, at once, whatever else was going on.

Nothing here promises that anybody comes or reads along; the texts belong to the answers.
"""

from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.understanding.model import Understanding
from bot.vocabulary import Decision, Intent

HOME = "ID"
_SPECIAL = {"child_held": "emergency_child", "wants_to_die": "emergency_self_harm"}
"""Answers for kinds of danger, by the rule of the danger phrase."""


def is_emergency(understood: Understanding) -> bool:
    """Tell whether the message is surely about harm or confinement now; a command or number never is."""
    if understood.command is not None or understood.number is not None:
        return False
    return understood.intent is Intent.EMERGENCY and understood.decision is Decision.ACT


def answer(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Answer an emergency, also after STOP.

    A second understanding, if sure, is answered right behind it: one message may hold both.
    """
    turn = give(state, message, understood.country, _SPECIAL.get(understood.danger or ""))
    return Turn(turn.state, turn.replies + _also(state, understood, directory))


def give(state: ConversationState, message: TurnMessage, country: str | None, special: str | None = None) -> Turn:
    """Give the numbers of ``country``, else of the sender's number's country, else Indonesia's.

    ``special``: the answer for this kind of danger inside Indonesia; its numbers cannot be called from abroad.
    """
    country = country or message.home_country or HOME
    key = (special or "emergency") if country == HOME else "emergency_abroad"
    calm = state.but(choices=(), paging=None, pending="")
    return Turn(calm, (Reply(key, state.language, country=country),))


def _also(state: ConversationState, understood: Understanding, directory: Directory) -> tuple[Reply, ...]:
    second = understood.ranking[1] if len(understood.ranking) > 1 else None
    if second is None or state.stopped or second.confidence < 0.4 or not directory.has(second.intent.value):
        return ()
    return (Reply(second.intent.value, state.language),)
