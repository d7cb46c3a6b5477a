"""Scores of the language rules: listed words, word sequences and word shapes.

Words of data/language_words.tsv and patterns of data/language_phrases.tsv add up to a score a language. 2 proves
much, 1 is a usual word; below 1 a word is shared with other languages. The lists come from published word lists, so
they know words that no training sentence has; how much they count beside what was learned is learned too.
Standard library only, like language.py.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.patterns import compile_exact, line_of
from bot.vocabulary import MessageLanguage

_AOZ = MessageLanguage.AOZ
_SHARED = "any"
_SCORED = (MessageLanguage.ID, MessageLanguage.MKN, _AOZ, MessageLanguage.EN, MessageLanguage.OTHER)

Pattern = tuple[MessageLanguage, re.Pattern[str], float]


@dataclass(frozen=True)
class _Cues:
    words: Mapping[str, Mapping[str, float]]
    phrases: tuple[Pattern, ...]
    ends: tuple[Pattern, ...]
    shapes: tuple[Pattern, ...]


def cue_scores(found: Sequence[str]) -> dict[MessageLanguage, float]:
    """Return the rules' score of every language for the folded words of a message; what is not known scores 0."""
    cues = _cues()
    scores = dict.fromkeys(_SCORED, 0.0)
    for word in found:
        for name, weight in _word_weights(word, cues).items():
            scores[MessageLanguage(name)] += weight
    line, at_end = line_of(found), line_of(found[-2:])
    for language, pattern, weight in cues.phrases:
        if pattern.search(_in_spelling_of(language, line)):
            scores[language] += weight
    for language, pattern, weight in cues.ends:
        last = [match.end() for match in pattern.finditer(_in_spelling_of(language, at_end))]
        if len(found) > 1 and last and last[-1] == len(at_end):
            scores[language] += weight
    return scores


def is_shared(word: str) -> bool:
    """Tell whether a folded word proves nothing: listed for all languages, or almost as strong a cue of a second."""
    listed = _cues().words.get(word, {})
    if _SHARED in listed:
        return True
    first, second, *_ = [*sorted(listed.values(), reverse=True), 0.0, 0.0]
    return 0 < first <= second / 0.6


def all_shared(found: Iterable[str]) -> bool:
    """Tell whether every one of the folded words is listed for all languages."""
    words = _cues().words
    return all(_SHARED in words.get(word, {}) for word in found)


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


def _compiled(kind: str, compiler: Callable[[str], re.Pattern[str]]) -> tuple[Pattern, ...]:
    rows = [row for row in read_table("language_phrases") if row["kind"] == kind]
    return tuple((MessageLanguage(row["language"]), compiler(row["pattern"]), float(row["weight"])) for row in rows)
