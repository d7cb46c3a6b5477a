"""How hard an Indonesian text is to read: words a sentence and the share of long words.

LIX (Björnsson 1968) adds up these two and works without syllables. Its long words of seven letters are everyday words
in Indonesian ("bekerja", "majikan"), so a long word here has eleven letters and more. The limits are our choice: just
above the hardest of the first reviewed answers. No reader from a village has tested them yet.
"""

import re
from dataclasses import dataclass
from statistics import fmean

from bot.answers.findings import Said, said

MOST_WORDS = 18
"""Words of one sentence: an SMS page holds two of this length."""

MEAN_WORDS = 8.0
LONG_WORD = 11
"""Letters from which a word is long: "perusahaan" (10) is known to everybody, "penandatanganan" is not."""

LONG_SHARE = 0.05
_FEWEST_WORDS = 30
"""Words below which means and shares say nothing about a text."""

_LONG_SENTENCE = 'has a sentence of {words} words ("{opening} ..."); at most {most}'
_LONG_MEAN = "has {mean:.1f} words a sentence; at most {most:g}"
_LONG_WORDS = "has {share:.0%} words of {letters} letters and more; at most {most:.0%}"

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_SENTENCE_END = re.compile(r"[.!?:;](?=[\s*]|$)|\n+")
_WORD = re.compile(r"[^\W_]+(?:[-'./][^\W_]+)*")


@dataclass(frozen=True)
class ReadingLevel:
    """``longest``: words of the longest sentence. ``mean``: words a sentence. ``long_share``: long words among all."""

    words: int
    longest: int
    mean: float
    long_share: float
    longest_sentence: str


def reading_level(text: str) -> ReadingLevel:
    """Measure a text. What stands in brackets explains a word and is read as a sentence of its own."""
    sentences = [words for sentence in _sentences(text) if (words := _WORD.findall(sentence))]
    every = [word for sentence in sentences for word in sentence]
    if not every:
        return ReadingLevel(0, 0, 0.0, 0.0, "")
    longest = max(sentences, key=len)
    long_words = sum(sum(letter.isalpha() for letter in word) >= LONG_WORD and "-" not in word for word in every)
    mean = fmean(len(sentence) for sentence in sentences)
    return ReadingLevel(len(every), len(longest), mean, long_words / len(every), " ".join(longest))


def hard_to_read(text: str) -> list[Said]:
    """Return what makes a text hard to read, one line each; empty for a plain one."""
    level = reading_level(text)
    faults: list[Said] = []
    if level.longest > MOST_WORDS:
        opening = " ".join(level.longest_sentence.split()[:6])
        faults.append(said(_LONG_SENTENCE, words=level.longest, opening=opening, most=MOST_WORDS))
    if level.words < _FEWEST_WORDS:
        return faults
    if level.mean > MEAN_WORDS:
        faults.append(said(_LONG_MEAN, mean=level.mean, most=MEAN_WORDS))
    if level.long_share > LONG_SHARE:
        faults.append(said(_LONG_WORDS, share=level.long_share, letters=LONG_WORD, most=LONG_SHARE))
    return faults


def _sentences(text: str) -> list[str]:
    plain = _PLACEHOLDER.sub("nomor", text)
    explained = _BRACKETED.findall(plain)
    return [*_SENTENCE_END.split(_BRACKETED.sub(" ", plain)), *explained]
