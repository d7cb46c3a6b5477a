"""Guessing a message's language by rules: short texts, mixed languages, no model.

Words, word sequences and word shapes of data/language_words.tsv and data/language_phrases.tsv add up to a
score a language. Uab Meto and Kupang Malay are always mixed with Indonesian, so clear cues of theirs decide
even when most words are Indonesian. A single word that several languages share proves nothing: ``und``.
Standard library only: the NLU server's language component calls the same function.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.model import LanguageGuess
from bot.understanding.patterns import compile_exact, line_of
from bot.understanding.text import MAX_CHARS, clean, words
from bot.vocabulary import MessageLanguage

_ID, _MKN, _AOZ = MessageLanguage.ID, MessageLanguage.MKN, MessageLanguage.AOZ
_EN, _OTHER, _UND = MessageLanguage.EN, MessageLanguage.OTHER, MessageLanguage.UND
_SHARED = "any"

CLEAR_CUE = 2.0
"""Score at which Uab Meto or Kupang Malay counts as present in a mixed message."""

FAINT_CUE = 1.0
"""Score that is enough when there is at most twice as much Indonesian in the message."""

MAX_WORDS = 120


@dataclass(frozen=True)
class _Cues:
    words: Mapping[str, Mapping[str, float]]
    phrases: tuple[tuple[MessageLanguage, re.Pattern[str], float], ...]
    ends: tuple[tuple[MessageLanguage, re.Pattern[str], float], ...]
    shapes: tuple[tuple[MessageLanguage, re.Pattern[str], float], ...]


def guess_language(text: str) -> LanguageGuess:
    """Return the language of a message and how sure that is; ``und`` with 0 when there is nothing to tell by."""
    found = words(text)[:MAX_WORDS]
    if not any(word.isalpha() for word in found):
        return LanguageGuess(_UND, 0.0)
    if _is_mostly_other_script(text):
        return LanguageGuess(_OTHER, 0.95)
    scores = _scores(tuple(word for word in found if word.isalpha()))
    return _decide(scores, sum(word.isalpha() for word in found), _known(found))


def _decide(scores: Mapping[MessageLanguage, float], count: int, known: int) -> LanguageGuess:
    best = max(scores, key=lambda language: scores[language])
    if scores[best] < (0.9 if count == 1 else 0.5):
        return _nothing_clear(count, known)
    if count == 1 and _is_close(scores, best):
        return LanguageGuess(_UND, 0.3)
    chosen = _present_in_mix(scores, best)
    return LanguageGuess(chosen, _confidence(scores, chosen, count))


def _nothing_clear(count: int, known: int) -> LanguageGuess:
    """Only shared words: Indonesian when they are several; unknown words only: another language."""
    if count >= 3 and known == 0:
        return LanguageGuess(_OTHER, 0.4)
    return LanguageGuess(_ID, 0.4) if count >= 3 and known * 2 >= count else LanguageGuess(_UND, 0.2)


def _present_in_mix(scores: Mapping[MessageLanguage, float], best: MessageLanguage) -> MessageLanguage:
    if best in {_EN, _OTHER}:
        return best
    aoz, mkn = scores[_AOZ], scores[_MKN]
    if aoz >= mkn * 0.8 and (aoz >= CLEAR_CUE or (aoz >= FAINT_CUE and aoz >= scores[_ID] * 0.5)):
        return _AOZ
    if mkn >= CLEAR_CUE or (mkn >= FAINT_CUE and mkn >= scores[_ID] * 0.5):
        return _MKN
    return best


def _confidence(scores: Mapping[MessageLanguage, float], chosen: MessageLanguage, count: int) -> float:
    """Share of the evidence, Indonesian beside a regional language counting little, less for short texts."""
    rivals = sum(
        score * (0.15 if language is _ID and chosen in {_AOZ, _MKN} else 1.0)
        for language, score in scores.items()
        if language is not chosen
    )
    share = scores[chosen] / (scores[chosen] + rivals + 0.35)
    return round(min(0.99, share if count > 1 else share * 0.8), 3)


def _is_close(scores: Mapping[MessageLanguage, float], best: MessageLanguage) -> bool:
    second = max(score for language, score in scores.items() if language is not best)
    return second >= scores[best] * 0.6


def _scores(found: tuple[str, ...]) -> dict[MessageLanguage, float]:
    cues = _cues()
    scores = dict.fromkeys((_ID, _MKN, _AOZ, _EN, _OTHER), 0.0)
    for word in found:
        for name, weight in _word_weights(word, cues).items():
            scores[MessageLanguage(name)] += weight
    line = line_of(found)
    at_end = line_of(found[-2:])
    for language, pattern, weight in cues.phrases:
        if pattern.search(_in_spelling_of(language, line)):
            scores[language] += weight
    for language, pattern, weight in cues.ends:
        last = [match.end() for match in pattern.finditer(_in_spelling_of(language, at_end))]
        if len(found) > 1 and last and last[-1] == len(at_end):
            scores[language] += weight
    return scores


def _in_spelling_of(language: MessageLanguage, line: str) -> str:
    """Uab Meto cues are listed with the l of most dialects; Amarasi speakers write r."""
    return line.replace("r", "l") if language is _AOZ else line


def _word_weights(word: str, cues: _Cues) -> dict[str, float]:
    listed = dict(cues.words.get(word, {}))
    as_meto = cues.words.get(word.replace("r", "l"), {}).get(_AOZ.value)
    if as_meto and (not listed or _AOZ.value in listed):
        listed[_AOZ.value] = as_meto
    if not listed:
        shapes = [(str(lang), weight) for lang, shape, weight in cues.shapes if shape.fullmatch(word)]
        listed = dict([max(shapes, key=lambda shape: shape[1])] if shapes else [])
    listed.pop(_SHARED, None)
    return listed


def _known(found: tuple[str, ...]) -> int:
    return sum(word in _cues().words for word in found)


def _is_mostly_other_script(text: str) -> bool:
    letters = [char for char in clean(text[:MAX_CHARS]) if char.isalpha()][:200]
    foreign = sum(not unicodedata.name(char, "").startswith(_SCRIPTS) for char in letters)
    return bool(letters) and foreign * 2 > len(letters)


_SCRIPTS = ("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL", "MODIFIER LETTER", "FEMININE", "MASCULINE")


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    by_word: dict[str, dict[str, float]] = {}
    for row in read_table("language_words"):
        by_word.setdefault(row["word"], {})[row["language"]] = float(row["weight"])
    return _Cues(
        words=by_word,
        phrases=_compiled("phrase", compile_exact),
        ends=_compiled("end", compile_exact),
        shapes=_compiled("shape", re.compile),
    )


def _compiled(
    kind: str, compiler: Callable[[str], re.Pattern[str]]
) -> tuple[tuple[MessageLanguage, re.Pattern[str], float], ...]:
    rows = [row for row in read_table("language_phrases") if row["kind"] == kind]
    return tuple((MessageLanguage(row["language"]), compiler(row["pattern"]), float(row["weight"])) for row in rows)
