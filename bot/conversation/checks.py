"""Which check a person means who asks about a company or an offer: signs of danger go before a name."""

from bot.conversation import company, offer
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Turn, TurnMessage
from bot.understanding.model import Understanding
from bot.understanding.offer_signs import find_signs
from bot.understanding.short_answers import short_answer


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
    """Take what comes after "which company?": its name, or that there is none; None for anything else."""
    named = company.take_name(state, message, understood, directory)
    if named is not None:
        return named
    said, closed = short_answer(understood.text), state.but(pending="")
    if said is None:
        return None
    if state.offer is None:
        return offer.begin(closed, message, understood, directory)
    return offer.go_on(closed, message, understood, directory)
