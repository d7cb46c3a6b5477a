"""The figures that tell how well messages are understood, with 95 % bootstrap intervals.

Shares are between 0 and 1. An interval is the middle 95 % of the figure over 1,000 samples drawn with
replacement from the same sentences (Efron's percentile bootstrap), with a fixed seed: the same results give
the same interval.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.training.results import MIXED, SHORT_WORDS, Result, languages_of, of_language
from bot.understanding.text import words
from bot.vocabulary import Intent

SAMPLES = 1_000
SEED = 20_261_121
CALIBRATION_BINS = 10

Measure = Callable[[Sequence[Result]], float]


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


def figure(results: Sequence[Result], measure: Measure) -> Figure:
    """Return the measure of these results with its interval."""
    if not results:
        return Figure(0.0, 0.0, 0.0, 0)
    chance = random.Random(SEED)  # noqa: S311 - no secret, a repeatable sample
    drawn = sorted(measure(chance.choices(results, k=len(results))) for _ in range(SAMPLES))
    return Figure(measure(results), drawn[SAMPLES // 40], drawn[-SAMPLES // 40 - 1], len(results))


def share(flag: Callable[[Result], bool]) -> Measure:
    """Return the measure that counts a property."""
    return lambda results: sum(map(flag, results)) / len(results) if results else 0.0


def f1_by_intent(results: Sequence[Result]) -> dict[str, float]:
    """Return the F1 of every label that occurs."""
    wanted = Counter(result.label for result in results)
    given = Counter(result.understood.intent.value for result in results)
    hits = Counter(result.label for result in results if result.right)
    return {label: 2 * hits[label] / (wanted[label] + given[label]) for label in sorted(wanted)}


def macro_f1(results: Sequence[Result]) -> float:
    """Return the mean F1 over the labels that occur, rare ones counting as much as frequent ones."""
    by_intent = f1_by_intent(results)
    return sum(by_intent.values()) / len(by_intent) if by_intent else 0.0


def out_of_scope_f1(results: Sequence[Result]) -> float:
    """Return the F1 of ``out_of_scope``; 0 when it does not occur."""
    return f1_by_intent(results).get(Intent.OUT_OF_SCOPE.value, 0.0)


def alarm_precision(results: Sequence[Result]) -> float:
    """Return the share of alarms that were for an emergency (or for a sentence that may count as one)."""
    alarms = [result for result in results if result.alarms]
    return sum(result.right for result in alarms) / len(alarms) if alarms else 0.0


def calibration_error(results: Sequence[Result]) -> float:
    """Return the expected calibration error: how far confidence is from the share that is right, over ten bins."""
    return sum(
        len(found) * abs(mean_confidence(found) - share(lambda result: result.right)(found))
        for found in confidence_bins(results)
        if found
    ) / max(1, len(results))


def confidence_bins(results: Sequence[Result]) -> list[list[Result]]:
    """Return the results in ten bins of equal width by confidence, lowest first."""
    bins: list[list[Result]] = [[] for _ in range(CALIBRATION_BINS)]
    for result in results:
        bins[min(CALIBRATION_BINS - 1, int(result.understood.confidence * CALIBRATION_BINS))].append(result)
    return bins


def mean_confidence(results: Sequence[Result]) -> float:
    """Return the mean confidence of the best intents, 0 for no results."""
    return sum(result.understood.confidence for result in results) / len(results) if results else 0.0


def is_short(result: Result) -> bool:
    """Tell whether the message has at most five words."""
    return len(words(result.example.text)) <= SHORT_WORDS


def figures(results: Sequence[Result]) -> dict[str, dict[str, Figure]]:
    """Return every figure by group and name, the shape of nlu_data/thresholds.toml."""
    sets = {name: of_language(results, name) for name in languages_of(results)}
    groups: dict[str, Measure] = {
        "accuracy": share(lambda result: result.right),
        "strict_accuracy": share(lambda result: result.strictly_right),
        "macro_f1": macro_f1,
        "top3": share(lambda result: result.in_three),
        "asked_back": share(lambda result: result.asked_back),
        "wrongly_answered": share(lambda result: result.wrongly_answered),
        "calibration_error": calibration_error,
    }
    measured = {
        group: {name: figure(found, measure) for name, found in sets.items()} for group, measure in groups.items()
    }
    for group in ("asked_back", "wrongly_answered", "accuracy"):
        measured[group]["all"] = figure(results, groups[group])
    return measured | {
        "emergency": _emergency(results),
        "out_of_scope": {"f1": figure(results, out_of_scope_f1)},
        "language": _language(results),
    }


def _emergency(results: Sequence[Result]) -> dict[str, Figure]:
    alarms = share(lambda result: result.alarms)
    return {
        "recall": figure([result for result in results if result.is_emergency], alarms),
        "precision": figure([result for result in results if result.alarms], alarm_precision),
        "lookalike_alarms": figure([result for result in results if result.example.lookalike], alarms),
    }


def _language(results: Sequence[Result]) -> dict[str, Figure]:
    """Return how often the language was recognised, whole sets and short messages of all sets together."""
    one = [result for result in results if result.example.language != MIXED]
    right = share(lambda result: result.language_right)
    return {name: figure(of_language(one, name), right) for name in languages_of(one)} | {
        "short": figure([result for result in one if is_short(result)], right)
    }
