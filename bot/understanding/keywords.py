"""The keyword engine: keeps answering when the NLU server is away, and ranks what comes second.

Every phrase of data/keywords.tsv found in the message adds its weight to its intent; several phrases of one
intent count less and less. Confidences are shares of all evidence, so a message that points two ways, or
hardly anywhere, gets none that is high.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.model import RankedIntent, best_first
from bot.understanding.patterns import compile_pattern, line_of, written_out
from bot.vocabulary import Intent

SHORTEST_RANKING = 3
_DOUBT = 1.2
"""Evidence that is always missing: keeps one weak hint from looking sure."""

_REPEAT_WORTH = 0.4
"""What a second phrase of the same intent adds, compared with its weight alone; the third half of that."""

_TALK = frozenset({Intent.GREET, Intent.THANKS, Intent.AFFIRM, Intent.DENY, Intent.GOODBYE})
_TALK_WORDS = 4
"""Beyond this many words a greeting or a "ya" is only the frame of another request."""

_FILLERS = (Intent.OUT_OF_SCOPE, Intent.ASK_HELP, Intent.ASK_LEGAL_STEPS, Intent.ASK_HOTLINE)


def rank_by_keywords(text: str) -> tuple[RankedIntent, ...]:
    """Return at least three intents, best first; with no keyword found all confidences are 0."""
    found = written_out(text)
    line = line_of(found)
    scores = {intent: _score(weights) for intent, weights in _found_weights(line).items()}
    if len(found) > _TALK_WORDS:
        scores = {intent: score * (0.4 if intent in _TALK else 1.0) for intent, score in scores.items()}
    whole = sum(scores.values()) + _DOUBT
    ranked = best_first([RankedIntent(intent, round(score / whole, 4)) for intent, score in scores.items()])
    return at_least_three(ranked)


def at_least_three(ranking: Iterable[RankedIntent]) -> tuple[RankedIntent, ...]:
    """Return the ranking, filled up to three entries with general intents of confidence 0."""
    ranked = tuple(ranking)
    named = {entry.intent for entry in ranked}
    fillers = [RankedIntent(intent, 0.0) for intent in _FILLERS if intent not in named]
    return ranked + tuple(fillers[: max(0, SHORTEST_RANKING - len(ranked))])


def _found_weights(line: str) -> dict[Intent, list[float]]:
    found: dict[Intent, list[float]] = {}
    for intent, weight, pattern in _keywords():
        if pattern.search(line):
            found.setdefault(intent, []).append(weight)
    return found


def _score(weights: list[float]) -> float:
    strongest, *others = sorted(weights, reverse=True)
    return strongest + sum(weight * _REPEAT_WORTH * 0.5**i for i, weight in enumerate(others))


@lru_cache(maxsize=1)
def _keywords() -> tuple[tuple[Intent, float, re.Pattern[str]], ...]:
    return tuple(
        (Intent(row["intent"]), float(row["weight"]), compile_pattern(row["pattern"])) for row in read_table("keywords")
    )
