"""While an officer writes in a person's conversation: the bot is silent, and everything else keeps its right.

Danger is answered as ever, STOP and HAPUS hold at once, every command works, and whoever may be somebody else (a
question who reported, a greeting as if new) ends it. What is left goes to the officer, in the case.
"""

from bot.conversation import danger_talk
from bot.conversation.effects import EndTakeover, PassOn
from bot.conversation.report_sleep import asleep
from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply, Takeover, Turn, TurnMessage
from bot.reports.takeover import HELLO_AFTER, WhyEnded
from bot.understanding.model import Understanding
from bot.understanding.probes import is_probe
from bot.understanding.report_words import bare_greeting
from bot.understanding.text import clean, words
from bot.vocabulary import Command, Decision, Intent

_DONE = "selesai"
_BESIDE_DONE = frozenset(
    ["sudah", "su", "pak", "bu", "bapak", "ibu", "mama", "kak", "kaka", "ya", "dong", "saya", "beta"]
)
_UNSAID = frozenset({Command.STOP, Command.ERASE, Command.STATUS, Command.ADD, Command.MY_DATA, Command.START})
"""Commands whose answer must read the same for everybody: nothing stands beside it."""

_TO_OFFICER = frozenset({None, Command.OFFICER, Command.HELP, Command.MORE})
"""What goes to the officer like any other word: somebody who types "bantuan" has a person to ask."""

_LONGEST = 2_000


def take(state: ConversationState, message: TurnMessage, understood: Understanding, talk: Takeover) -> Turn | None:
    """Take a message for the officer, or the end; None for what the bot answers all the same."""
    if message.provider_opt_out:
        return None
    if _is_done(understood) or (talk.joined and understood.command is Command.CANCEL):
        said = (Reply("takeover_over", state.language),) if talk.joined else (Reply("cancelled", state.language),)
        return Turn(_calm(state), said, (EndTakeover(talk.code, WhyEnded.PERSON),))
    if not talk.joined or _why_ended(message, understood, talk) is not None or _is_danger(state, understood):
        return None
    if not (message.has_text or message.has_media):
        return None
    return Turn(_calm(state), effects=(PassOn(talk.code, clean(understood.text).strip()[:_LONGEST]),))


def beside(message: TurnMessage, understood: Understanding, talk: Takeover, turn: Turn) -> Turn:
    """Return the turn of a message that the bot answers, with what it means for the officer: an end, or a line more."""
    why = _why_ended(message, understood, talk)
    if why is not None:
        said = talk.joined and why is WhyEnded.PERSON and understood.command not in _UNSAID
        replies = (Reply("takeover_over", turn.state.language), *turn.replies) if said else turn.replies
        return Turn(turn.state, replies, (EndTakeover(talk.code, why), *turn.effects))
    if talk.joined and message.has_text and not message.provider_opt_out:
        told = PassOn(talk.code, clean(understood.text).strip()[:_LONGEST])
        return Turn(turn.state, turn.replies, (*turn.effects, told))
    return turn


def _why_ended(message: TurnMessage, understood: Understanding, talk: Takeover) -> WhyEnded | None:
    """Return why a message that the bot answers ends it. Before the officer joined, only a "no more" does."""
    silent = message.received_at - talk.heard_at >= HELLO_AFTER
    if is_probe(understood.text) or (silent and bare_greeting(understood.text)):
        return WhyEnded.OTHER_HANDS
    if understood.command is Command.CANCEL or (talk.joined and understood.command not in _TO_OFFICER):
        return WhyEnded.PERSON
    return None


def _is_done(understood: Understanding) -> bool:
    said = words(understood.text)
    return _DONE in said and set(said) - {_DONE} <= _BESIDE_DONE


def _is_danger(state: ConversationState, understood: Understanding) -> bool:
    """Tell whether a message cries for help, or goes on about a cry. The model alone must be sure."""
    if danger_talk.answers(state, understood) or understood.danger is not None:
        return True
    return understood.intent is Intent.EMERGENCY and understood.decision is Decision.ACT


def _calm(state: ConversationState) -> ConversationState:
    """Return the state without what the bot was in the middle of; a question about danger stays."""
    return asleep(state).forgetting().but(danger=state.danger)
