"""Giving an answer in the form its channel can carry, with its pages and follow-ups."""

from datetime import timedelta

from bot.conversation.state import ConversationState, Paging
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.vocabulary import Channel

PAGES_KEPT = timedelta(days=1)
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
    """Give an answer: short by SMS with its pages behind LAGI, whole with follow-ups on WhatsApp."""
    if message.channel is Channel.SMS:
        paging = Paging(key, 1, message.received_at + PAGES_KEPT)
        return Turn(state.but(choices=(), paging=paging), (Reply(key, state.language),))
    choices = directory.follow_ups(key)
    reply = Reply(key, state.language, choices=choices)
    return Turn(state.but(choices=choices, paging=None), (reply,))


def menu(state: ConversationState) -> Turn:
    """Offer the menu."""
    reply = Reply("menu", state.language, choices=MENU_TOPICS)
    return Turn(state.but(choices=MENU_TOPICS, paging=None), (reply,))


def more(state: ConversationState, message: TurnMessage, directory: Directory) -> Turn:
    """Send the next page of the last answer; on WhatsApp the first form was already whole."""
    paging = state.paging
    if paging is None or paging.until < message.received_at or message.channel is not Channel.SMS:
        return Turn(state.but(paging=None), (Reply("nothing_more", state.language),))
    last = directory.page_count(paging.key, state.language)
    page = min(paging.next_page, last)
    if page < last:
        following = Paging(paging.key, page + 1, message.received_at + PAGES_KEPT)
        return Turn(state.but(paging=following, choices=()), (Reply(paging.key, state.language, page=page),))
    choices = directory.follow_ups(paging.key)
    reply = Reply(paging.key, state.language, page=page, choices=choices)
    return Turn(state.but(paging=None, choices=choices), (reply,))
