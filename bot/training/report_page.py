"""The page that shows how well messages are understood: figures, confusions, calibration and every error.

One HTML file without scripts or anything from outside, so it opens from a disk and prints. It holds the held-out
sentences, which are invented; no message of a person ever gets there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.training.figures import confidence_bins, confusions_of, f1_by_intent, figures, mean, sureness_of
from bot.training.results import Result, languages_of, of_language

UNCHECKED = frozenset({"aoz", "mkn", "mixed"})
"""Sets that are constructed and that no speaker has checked; every figure of theirs says so."""

CHART = 260
"""Side of a calibration chart in CSS pixels."""


@dataclass(frozen=True)
class Point:
    """A bin of confidences: its mean, the share that is right, how many there are, and where it is drawn."""

    confidence: float
    right: float
    count: int

    @property
    def x(self) -> float:
        """Return the distance from the left edge."""
        return self.confidence * CHART

    @property
    def y(self) -> float:
        """Return the distance from the top edge."""
        return (1 - self.right) * CHART

    @property
    def radius(self) -> float:
        """Return a radius whose area grows with the count."""
        return float(2 + min(14.0, self.count**0.5 / 2))


@dataclass(frozen=True)
class Confusions:
    """The confusion matrix: ``cells[row][column]`` sentences of label ``row`` understood as ``column``."""

    labels: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]


def page(results: Sequence[Result], made: datetime) -> str:
    """Return the page of these results as HTML; ``made`` is shown as it is."""
    environment = Environment(
        loader=PackageLoader("bot.training"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html").render(
        made=made,
        figures=figures(results),
        unchecked=UNCHECKED,
        sets={name: _set(of_language(results, name)) for name in languages_of(results)},
        confusions=confusions(results),
        chart=CHART,
    )


def confusions(results: Sequence[Result]) -> Confusions:
    """Return the confusion matrix over the labels that occur; a second label that was chosen counts as the label."""
    counted = Counter(confusions_of(results))
    labels = tuple(sorted({label for pair in counted for label in pair}))
    return Confusions(labels, tuple(tuple(counted[row, column] for column in labels) for row in labels))


def calibration(results: Sequence[Result]) -> list[Point]:
    """Return the points of the calibration chart, empty bins left out."""
    return [
        Point(mean([confidence for confidence, _ in found]), mean([right for _, right in found]), len(found))
        for found in confidence_bins(sureness_of(results))
        if found
    ]


def _set(results: Sequence[Result]) -> dict[str, object]:
    """Return what the page shows of one held-out set; the surest errors come first."""
    wrong = [result for result in results if not result.right]
    return {
        "count": len(results),
        "intents": sorted(f1_by_intent(confusions_of(results)).items(), key=lambda item: item[1]),
        "calibration": calibration(results),
        "wrong": sorted(wrong, key=lambda result: -result.understood.confidence),
    }
