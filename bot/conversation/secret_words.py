"""Words by which a report or a case is opened again: one ordinary word that is no command and no answer."""

from bot.understanding.commands import find_command, find_number
from bot.understanding.short_answers import short_answer
from bot.understanding.text import fold, words

_LETTERS = range(4, 21)
DECOY = ("syarat",)
"""The whole message by which somebody who is watched leaves the talk: it looks like a question about papers."""


def good_secret(text: str) -> str:
    """Return the folded word a message is, where it can be a secret word, else ""."""
    said = words(text)
    if len(said) != 1 or said == DECOY or not said[0].isalpha() or len(said[0]) not in _LETTERS:
        return ""
    taken = find_command(text) or find_number(text) or short_answer(text)
    return "" if taken else fold(said[0])
