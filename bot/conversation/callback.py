"""Being called back: for people without credit, by an officer, at a time they name, and only because they asked."""

from bot.conversation import saying
from bot.conversation.effects import CallHuman
from bot.conversation.offer_questions import looks_like_question
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.reports.cases import Consent
from bot.understanding.model import Understanding
from bot.understanding.report_words import says_no_call, tells_hours
from bot.understanding.short_answers import short_answer
from bot.understanding.text import clean, words

ASKED_WHEN = "callback"
"""The pending question "when is it safe to call?"."""

_WORDS = frozenset({"telepon", "telpon", "telfon", "tlp", "telp", "tlpn"})
_POLITE = frozenset(
    ["saya", "sa", "sy", "beta", "balik", "tolong", "dong", "do", "kak", "kk", "kaka", "pak", "bu", "ya", "e"]
)
_LONGEST_HOURS = 60


def wants_callback(understood: Understanding) -> bool:
    """Tell whether the whole message is TELEPON."""
    said = words(understood.text)
    return bool(said) and said[0] in _WORDS and set(said[1:]) <= _POLITE


def begin(state: ConversationState, message: TurnMessage, directory: Directory) -> Turn:
    """Ask when; where no officer is set up, say whom to call instead."""
    if not directory.reports.open:
        return saying.say(state, message, "human_closed", directory)
    asked = state.but(paging=None, code=None, given=()).asking(message.received_at, pending=ASKED_WHEN)
    return Turn(asked, (Reply("callback_q_when", state.language),))


def take(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take the time: any words but a no, or a question that names none."""
    ended = state.but(pending="")
    if short_answer(understood.text) in {"no", "stop"} or says_no_call(understood.text):
        return Turn(ended, (Reply("cancelled", state.language),))
    if looks_like_question(understood.text) and not tells_hours(understood.text):
        return None
    if not message.fresh_code:
        return saying.say(ended, message, "human_closed", directory)
    hours = clean(understood.text).strip()[:_LONGEST_HOURS]
    asked = CallHuman(message.fresh_code, Consent(reply=True, hours=hours))
    return Turn(ended, (Reply("callback_noted", state.language, values=(("code", message.fresh_code),)),), (asked,))
