"""Which check a person means who asks about a company or an offer: signs of danger go before a name."""

import re

from bot.conversation import company, offer
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.understanding.circumstances import INDONESIA
from bot.understanding.model import Understanding
from bot.understanding.offer_signs import find_signs
from bot.understanding.short_answers import short_answer
from bot.vocabulary import Intent

_WORK_THERE = re.compile(r"\b(?:ker?ja|bekerja|karja|tawaran|lowongan|loker)\s+(?:\w+\s+)?di\b", re.IGNORECASE)
"""Where the offered work is, not where the writer is: "tawaran kerja di Malaysia"."""


def check_company(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn:
    """Look a company up; where the message tells signs too, look at the offer, which names the company as well."""
    if find_signs(understood.text):
        return offer.begin(state, message, understood, directory)
    return company.check(state, message, understood, directory)


def take_name(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take what comes after "which company?": signs, its name, or that there is none; None for anything else."""
    closed = state.but(pending="")
    if find_signs(understood.text):
        told = offer.go_on(closed, message, understood, directory) if state.offer else None
        return told or offer.begin(closed, message, understood, directory)
    named = company.take_name(state, message, understood, directory)
    if named is not None:
        return named
    none = short_answer(understood.text) in {"no", "skip"} or understood.intent in {Intent.DENY, Intent.DONT_KNOW}
    if not none:
        return None
    if state.offer is not None and state.offer.question:
        return Turn(closed, (Reply(state.offer.question, state.language),))
    return offer.begin(closed, message, understood, directory)


def tells_an_offer(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> bool:
    """Tell whether a message that was not understood surely is about an offer: signs in it, or a company we warn of.

    Not from somebody who is abroad: what they tell is no offer any more.
    """
    if message.home_country not in {None, INDONESIA} or _is_there(understood):
        return False
    return bool(find_signs(understood.text) or company.warning(state, message, understood, directory))


def _is_there(understood: Understanding) -> bool:
    abroad = understood.country not in {None, INDONESIA}
    return abroad and not _WORK_THERE.search(understood.text)
