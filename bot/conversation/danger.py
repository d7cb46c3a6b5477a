"""Danger first: numbers that fit where the person is, at once, whatever else was going on.

Nothing here promises that anybody comes or reads along; the texts belong to the answers.
"""

from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply, Turn, TurnMessage
from bot.understanding.model import Understanding
from bot.understanding.offer_signs import find_signs
from bot.understanding.report_words import wants_report
from bot.understanding.text import words
from bot.vocabulary import Decision, Intent

HOME = "ID"
_TODAY = frozenset({"ini", "sekarang", "skarang", "skrg", "sakarang", "sebentar", "tonight", "now"})
_HELD = frozenset({"RF_PASSPORT_HELD", "RF_LEAVE_NOW"})
_ABROAD = {"emergency_self_harm": "emergency_self_harm_abroad"}


def is_emergency(understood: Understanding) -> bool:
    """Tell whether the message is about harm or confinement now, surely or perhaps; a command or number never is."""
    if understood.command is not None or understood.number is not None:
        return False
    if understood.danger is not None:  # the words of danger, even where the model takes them for something else
        return True
    return understood.intent is Intent.EMERGENCY and understood.decision is not Decision.UNCLEAR


def may_be_held(understood: Understanding) -> bool:
    """Tell whether somebody's papers were taken and they leave now: that may be danger, whatever it sounds like."""
    reports = understood.intent is Intent.REPORT_RECRUITER or wants_report(understood.text)
    if understood.command is not None or understood.number is not None or not understood.urgent or reports:
        return False
    return not _TODAY.isdisjoint(words(understood.text)) and set(find_signs(understood.text)) >= _HELD


def is_faint(understood: Understanding) -> bool:
    """Tell whether it is one only perhaps: the numbers come first all the same, then the question what was meant."""
    return is_emergency(understood) and understood.decision is Decision.ASK_BACK


def answer(
    state: ConversationState, message: TurnMessage, understood: Understanding, country: str | None, *, child: bool
) -> Turn:
    """Answer an emergency, also after STOP: the numbers and nothing else, so that they stay on a small screen.

    ``country``: where somebody is, by this message or an earlier cry. ``child``: a child is in danger.
    """
    if understood.danger == "wants_to_die":
        # Help by talking is where the phone is, whatever places the message names.
        return _give(state, message.home_country or country, "emergency_self_harm")
    return give(state, message, country, "emergency_child" if child else "emergency")


def give(state: ConversationState, message: TurnMessage, country: str | None, at_home: str = "emergency") -> Turn:
    """Give the numbers of ``country``, where the person is, else of their number's country, else Indonesia's.

    A country abroad that was told within the hour may be where they are or only where they want to go: its numbers come
    after those of home.
    """
    given = _give(state, country or message.home_country, at_home)
    told = state.told.where if state.told else ""
    if country or given.replies[0].country != HOME or told in {"", HOME}:
        return given
    return Turn(given.state, (*given.replies, *_give(state, told, at_home).replies))


def _give(state: ConversationState, country: str | None, at_home: str) -> Turn:
    country = country or HOME
    # Indonesia's short numbers cannot be called from abroad, so each kind of danger has its text for abroad.
    key = at_home if country == HOME else _ABROAD.get(at_home, "emergency_abroad")
    calm = state.forgetting().but(told=state.only_place())
    return Turn(calm, (Reply(key, state.language, country=country),))
