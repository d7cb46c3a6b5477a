"""Guessing a message's language: short texts, mixed languages, undecided when one word proves nothing.

Two sources are joined in one linear model (language_letters.py): the rules' word and phrase lists, written from
published word lists (language_cues.py), and weights of words and letter sequences learned from the training sentences.
Uab Meto and Kupang Malay are always mixed with Indonesian; a message with clear pieces of theirs is theirs.
Standard library only: the NLU server's language component calls the same function.
"""

import unicodedata

from bot.understanding.language_cues import all_shared, cue_scores, is_shared
from bot.understanding.language_letters import chances
from bot.understanding.model import LanguageGuess
from bot.understanding.text import MAX_CHARS, clean, words
from bot.vocabulary import MessageLanguage

_OTHER, _UND = MessageLanguage.OTHER, MessageLanguage.UND

SURE_OF_ONE_WORD = 0.75
"""How probable a language must be before a single word tells it: names and loans look like one language by chance."""

SURE_OF_OTHER = 0.55
"""How probable a language we do not speak must be: names and rare words look foreign too."""

LISTED_AS_SHARED = 0.8
"""How sure ``und`` is for a word that the lists give to several languages."""

NOT_SURE = 0.5
"""The most a message of words of all languages ("ya pak", "paspor Malaysia") may claim: too little to switch."""

MAX_WORDS = 120

_SCRIPTS = ("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL", "MODIFIER LETTER", "FEMININE", "MASCULINE")


def guess_language(text: str) -> LanguageGuess:
    """Return the language of a message and how sure that is; ``und`` with 0 when there is nothing to tell by."""
    found = _without_question_ka(tuple(word for word in words(text)[:MAX_WORDS] if word.isalpha()))
    if not found:
        return LanguageGuess(_UND, 0.0)
    if _is_mostly_other_script(text):
        return LanguageGuess(_OTHER, 0.95)
    if len(found) == 1 and is_shared(found[0]):
        return LanguageGuess(_UND, LISTED_AS_SHARED)
    language, chance = _most_probable(found)
    if len(found) == 1 and chance < SURE_OF_ONE_WORD:
        return LanguageGuess(_UND, round(1 - chance, 3))
    return LanguageGuess(language, round(min(chance, NOT_SURE if all_shared(found) else 0.99), 3))


def _without_question_ka(found: tuple[str, ...]) -> tuple[str, ...]:
    """Drop "ka" at the end: both Uab Meto and Kupang Malay ask so ("resmi ka"); inside a sentence it is Uab Meto."""
    return found[:-1] if len(found) > 1 and found[-1] == "ka" else found


def _most_probable(found: tuple[str, ...]) -> tuple[MessageLanguage, float]:
    by_language = chances(found, cue_scores(found))
    ranked = sorted(by_language, key=lambda language: -by_language[language])
    best = ranked[0] if ranked[0] is not _OTHER or by_language[_OTHER] >= SURE_OF_OTHER else ranked[1]
    return best, by_language[best]


def _is_mostly_other_script(text: str) -> bool:
    letters = [char for char in clean(text[:MAX_CHARS]) if char.isalpha()][:200]
    foreign = sum(not unicodedata.name(char, "").startswith(_SCRIPTS) for char in letters)
    return bool(letters) and foreign * 2 > len(letters)
