"""The figures that tell how well messages are understood, with 95 % bootstrap intervals.

Shares are between 0 and 1. An interval is the middle 95 % of the figure over 1,000 samples drawn with
replacement from the same sentences (Efron's percentile bootstrap), with a fixed seed: the same results give
the same interval.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.training.results import MIXED, SHORT_WORDS, Result, languages_of, of_language
from bot.understanding.text import words
from bot.vocabulary import Intent

SAMPLES = 1_000
SEED = 20_261_121
CALIBRATION_BINS = 10
ALL = "all"

Mark = TypeVar("Mark")
"""What a figure needs to know of one sentence: a flag, a pair of intents, a confidence and whether it was right."""

Confusion = tuple[str, str]
"""The label a sentence counts under, and the intent that was understood."""


@dataclass(frozen=True)
class Figure:
    """A share with its 95 % interval and the number of sentences it was counted on; ``share`` is 0 for none."""

    share: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        """Return it as people read it: ``0.912 (0.88-0.94, n 364)``."""
        return f"{self.share:.3f} ({self.low:.2f}-{self.high:.2f}, n {self.count})"


def figure(marks: Sequence[Mark], measure: Callable[[Sequence[Mark]], float]) -> Figure:
    """Return the measure of what was marked at each sentence, with its interval."""
    if not marks:
        return Figure(0.0, 0.0, 0.0, 0)
    chance = random.Random(SEED)  # noqa: S311 - no secret, a repeatable sample
    drawn = sorted(measure(chance.choices(marks, k=len(marks))) for _ in range(SAMPLES))
    return Figure(measure(marks), drawn[SAMPLES // 40], drawn[-SAMPLES // 40 - 1], len(marks))


def mean(marks: Sequence[float]) -> float:
    """Return the mean of marks, the share that is true for flags; 0 for none."""
    return sum(marks) / len(marks) if marks else 0.0


def share(results: Sequence[Result], flag: Callable[[Result], bool]) -> Figure:
    """Return the share of results with a property, with its interval."""
    return figure([flag(result) for result in results], mean)


def f1_by_intent(pairs: Sequence[Confusion]) -> dict[str, float]:
    """Return the F1 of every label that occurs."""
    wanted = Counter(label for label, _ in pairs)
    given = Counter(understood for _, understood in pairs)
    hits = Counter(label for label, understood in pairs if label == understood)
    return {label: 2 * hits[label] / (wanted[label] + given[label]) for label in sorted(wanted)}


def macro_f1(pairs: Sequence[Confusion]) -> float:
    """Return the mean F1 over the labels that occur, rare ones counting as much as frequent ones."""
    return mean(list(f1_by_intent(pairs).values()))


def out_of_scope_f1(pairs: Sequence[Confusion]) -> float:
    """Return the F1 of ``out_of_scope``; 0 when it does not occur."""
    return f1_by_intent(pairs).get(Intent.OUT_OF_SCOPE.value, 0.0)


def calibration_error(sure: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error of (confidence, right): how far the two are apart, over ten bins."""
    bins = confidence_bins(sure)
    apart = sum(len(found) * abs(mean([c for c, _ in found]) - mean([right for _, right in found])) for found in bins)
    return apart / max(1, len(sure))


def confidence_bins(sure: Sequence[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    """Return pairs of confidence and right in ten bins of equal width by confidence, lowest first."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(CALIBRATION_BINS)]
    for confidence, right in sure:
        bins[min(CALIBRATION_BINS - 1, int(confidence * CALIBRATION_BINS))].append((confidence, right))
    return bins


def confusions_of(results: Sequence[Result]) -> list[Confusion]:
    """Return label and understood intent of every result; a second label that was chosen counts as the label."""
    return [(result.label, result.understood.name) for result in results]


def sureness_of(results: Sequence[Result]) -> list[tuple[float, bool]]:
    """Return confidence and whether it was right, of every result."""
    return [(result.understood.confidence, result.right) for result in results]


def is_short(result: Result) -> bool:
    """Tell whether the message has at most five words."""
    return len(words(result.example.text)) <= SHORT_WORDS


def figures(results: Sequence[Result]) -> dict[str, dict[str, Figure]]:
    """Return every figure by group and name, the shape of nlu_data/thresholds.toml; ``all`` is all sets together."""
    sets = {name: of_language(results, name) for name in languages_of(results)} | {ALL: results}
    groups: dict[str, Callable[[Sequence[Result]], Figure]] = {
        "accuracy": lambda found: share(found, lambda result: result.right),
        "strict_accuracy": lambda found: share(found, lambda result: result.strictly_right),
        "macro_f1": lambda found: figure(confusions_of(found), macro_f1),
        "top3": lambda found: share(found, lambda result: result.in_three),
        "asked_back": lambda found: share(found, lambda result: result.asked_back),
        "wrongly_answered": lambda found: share(found, lambda result: result.wrongly_answered),
        "calibration_error": lambda found: figure(sureness_of(found), calibration_error),
    }
    measured = {group: {name: measure(found) for name, found in sets.items()} for group, measure in groups.items()}
    return measured | {
        "emergency": _emergency(results),
        "out_of_scope": {"f1": figure(confusions_of(results), out_of_scope_f1)},
        "language": _language(results),
    }


def _emergency(results: Sequence[Result]) -> dict[str, Figure]:
    """Return what becomes of emergencies and of their look-alikes.

    ``recall`` and ``precision`` are of messages whose best intent is an emergency, surely or perhaps; ``numbers`` are
    the emergencies whose reply opens with the numbers to call, ``alarms`` those taken for one surely.
    """
    emergencies = [result for result in results if result.is_emergency]
    lookalikes = [result for result in results if result.example.lookalike]
    return {
        "recall": share(emergencies, lambda result: result.taken_for_emergency),
        "numbers": share(emergencies, lambda result: result.gets_numbers),
        "alarms": share(emergencies, lambda result: result.alarms),
        "precision": share([result for result in results if result.taken_for_emergency], lambda result: result.right),
        "lookalike_alarms": share(lookalikes, lambda result: result.alarms),
    }


def _language(results: Sequence[Result]) -> dict[str, Figure]:
    """Return how often the language was recognised, in each set and in the messages of few words of all sets."""
    one = [result for result in results if result.example.language != MIXED]
    found = {name: share(of_language(one, name), lambda result: result.language_right) for name in languages_of(one)}
    return found | {
        "few_words": share([result for result in one if is_short(result)], lambda result: result.language_right)
    }
