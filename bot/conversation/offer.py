"""Looking at an offer of work together: the red flags in what was told, and up to eight yes/no questions.

The person describes the offer in one message, or answers the questions, or both; every question can be skipped, and a
question of theirs in the middle is answered first. The result names the signs and why, and never says "safe". Nothing
is kept beyond the hour of the talk, and nothing is passed on.
"""

from dataclasses import replace

from bot.conversation import saying
from bot.conversation.state import ConversationState, OfferCheck
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.recruiters.red_flags import OfferGrade, answer_key, grade, gravest_first
from bot.understanding.model import Understanding
from bot.understanding.offer_signs import find_signs
from bot.understanding.short_answers import LONGEST, short_answer
from bot.understanding.text import words
from bot.vocabulary import Decision, Intent

QUESTIONS: dict[str, tuple[str, bool]] = {
    "offer_q_under_18": ("RF_UNDER_18", True),
    "offer_q_family_money": ("RF_MONEY_TO_FAMILY", True),
    "offer_q_papers_elsewhere": ("RF_DOC_OTHER_REGION", True),
    "offer_q_visit_visa": ("RF_VISIT_VISA", True),
    "offer_q_contract_read": ("RF_NO_CONTRACT", False),
    "offer_q_leave_now": ("RF_LEAVE_NOW", True),
    "offer_q_family_knows": ("RF_NO_FAMILY_PERMIT", False),
    "offer_q_passport_held": ("RF_PASSPORT_HELD", True),
}
"""The questions in the order they are asked, the red flag each is about, and whether a yes or a no shows it."""

_RESULTS = {
    OfferGrade.DANGER: "offer_danger",
    OfferGrade.CAREFUL: "offer_careful",
    OfferGrade.UNKNOWN: "offer_unknown",
}
_A_STORY = 6  # words
_GO_ON = "lanjut"


def begin(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Look at an offer: at once where the message tells signs, else by the first question."""
    flags = gravest_first(find_signs(understood.text))
    check = OfferCheck(message.received_at, flags=flags)
    if flags:
        return _result(state, message, check, directory)
    asked = _ask_next(state.but(given=()), message, check, directory)
    return Turn(asked.state, (Reply("check_offer", state.language), *asked.replies))


def go_on(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take an answer, a story or a skip while an offer is looked at; None for a message about something else."""
    check = state.offer
    if check is None:
        return None
    verdict = _verdict(understood)
    if not check.question:
        return _after_result(state, message, check, understood, directory)
    if verdict == "stop":
        return Turn(state.but(offer=None), (Reply("offer_stopped", state.language),))
    found = find_signs(understood.text)
    told = found or len(words(understood.text)) >= _A_STORY
    if verdict is None and not found and _is_question(understood):
        return None
    if verdict is None and not told:
        again = (Reply("offer_answer_hint", state.language), Reply(check.question, state.language))
        return Turn(state, again)
    return _ask_next(state, message, _answered(check, verdict, found, message), directory)


def ask_again(state: ConversationState, answered: Turn) -> Turn:
    """Put the question that still waits below the answer to a question of the person's own."""
    check = state.offer
    if check is None or not check.question or answered.state.offer != check:
        return answered
    return Turn(answered.state, (*answered.replies, Reply(check.question, answered.state.language)), answered.effects)


def _after_result(
    state: ConversationState, message: TurnMessage, check: OfferCheck, understood: Understanding, directory: Directory
) -> Turn | None:
    """Go on with the questions after a YA; take more of the story; else the talk about the offer is over."""
    verdict = _verdict(understood)
    if verdict == "yes" or _GO_ON in words(understood.text)[:1]:
        return _ask_next(state, message, check, directory)
    if verdict in {"no", "skip", "stop"}:
        return Turn(state.but(offer=None), (Reply("offer_stopped", state.language),))
    found = find_signs(understood.text)
    if found and not set(found) <= set(check.flags) and not _is_question(understood):
        return _result(state, message, _answered(check, None, found, message), directory)
    return None


def _answered(check: OfferCheck, verdict: str | None, found: tuple[str, ...], message: TurnMessage) -> OfferCheck:
    """Return the check with what the message told; a question whose sign was told is answered by that."""
    flags = set(check.flags) | set(found)
    if check.question:
        flag, shown_by_yes = QUESTIONS[check.question]
        if verdict == ("yes" if shown_by_yes else "no"):
            flags.add(flag)
    asked = (*check.asked, check.question) if check.question else check.asked
    return OfferCheck(message.received_at, flags=gravest_first(flags), asked=asked)


def _ask_next(state: ConversationState, message: TurnMessage, check: OfferCheck, directory: Directory) -> Turn:
    question = next(iter(_open_questions(check)), None)
    if question is None:
        return _result(state, message, check, directory)
    waiting = replace(check, question=question, at=message.received_at)
    asked = state.but(offer=waiting, choices=(), paging=None, pending="")
    return Turn(asked, (Reply(question, state.language),))


def _open_questions(check: OfferCheck) -> list[str]:
    return [key for key, (flag, _) in QUESTIONS.items() if key not in check.asked and flag not in check.flags]


def _result(state: ConversationState, message: TurnMessage, check: OfferCheck, directory: Directory) -> Turn:
    """Name the signs and what to do next; offer the questions that are left where none was asked yet."""
    key = _RESULTS[grade(check.flags)]
    parts = tuple(answer_key(flag) for flag in check.flags)
    told = saying.say(state.but(offer=None), message, key, directory, parts=parts)
    if check.asked or not _open_questions(check):
        return told
    waiting = replace(check, at=message.received_at)
    more = Reply("offer_go_on", state.language)
    return Turn(told.state.but(offer=waiting), (*told.replies, more), told.effects)


def _verdict(understood: Understanding) -> str | None:
    """Return ``yes``, ``no``, ``skip`` or ``stop`` for a short answer, None for anything longer or else."""
    said = short_answer(understood.text)
    if said or len(words(understood.text)) > LONGEST or understood.decision is not Decision.ACT:
        return said
    meant = {Intent.AFFIRM: "yes", Intent.DENY: "no", Intent.DONT_KNOW: "skip", Intent.CANCEL: "stop"}
    return meant.get(understood.intent)


def _is_question(understood: Understanding) -> bool:
    """Tell whether a message surely wants an answer of its own."""
    own = understood.intent not in {Intent.CHECK_OFFER, Intent.OUT_OF_SCOPE, Intent.ASK_RED_FLAGS}
    small_talk = understood.intent in {Intent.AFFIRM, Intent.DENY, Intent.DONT_KNOW, Intent.GREET, Intent.CANCEL}
    return understood.decision is Decision.ACT and own and not small_talk
