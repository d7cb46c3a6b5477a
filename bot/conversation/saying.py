"""Giving an answer in the form its channel can carry, with its pages and follow-ups."""

from dataclasses import replace
from datetime import timedelta

from bot.conversation.rating import EVERYDAY
from bot.conversation.state import ConversationState, Paging
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage, Values
from bot.vocabulary import Channel

PAGES_KEPT = timedelta(days=1)
_PRIVATE_PAGES_KEPT = timedelta(hours=1)
_PAGES_GO_ON = timedelta(hours=1)
_PRIVATE = frozenset({"missing_relative", "human_closed", "human_open", "data_held"})
_PRIVATE_BEGINNINGS = ("report_", "offer_", "agency_")
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


def say(
    state: ConversationState,
    message: TurnMessage,
    key: str,
    directory: Directory,
    *,
    parts: tuple[str, ...] = (),
    values: Values = (),
) -> Turn:
    """Give an answer: short by SMS with its pages behind LAGI, whole with follow-ups on WhatsApp.

    Where the answer has a variant for the destination or for whom somebody asks, that one is given. An everyday answer
    that was given within the last hour comes short on WhatsApp too; by SMS it is short in any case. ``parts`` and
    ``values``: see Reply.
    """
    shown = directory.variant(key, state.told.country, state.told.audience) if state.told else key
    again = state.gave(shown)
    # What is delicate leaves no trace here, and ends what could be rated.
    state = state.giving(shown, message.received_at) if key in EVERYDAY else state.but(given=())
    if message.channel is Channel.SMS:
        # A variant says for whom it is: whoever holds the phone tomorrow need not read that.
        kept = _kept(key) if shown == key else _PRIVATE_PAGES_KEPT
        paging = Paging(shown, 1, message.received_at + kept, parts, values)
        reply = Reply(shown, state.language, parts=parts, values=values)
        return Turn(state.but(choices=(), paging=paging), (reply,))
    choices = directory.follow_ups(shown)
    reply = Reply(shown, state.language, choices=choices, brief=again, parts=parts, values=values)
    return Turn(state.but(paging=None).asking(message.received_at, choices=choices), (reply,))


def human(directory: Directory) -> str:
    """Return the key of the answer to "I want to talk to somebody": with officers set up, one may call back."""
    return "human_open" if directory.reports.open else "human_closed"


def menu(state: ConversationState, message: TurnMessage) -> Turn:
    """Offer the menu."""
    reply = Reply("menu", state.language, choices=MENU_TOPICS)
    return Turn(state.but(paging=None).asking(message.received_at, choices=MENU_TOPICS), (reply,))


def more(state: ConversationState, message: TurnMessage, directory: Directory) -> Turn:
    """Send the next page of the last answer; on WhatsApp the first form was already whole."""
    paging = state.paging
    if paging is None or paging.until < message.received_at or message.channel is not Channel.SMS:
        return Turn(state.but(paging=None), (Reply("nothing_more", state.language),))
    last = directory.page_count(paging.key, state.language, paging.parts, dict(paging.values))
    page = min(paging.next_page, last)
    reply = Reply(paging.key, state.language, page=page, parts=paging.parts, values=paging.values)
    if page < last:
        following = replace(paging, next_page=page + 1, until=max(paging.until, message.received_at + _PAGES_GO_ON))
        return Turn(state.but(paging=following, choices=()), (reply,))
    choices = directory.follow_ups(paging.key)
    asked = state.but(paging=None).asking(message.received_at, choices=choices)
    return Turn(asked, (replace(reply, choices=choices),))


def _kept(key: str) -> timedelta:
    private = key in _PRIVATE or key.startswith(_PRIVATE_BEGINNINGS)
    return _PRIVATE_PAGES_KEPT if private else PAGES_KEPT
