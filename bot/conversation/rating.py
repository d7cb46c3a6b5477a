"""Asking whether an answer helped, and taking the reply: in words, never digits, and never in a delicate talk.

It is asked when somebody says thanks or goodbye, so it costs nobody an SMS in the middle of a question. Whoever holds
the phone later must not learn from it what was asked before, so only answers about papers, steps and costs are rated.
"""

from datetime import datetime, timedelta

from bot.conversation.effects import RateAnswer
from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply, Turn
from bot.understanding.model import Understanding
from bot.understanding.text import fold
from bot.vocabulary import Intent

EVERYDAY = frozenset(
    intent.value
    for intent in (
        Intent.ASK_LEGAL_STEPS,
        Intent.ASK_REQUIREMENTS,
        Intent.ASK_AGE,
        Intent.ASK_IDENTITY_DOCUMENTS,
        Intent.ASK_PASSPORT,
        Intent.ASK_FAMILY_PERMISSION,
        Intent.ASK_MEDICAL_CHECK,
        Intent.ASK_TRAINING,
        Intent.ASK_CONTRACT,
        Intent.ASK_VISA,
        Intent.ASK_ORIENTATION,
        Intent.ASK_INSURANCE,
        Intent.ASK_COST,
        Intent.ASK_WHERE_TO_REGISTER,
        Intent.ASK_DURATION,
        Intent.ASK_DESTINATION,
        Intent.ASK_JOB_TYPES,
        Intent.ASK_SALARY,
        Intent.ASK_DOMESTIC_WORK,
    )
)
"""Answers nobody has to hide having asked for: these are rated, and come shorter when asked for again."""

ASKED_EVERY = timedelta(days=1)
_VERDICTS = {"baik": True, "kurang": False, "good": True, "bad": False}
"""Whole messages that answer the question, in the languages it is asked in."""


def ask(turn: Turn, at: datetime) -> Turn:
    """Add the question to a farewell, when there is something to rate and nobody was asked for a day."""
    state = turn.state
    asked_lately = state.rated_at is not None and at - state.rated_at < ASKED_EVERY
    if not state.given or asked_lately:
        return turn
    key = state.given[-1].key
    asked = state.asking(at).but(rating=key, rated_at=at)
    return Turn(asked, (*turn.replies, Reply("rate_answer", state.language)), turn.effects)


def take(state: ConversationState, understood: Understanding) -> Turn | None:
    """Take BAIK or KURANG after the question; None when the message is about something else."""
    verdict = _VERDICTS.get(fold(understood.text).strip(" .!"))
    if not state.rating or verdict is None:
        return None
    rated = RateAnswer(state.rating, state.language, helped=verdict)
    return Turn(state.but(rating=""), (Reply("rate_thanks", state.language),), (rated,))
