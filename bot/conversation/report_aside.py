"""Which messages in the middle of a report are no part of it: a question of the person's own, a wish, a bare "ok"."""

from bot.conversation.offer_questions import looks_like_question, own_question
from bot.understanding.model import Understanding
from bot.understanding.short_answers import LONGEST, short_answer
from bot.understanding.text import words
from bot.vocabulary import Decision, Intent, Kind

_WISHES = frozenset(
    {
        Intent.OPT_OUT,
        Intent.DELETE_DATA,
        Intent.CHOOSE_LANGUAGE,
        Intent.TALK_TO_HUMAN,
        Intent.ASK_REPORT_STATUS,
        Intent.THANKS,
        Intent.GOODBYE,
    }
)
_A_REMARK = 6  # words
_A_WORD_OR_TWO = LONGEST - 2


def is_aside(understood: Understanding) -> bool:
    """Tell whether a message wishes something else, or asks about a company by name; it is answered first."""
    if understood.decision is not Decision.ACT:
        return False
    asks = looks_like_question(understood.text)
    if understood.intent is Intent.CHECK_COMPANY and asks:
        return True
    return understood.intent in _WISHES and len(words(understood.text)) <= _A_REMARK and not _tells_a_name(understood)


def is_question_of_its_own(understood: Understanding) -> bool:
    """Tell whether a message that tells nothing surely asks; a story that only sounds like a topic does not."""
    if understood.intent.kind is not Kind.FAQ and understood.intent is not Intent.CHECK_OFFER:
        return False
    sure = understood.decision is Decision.ACT
    asks = looks_like_question(understood.text)
    return sure and asks and (own_question(understood) or understood.intent is Intent.CHECK_OFFER)


def says_nothing(understood: Understanding) -> bool:
    """Tell whether a message that tells nothing is only a yes, an "ok", a number, or a question nobody understood."""
    if short_answer(understood.text) is not None or understood.number is not None:
        return True
    small_talk = understood.intent.kind is Kind.TALK and understood.intent is not Intent.OUT_OF_SCOPE
    few = len(words(understood.text)) <= _A_WORD_OR_TWO
    return (small_talk and few) or "?" in understood.text


def _tells_a_name(understood: Understanding) -> bool:
    return any(one.entity in {"recruiter_name", "phone_number", "departure_date"} for one in understood.entities)
