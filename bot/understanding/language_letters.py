"""What words and pieces of words tell of a language: weights learned by ops/language_weights.py.

A linear model over a message's words, their letter sequences and the rules' scores (language_cues.py). The weights
and the features' names are in data/language_weights.tsv; nothing else is known of the sentences they came from.
Standard library only: the NLU server's language component loads this module too.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp

from bot.understanding.datafile import read_table
from bot.vocabulary import MessageLanguage

LANGUAGES = (
    MessageLanguage.ID,
    MessageLanguage.MKN,
    MessageLanguage.AOZ,
    MessageLanguage.EN,
    MessageLanguage.OTHER,
)
"""The languages that have weights, in the order of their columns."""

SCALE = 25
"""A weight of 1 in the file: whole numbers keep it small, and a twenty-fifth is finer than the weights are sure."""

START = "*"
"""The feature that every message has once: how usual a language is before a word is read."""

_LONGEST_PIECE = 4
_LONGEST_WORD = 24
_MOST_STEPS = 12

Scores = Mapping[MessageLanguage, float]


def features(message_words: Sequence[str], cues: Scores) -> Iterator[str]:
    """Yield the names of a message's features, each as often as it counts."""
    yield START
    for word in message_words:
        yield from _pieces(word[:_LONGEST_WORD])
    for language, score in cues.items():
        steps = min(round(2 * score), _MOST_STEPS)
        yield from [f"~{language.value}"] * steps
        if steps > 1:
            yield f"~~{language.value}"


def _pieces(word: str) -> Iterator[str]:
    """Yield the word and its sequences of 1 to 4 letters; ``_`` marks where it begins and ends."""
    yield f"={word}"
    marked = f"_{word}_"
    for length in range(1, _LONGEST_PIECE + 1):
        for start in range(len(marked) - length + 1):
            piece = marked[start : start + length]
            if piece != "_":
                yield piece


def chances(message_words: Sequence[str], cues: Scores) -> dict[MessageLanguage, float]:
    """Return how probable each language is; together 1."""
    weights = _weights()
    sums = [0] * len(LANGUAGES)
    for name in features(message_words, cues):
        known = weights.get(name)
        if known is not None:
            sums = [total + weight for total, weight in zip(sums, known, strict=True)]
    top = max(sums)
    shares = [exp((total - top) / SCALE) for total in sums]
    return {language: share / sum(shares) for language, share in zip(LANGUAGES, shares, strict=True)}


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, tuple[int, ...]]:
    columns = [language.value for language in LANGUAGES]
    return {row["piece"]: tuple(int(row[name] or 0) for name in columns) for row in read_table("language_weights")}
