"""Giving an answer in the form its channel can carry, with its pages and follow-ups."""

from datetime import timedelta

from bot.conversation.rating import EVERYDAY
from bot.conversation.state import ConversationState, Paging
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.vocabulary import Channel

PAGES_KEPT = timedelta(days=1)
_PRIVATE_PAGES_KEPT = timedelta(hours=1)
_PRIVATE = frozenset({"report_closed", "missing_relative", "check_offer", "human_closed", "data_held"})
"""Answers whose rest a later holder of a shared phone should not get by texting LAGI (our choice)."""

MENU_TOPICS = (
    "ask_legal_steps",
    "ask_requirements",
    "ask_cost",
    "ask_recruiter_money",
    "ask_red_flags",
    "ask_rights_abroad",
    "report_closed",
    "ask_hotline",
)
"""What the menu offers, by how often it is needed and how much harm it prevents (our choice)."""


def say(state: ConversationState, message: TurnMessage, key: str, directory: Directory) -> Turn:
    """Give an answer: short by SMS with its pages behind LAGI, whole with follow-ups on WhatsApp.

    An everyday answer that was given within the last hour comes short on WhatsApp too; by SMS it is short in any case.
    """
    again = state.gave(key)
    # What is delicate leaves no trace here, and ends what could be rated.
    state = state.giving(key, message.received_at) if key in EVERYDAY else state.but(given=())
    if message.channel is Channel.SMS:
        paging = _paging(key, 1, message)
        return Turn(state.but(choices=(), paging=paging), (Reply(key, state.language),))
    choices = directory.follow_ups(key)
    reply = Reply(key, state.language, choices=choices, brief=again)
    return Turn(state.but(paging=None).asking(message.received_at, choices=choices), (reply,))


def menu(state: ConversationState, message: TurnMessage) -> Turn:
    """Offer the menu."""
    reply = Reply("menu", state.language, choices=MENU_TOPICS)
    return Turn(state.but(paging=None).asking(message.received_at, choices=MENU_TOPICS), (reply,))


def more(state: ConversationState, message: TurnMessage, directory: Directory) -> Turn:
    """Send the next page of the last answer; on WhatsApp the first form was already whole."""
    paging = state.paging
    if paging is None or paging.until < message.received_at or message.channel is not Channel.SMS:
        return Turn(state.but(paging=None), (Reply("nothing_more", state.language),))
    last = directory.page_count(paging.key, state.language)
    page = min(paging.next_page, last)
    if page < last:
        following = _paging(paging.key, page + 1, message)
        return Turn(state.but(paging=following, choices=()), (Reply(paging.key, state.language, page=page),))
    choices = directory.follow_ups(paging.key)
    reply = Reply(paging.key, state.language, page=page, choices=choices)
    return Turn(state.but(paging=None).asking(message.received_at, choices=choices), (reply,))


def _paging(key: str, page: int, message: TurnMessage) -> Paging:
    kept = _PRIVATE_PAGES_KEPT if key in _PRIVATE else PAGES_KEPT
    return Paging(key, page, message.received_at + kept)
