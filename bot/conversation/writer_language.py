"""In which language somebody is answered: the one they write in, unless they chose one."""

from bot.conversation.state import ConversationState
from bot.reports.case_codes import read_code
from bot.understanding.model import Understanding
from bot.understanding.short_answers import short_answer
from bot.understanding.text import fold
from bot.vocabulary import Language, MessageLanguage

_FOLLOWED = {
    MessageLanguage.ID: Language.ID,
    MessageLanguage.MKN: Language.ID,  # Kupang Malay is answered in plain Indonesian
    MessageLanguage.AOZ: Language.AOZ,
    MessageLanguage.EN: Language.EN,
}
_SAID_EVERYWHERE = frozenset({"hai", "hi", "halo", "helo", "hei", "hey"})
"""Greetings that tell no language, though "hai" is a word of Uab Meto too."""

_FOLLOW_FROM = 0.6
"""Language confidence from which the conversation follows the writer; below, it keeps its language."""


def follow_writer(state: ConversationState, understood: Understanding) -> ConversationState:
    """Return the state in the writer's language."""
    guess = understood.language
    language = _FOLLOWED.get(guess.language)
    # The letters of a case code are chance, and some look like English or Dawan.
    if fold(understood.text).strip(" .!?") in _SAID_EVERYWHERE or read_code(understood.text).code:
        return state
    # The words we ask people to type are Indonesian, whatever they speak.
    ours = understood.command is not None or short_answer(understood.text) is not None
    if state.language_chosen or language is None or guess.confidence < _FOLLOW_FROM or (ours and state.greeted):
        return state
    return state.but(language=language)
