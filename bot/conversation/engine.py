"""One turn of a conversation. Pure: no wording, no clock, no database; the same input gives the same turn.

Order: danger before everything, then silence after STOP, then commands, then what the person was asked,
then what the message means.
"""

from bot.conversation import commands, company, danger, meaning, offer, rating
from bot.conversation.effects import EraseContact
from bot.conversation.state import ConversationState, Destination
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.understanding.circumstances import audience_of, destination_of
from bot.understanding.model import Understanding
from bot.vocabulary import Command, Language, MessageLanguage

_FOLLOWED = {
    MessageLanguage.ID: Language.ID,
    MessageLanguage.MKN: Language.ID,  # Kupang Malay is answered in plain Indonesian
    MessageLanguage.AOZ: Language.AOZ,
    MessageLanguage.EN: Language.EN,
}
_FOLLOW_FROM = 0.6
"""Language confidence from which the conversation follows the writer; below, it keeps its language."""


def take_turn(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Answer one message. The caller saves the state, sends the replies and does the effects."""
    state = _follow_writer(state.without_stale(message.received_at), understood)
    state = _notice_circumstances(state, message, understood)
    if danger.is_emergency(understood):
        numbers = danger.answer(state, message, understood)
        ask = danger.is_faint(understood) and not state.stopped
        return _asking_too(numbers, message, understood, directory) if ask else numbers
    if state.stopped:
        return _while_stopped(state, understood, message)
    turn = _answer(state, message, understood, directory)
    return _introduce(turn, message)


def _follow_writer(state: ConversationState, understood: Understanding) -> ConversationState:
    guess = understood.language
    language = _FOLLOWED.get(guess.language)
    if state.language_chosen or language is None or guess.confidence < _FOLLOW_FROM:
        return state
    return state.but(language=language)


def _notice_circumstances(
    state: ConversationState, message: TurnMessage, understood: Understanding
) -> ConversationState:
    """Note where the work is and for whom is asked. A number picks from a list, so what was told with it stands."""
    if understood.number is not None or understood.command is not None:
        return state
    country = destination_of(understood)
    noted = Destination(country, message.received_at) if country else state.destination
    return state.but(audience=audience_of(understood), destination=noted)


def _while_stopped(state: ConversationState, understood: Understanding, message: TurnMessage) -> Turn:
    if understood.command is Command.START and not message.provider_opt_out:
        return commands.start(state)
    if understood.command is Command.ERASE:
        erased = commands.erase(state)  # done without a word: after STOP nothing but an emergency is answered
        return Turn(erased.state.but(stopped=True), effects=erased.effects)
    return Turn(state)


def _answer(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    if message.provider_opt_out:
        return commands.stop(state)
    if understood.command is not None:
        return commands.obey(state, message, understood, directory)
    if understood.number is not None and state.choices:
        return meaning.choose(state.but(pending="", rating=""), message, understood, directory)
    if not message.has_text:
        return meaning.without_text(state.but(pending="", rating=""), message)
    answered = _answered(state, message, understood, directory)
    if answered is not None:
        return answered
    return offer.ask_again(state, meaning.act(state.but(pending="", rating=""), message, understood, directory))


def _answered(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Return the turn of a message that answers an open question, None for any other message."""
    if state.pending == company.ASKED_NAME:
        return company.take_name(state, message, understood, directory)
    if state.pending:
        return commands.confirm(state, understood)
    if state.offer:
        return offer.go_on(state, message, understood, directory)
    return rating.take(state, understood) if state.rating else None


def _asking_too(numbers: Turn, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Ask what was meant after the numbers: a message that only sounds like danger wants its own answer."""
    asking = meaning.ask_back(numbers.state, message, understood, directory)
    return Turn(asking.state, numbers.replies + asking.replies) if asking else numbers


def _introduce(turn: Turn, message: TurnMessage) -> Turn:
    """Say once who writes, what a message costs and what happens with it; to a greeting, offer the languages."""
    if turn.state.greeted or turn.state.stopped or not turn.replies or EraseContact() in turn.effects:
        return turn
    state = turn.state.but(greeted=True)
    if turn.replies[-1].key == "greeting" and not state.language_chosen:
        notice = Reply("privacy_notice", state.language, choices=commands.LANGUAGE_CHOICES)
        offered = state.asking(message.received_at, choices=commands.LANGUAGE_CHOICES)
        return Turn(offered, (*turn.replies, notice), turn.effects)
    # A numbered list, or a question that waits, stays the last thing on the screen.
    last, offer_check = turn.replies[-1], turn.state.offer
    asks = bool(last.choices) or (offer_check is not None and offer_check.question == last.key)
    at = len(turn.replies) - asks
    replies = (*turn.replies[:at], Reply("privacy_notice", state.language), *turn.replies[at:])
    return Turn(state, replies, turn.effects)
