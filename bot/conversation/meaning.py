"""From what a message means to the answer: by intent when sure, by asking back when not."""

from collections.abc import Callable
from functools import partial

from bot.conversation import case_talk, checks, commands, company, offer, rating, report, saying
from bot.conversation.added_topics import is_lost
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.reports.cases import CaseKind
from bot.understanding.model import RankedIntent, Understanding
from bot.understanding.short_answers import LONGEST
from bot.understanding.text import words
from bot.vocabulary import Channel, Decision, Intent, Kind, Language, is_topic

ANSWERS: dict[Intent, str] = {
    Intent.GOODBYE: "goodbye",
    Intent.THANKS: "thanks",
    Intent.AFFIRM: "acknowledged",
    Intent.DENY: "acknowledged",
    Intent.DONT_KNOW: "acknowledged",
    Intent.CANCEL: "cancelled",
    Intent.TALK_TO_HUMAN: "human_closed",
    Intent.OUT_OF_SCOPE: "out_of_scope",
    Intent.CHECK_COMPANY: "check_company",
    Intent.CHECK_OFFER: "check_offer",
    Intent.REPORT_RECRUITER: "report_closed",
    Intent.ASK_REPORT_STATUS: "code_ask",
    Intent.ADD_TO_REPORT: "add_ask",
    Intent.MISSING_RELATIVE: "missing_relative",
    Intent.EMERGENCY: "emergency",
}
"""Answer keys of the intents that are no ``faq``: those are answered under their own name."""

_ASK_BACK_CHOICES = 3
_CONFIRMED_FIRST = {Intent.OPT_OUT: ("stop", "stop_confirm"), Intent.DELETE_DATA: ("erase", "erase_confirm")}
_SHORT_TALK = frozenset({Intent.AFFIRM, Intent.DENY, Intent.DONT_KNOW})
"""What a few words can mean; a whole story that ends in "no" means more than that."""

_FAREWELLS = frozenset({Intent.THANKS, Intent.GOODBYE})
_LANGUAGES = {"language_id": Language.ID, "language_aoz": Language.AOZ, "language_en": Language.EN}


def answer_key(intent: Intent) -> str:
    """Return the key of the answer to an intent."""
    return ANSWERS.get(intent, intent.value)


def key_of(ranked: RankedIntent) -> str:
    """Return the key of the answer to an intent as the model ranked it: an added topic is answered under its own."""
    return ranked.topic or answer_key(ranked.intent)


def intent_of(key: str) -> Intent | None:
    """Return the first intent that an answer key stands for; None for answers to no intent."""
    if is_topic(key):
        return Intent.ADDED_TOPIC
    return next((intent for intent in Intent if answer_key(intent) == key), None)


def act(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Answer, ask back with the likeliest meanings, or say that the message was not understood."""
    rambles = understood.intent in _SHORT_TALK and len(words(understood.text)) > LONGEST
    if understood.decision is Decision.ACT and not rambles:
        return _act_on(state, message, understood, directory)
    if checks.tells_an_offer(state, message, understood, directory):
        return offer.begin(state, message, understood, directory)
    asked_back = None if understood.decision is Decision.UNCLEAR else ask_back(state, message, understood, directory)
    return asked_back or _not_understood(state, message)


def _not_understood(state: ConversationState, message: TurnMessage) -> Turn:
    # The text names MENU and a number to call. By SMS the list itself would double the price of every slip.
    choices = saying.MENU_TOPICS if message.channel is Channel.WHATSAPP else ()
    asked = state.but(paging=None).asking(message.received_at, choices=choices)
    return Turn(asked, (Reply("not_understood", state.language, choices=choices),))


def ask_back(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Offer the likeliest meanings; None when there are no two to choose from."""
    choices = likely(understood, directory)
    if len(choices) < 2:
        return None
    asked = state.but(paging=None).asking(message.received_at, choices=choices).but(country=understood.country)
    return Turn(asked, (Reply("ask_back", state.language, choices=choices),))


def _act_on(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    intent = understood.intent
    if intent.kind is Kind.TALK and intent is not Intent.OUT_OF_SCOPE:
        return _small_talk(state, message, intent)
    if intent in _CONFIRMED_FIRST:
        return commands.ask(state, message, *_CONFIRMED_FIRST[intent])
    if intent is Intent.CHOOSE_LANGUAGE:
        return commands.ask_language(state, message, understood.command_language)
    return _say_or_talk(state, message, key_of(understood.ranking[0]), understood, directory)


def _small_talk(state: ConversationState, message: TurnMessage, intent: Intent) -> Turn:
    """Answer a greeting, thanks, or a stray "ok", which must not take pages or a list away that were shown before."""
    if intent is Intent.GREET:
        return Turn(state.but(choices=(), paging=None), (Reply("greeting", state.language),))
    if intent is Intent.ASK_HELP:
        return saying.menu(state, message)
    said = Turn(state, (Reply(answer_key(intent), state.language),))
    if intent in _FAREWELLS:
        return rating.ask(Turn(state.but(choices=()), said.replies), message.received_at)
    return said


def _say_or_talk(
    state: ConversationState, message: TurnMessage, key: str, understood: Understanding, directory: Directory
) -> Turn:
    """Give an answer, or begin the conversation that stands behind its key."""
    talk = _TALKS.get(key)
    if key == ANSWERS[Intent.TALK_TO_HUMAN]:
        key = saying.human(directory)
    return talk(state, message, understood, directory) if talk else saying.say(state, message, key, directory)


_TALKS: dict[str, Callable[[ConversationState, TurnMessage, Understanding, Directory], Turn]] = {
    "check_company": checks.check_company,
    "check_offer": offer.begin,
    "report_closed": report.begin,
    "missing_relative": partial(report.begin, kind=CaseKind.MISSING),
    "code_ask": partial(case_talk.ask, then=case_talk.STATUS),
    "add_ask": partial(case_talk.ask, then=case_talk.ADD),
}
"""The conversations that stand behind an answer key."""


def likely(understood: Understanding, directory: Directory) -> tuple[str, ...]:
    """Return the likeliest answers to offer; small talk is no choice worth a line."""
    keys = [key_of(ranked) for ranked in understood.ranking if ranked.intent.kind is not Kind.TALK]
    return tuple(dict.fromkeys(key for key in keys if directory.can_offer(key)))[:_ASK_BACK_CHOICES]


def chosen(state: ConversationState, understood: Understanding) -> str:
    """Return the key of the choice a number stands for, "" for a number outside the list."""
    number = understood.number or 0
    return state.choices[number - 1] if 1 <= number <= len(state.choices) else ""


def choose(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Take the number of a list shown before; a number outside it shows the list again."""
    key = chosen(state, understood)
    left = tuple(each for each in state.choices if not is_lost(each, directory))
    if is_lost(key, directory) or not left:
        return _not_understood(state, message)
    if not key:
        return Turn(state.but(choices=left), (Reply("ask_back", state.language, choices=left),))
    if key in _LANGUAGES:
        return commands.set_language(state, _LANGUAGES[key])
    if key.startswith(company.NAMED):
        return company.choose(state, message, key, directory)
    return _say_or_talk(state, message, key, understood, directory)


def without_text(state: ConversationState, message: TurnMessage) -> Turn:
    """Answer a photo, a voice note or an empty message: this service reads words."""
    if message.has_media:
        return Turn(state, (Reply("media_unread", state.language),))
    return saying.menu(state, message)
