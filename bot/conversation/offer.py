"""Looking at an offer of work together: the red flags in what was told, and up to eight yes/no questions.

The person describes the offer in one message, or answers the questions, or both; every question can be skipped, and a
question of theirs in the middle is answered first. The result names the signs and why, and never says "safe". What was
told is used within the hour of the talk only, and nothing is passed on.
"""

from dataclasses import replace

from bot.conversation import company, saying
from bot.conversation.offer_questions import (
    A_STORY,
    AGE_ASKED,
    QUESTIONS,
    looks_like_question,
    own_question,
    verdict_on,
)
from bot.conversation.report_facts import facts_of
from bot.conversation.state import ConversationState, OfferCheck, Told
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.recruiters.red_flags import OfferGrade, answer_key, grade, gravest_first
from bot.understanding.circumstances import ADULT, INDONESIA, UNDER_18, ages_named, audience_of
from bot.understanding.model import Understanding
from bot.understanding.offer_signs import find_signs
from bot.understanding.text import words
from bot.vocabulary import Intent

_RESULTS = {
    OfferGrade.DANGER: "offer_danger",
    OfferGrade.CAREFUL: "offer_careful",
    OfferGrade.UNKNOWN: "offer_unknown",
}
_ANOTHER = frozenset({"lain", "baru", "another"})
MORE_QUESTIONS = "offer_go_on"
_GO_ON = "lanjut"
_PICK_FIRST = frozenset({"language_menu", "agency_which", "ask_back", "menu"})
"""Replies that want a number: no other question stands below them."""


