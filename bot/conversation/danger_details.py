"""The questions once danger was passed on: where, whether parents may be told, and how to answer safely."""

from dataclasses import replace

from bot.conversation.effects import UpdateReport
from bot.conversation.offer_questions import looks_like_question, own_question
from bot.conversation.report_aside import is_aside
from bot.conversation.report_facts import facts_of
from bot.conversation.report_state import DangerTalk
from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply, Turn, TurnMessage
from bot.reports.cases import Consent
from bot.understanding.danger_answers import names_a_spot, safe_way
from bot.understanding.model import Understanding
from bot.understanding.short_answers import short_answer
from bot.understanding.text import words
from bot.vocabulary import Intent, Kind

PLACE, PARENTS, SAFE_WAY = "danger_q_place", "danger_q_parents", "danger_q_safe_way"
_QUESTIONS = (PLACE, PARENTS, SAFE_WAY)
"""At most three; the second for a child that writes itself."""

_BY_CALL = "telepon"
_A_WORD_OR_TWO = 2


def next_question(talk: DangerTalk) -> DangerTalk:
    """Return the talk with its next question, "" after the last."""
    following = (*_QUESTIONS[_QUESTIONS.index(talk.question) + 1 :], "") if talk.question else _QUESTIONS
    question = next(key for key in following if key != PARENTS or (talk.child and talk.own))
    return replace(talk, question=question)


def take_more(
    state: ConversationState, message: TurnMessage, talk: DangerTalk, understood: Understanding
) -> Turn | None:
    """Add what is told after the last question to the case; None for a question, a wish, or small talk.

    Who says that they will erase the messages is told to do so on the phone: erasing our side would cut them off.
    """
    if understood.intent is Intent.DELETE_DATA:
        return Turn(state, (Reply("danger_noted", state.language),))
    small = understood.intent.kind is Kind.TALK and understood.intent is not Intent.OUT_OF_SCOPE
    asks = looks_like_question(understood.text) and understood.intent.kind is Kind.FAQ
    if small or asks or is_aside(understood) or understood.number is not None:
        return None
    told = facts_of(understood, message.received_at, message.own_phone)
    more = replace(talk, at=message.received_at, facts=talk.facts.and_also(told))
    return _told(state, more, "add_kept")


def take_detail(
    state: ConversationState, message: TurnMessage, talk: DangerTalk, understood: Understanding
) -> Turn | None:
    """Note an answer in the case and ask the next question; None for a question of the person's own, or a bare "ok"."""
    skips = short_answer(understood.text) == "skip"
    if _is_aside(talk, understood) and not skips:
        return None
    told = facts_of(understood, message.received_at, message.own_phone, talk.question)
    heard = replace(talk, at=message.received_at, facts=talk.facts.and_also(told))
    if talk.question == SAFE_WAY:
        way = safe_way(understood.text)
        if way is None and not skips and not talk.repeated:
            return _told(state, replace(heard, repeated=True), SAFE_WAY)
        consent = Consent(reply=way in {"message", "call"}, hours=_BY_CALL if way == "call" else "")
        heard = replace(heard, consent=consent)
    heard = next_question(heard)
    return _told(state, heard, heard.question or "danger_noted")


def _told(state: ConversationState, talk: DangerTalk, key: str) -> Turn:
    kept = (UpdateReport(talk.code, talk.facts, talk.consent),)
    return Turn(state.but(danger=talk), (Reply(key, state.language),), kept)


def _is_aside(talk: DangerTalk, understood: Understanding) -> bool:
    few = len(words(understood.text)) <= _A_WORD_OR_TWO
    small = understood.intent.kind is Kind.TALK and understood.intent is not Intent.OUT_OF_SCOPE
    answers = talk.question == PARENTS and short_answer(understood.text) is not None
    if small and few and not answers and safe_way(understood.text) is None and not names_a_spot(understood.text):
        return True
    asks = looks_like_question(understood.text) and understood.intent is not Intent.EMERGENCY
    return talk.question == PLACE and asks and own_question(understood)
