"""One turn of a conversation. Pure: no wording, no clock, no database; the same input gives the same turn.

Order: danger before everything, then silence after STOP, then commands, then what the person was asked,
then what the message means.
"""

from bot.conversation import commands, danger, meaning
from bot.conversation.effects import EraseContact
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
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
    if danger.is_emergency(understood):
        return danger.answer(state, message, understood)
    if state.stopped:
        return _while_stopped(state, understood, message)
    turn = _answer(state, message, understood, directory)
    return _introduce(turn)


def _follow_writer(state: ConversationState, understood: Understanding) -> ConversationState:
    guess = understood.language
    language = _FOLLOWED.get(guess.language)
    if state.language_chosen or language is None or guess.confidence < _FOLLOW_FROM:
        return state
    return state.but(language=language)


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
    if state.pending:
        answered = commands.confirm(state, understood)
        if answered is not None:
            return answered
        state = state.but(pending="")
    if understood.number is not None and state.choices:
        return meaning.choose(state, message, understood.number, directory)
    if not message.has_text:
        return meaning.without_text(state, message)
    return meaning.act(state, message, understood, directory)


def _introduce(turn: Turn) -> Turn:
    """Say once who writes, what a message costs and what happens with it: behind the first answer."""
    if turn.state.greeted or turn.state.stopped or not turn.replies or EraseContact() in turn.effects:
        return turn
    language = turn.state.language
    notice = Reply("privacy_notice", language)
    # A numbered list stays the last thing on the screen.
    at = len(turn.replies) - bool(turn.replies[-1].choices)
    replies = (*turn.replies[:at], notice, *turn.replies[at:])
    return Turn(turn.state.but(greeted=True), replies, turn.effects)