def begin(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Look at an offer: at once where the message tells signs, else by the first question."""
    flags = gravest_first(_signs(state, understood))
    facts = facts_of(understood, message.received_at, message.own_phone)
    behind = AGE_ASKED if _is_grown(understood) else ()
    check = OfferCheck(message.received_at, flags=flags, asked=behind, facts=facts)
    known = company.warning(state, message, understood, directory)
    if flags or known:
        told = _result(state, message, check, directory)
        return Turn(told.state, (*told.replies[:1], *known, *told.replies[1:]), told.effects)
    asked = _ask_next(state.but(given=()), message, check, directory)
    return Turn(asked.state, (Reply("check_offer", state.language), *asked.replies))


def answers(state: ConversationState, understood: Understanding) -> bool:
    """Tell whether a message answers the question that waits, whatever else its words may mean by themselves."""
    check = state.offer
    return check is not None and bool(check.question) and verdict_on(check.question, understood) is not None


def go_on(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take an answer, a story or a skip while an offer is looked at; None for a message about something else."""
    check = state.offer
    if check is None:
        return None
    if not check.question and understood.intent in {Intent.THANKS, Intent.GOODBYE}:
        return None
    verdict = verdict_on(check.question, understood)
    if verdict == "stop" or (verdict in {"no", "skip"} and not check.question):
        return stop(state, message, directory)
    if verdict is not None and check.question:
        return _ask_next(state, message, _answered(check, verdict, message), directory)
    if verdict == "yes" or words(understood.text)[:1] == (_GO_ON,):
        return _ask_next(state, message, check, directory)
    return _take_story(state, message, check, understood, directory)


def stop(state: ConversationState, message: TurnMessage, directory: Directory) -> Turn:
    """End the check. Signs that were not told yet are told: whoever breaks off may need them most."""
    check = state.offer
    if check is not None and not set(check.flags) <= set(check.told):
        return _result(state, message, replace(check, asked=tuple(QUESTIONS)), directory)
    return Turn(state.forgetting(), (Reply("offer_stopped", state.language),))


def ask_again(before: ConversationState, answered: Turn) -> Turn:
    """Put the question that still waits below the answer to something else, unless that asks by itself."""
    check, after = before.offer, answered.state
    if check is None or not check.question or after.offer != check or after.pending or not answered.replies:
        return answered
    if answered.replies[-1].key in {check.question, *_PICK_FIRST}:
        return answered
    # A list of other topics above the question would invite a number as its answer.
    replies = (*(replace(reply, choices=()) for reply in answered.replies), Reply(check.question, after.language))
    return Turn(after.but(choices=()), replies, answered.effects)


def _take_story(
    state: ConversationState, message: TurnMessage, check: OfferCheck, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take more that is told about the offer: new signs are named at once, the question that waits stays open."""
    if understood.intent is Intent.GREET or own_question(understood):
        return None
    if understood.intent is Intent.CHECK_OFFER and not _ANOTHER.isdisjoint(words(understood.text)):
        return begin(state.but(offer=None), message, understood, directory)
    told = facts_of(understood, message.received_at, message.own_phone)
    check = replace(check, facts=check.facts.and_also(told))
    found = set(_signs(state, understood)) - set(check.flags)
    if check.question and found == {QUESTIONS[check.question][0]}:
        flags = gravest_first({*check.flags, *found})
        return _ask_next(state, message, replace(check, flags=flags, asked=(*check.asked, check.question)), directory)
    if found:
        more = replace(check, question="", flags=gravest_first({*check.flags, *found}))
        return _result(state, message, more, directory)
    if not check.question or (looks_like_question(understood.text) and len(words(understood.text)) >= A_STORY):
        return None
    again = Reply(check.question, state.language)
    hint = Reply("offer_answer_hint", state.language)
    return Turn(state, (hint, again) if len(words(understood.text)) < A_STORY else (again,))


def _answered(check: OfferCheck, verdict: str, message: TurnMessage) -> OfferCheck:
    flag, shown_by_yes = QUESTIONS[check.question]
    shown = verdict == ("yes" if shown_by_yes else "no")
    flags = gravest_first({*check.flags, flag}) if shown else check.flags
    return replace(check, at=message.received_at, question="", flags=flags, asked=(*check.asked, check.question))


def _ask_next(state: ConversationState, message: TurnMessage, check: OfferCheck, directory: Directory) -> Turn:
    question = next(iter(_open_questions(state, check)), None)
    if question is None:
        return _result(state, message, check, directory)
    waiting = replace(check, question=question, at=message.received_at)
    asked = state.but(offer=waiting, choices=(), paging=None, pending="")
    return Turn(asked, (Reply(question, state.language),))


def _open_questions(state: ConversationState, check: OfferCheck) -> list[str]:
    behind = {*check.flags, *_pointless(state)}
    return [key for key, (flag, _) in QUESTIONS.items() if key not in check.asked and flag not in behind]


def _signs(state: ConversationState, understood: Understanding) -> tuple[str, ...]:
    found = set(find_signs(understood.text))
    if audience_of(understood) == UNDER_18 and ages_named(understood):
        found.add("RF_UNDER_18")
    return gravest_first(found - _pointless(state))


def _is_grown(understood: Understanding) -> bool:
    """Tell whether the story says that nobody in it is a child, so that it need not be asked."""
    return min(ages_named(understood), default=0) >= ADULT


def _pointless(state: ConversationState) -> frozenset[str]:
    """Return the flags that mean nothing here: who works inside Indonesia needs no visa."""
    inside = state.told is not None and state.told.country == INDONESIA
    return frozenset({"RF_VISIT_VISA"}) if inside else frozenset()


def _result(state: ConversationState, message: TurnMessage, check: OfferCheck, directory: Directory) -> Turn:
    """Name the signs and what to do next, and offer the questions that are left."""
    key = _RESULTS[grade(check.flags)]
    parts = tuple(answer_key(flag) for flag in check.flags)
    told = saying.say(_as_told(state, message, check), message, key, directory, parts=parts)
    if not _open_questions(state, check):
        return told
    waiting = replace(check, question="", at=message.received_at, told=check.flags)
    more = Reply(MORE_QUESTIONS, state.language)
    return Turn(told.state.but(offer=waiting), (*told.replies, more), told.effects)


def _as_told(state: ConversationState, message: TurnMessage, check: OfferCheck) -> ConversationState:
    """Return the state without the check; a child who goes is noted as if it had been told, for what is asked next."""
    ended = state.but(offer=None)
    if "RF_UNDER_18" not in check.flags:
        return ended
    before = state.told or Told(message.received_at)
    return ended.but(told=replace(before, at=message.received_at, audience=UNDER_18, passing=True))
