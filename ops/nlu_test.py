"""Measure understanding on the held-out sentences and fail below nlu_data/thresholds.toml.

``.venv/bin/python ops/nlu_test.py [--no-nlu] [--wrong]``: the whole chain is measured, rules and model, on a
private server. ``--no-nlu`` measures the keyword engine alone (no thresholds), ``--wrong`` lists the misses.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.errors import JalanAmanError  # noqa: E402 - the project is found by its place
from bot.nlu_server import running_nlu  # noqa: E402
from bot.understanding.chain import Chain  # noqa: E402
from bot.understanding.examples import Example, read_examples  # noqa: E402
from bot.understanding.model import Understanding  # noqa: E402
from bot.vocabulary import Decision, Intent  # noqa: E402

TEST_SETS = ROOT / "nlu_data" / "test"
THRESHOLDS = ROOT / "nlu_data" / "thresholds.toml"
UNCHECKED = {"aoz": "constructed, no speaker has checked", "mkn": "constructed, no speaker has checked"}
WORST_SHOWN = 12


@dataclass(frozen=True)
class Result:
    """One held-out sentence and what was understood."""

    example: Example
    understood: Understanding

    @property
    def right(self) -> bool:
        """Tell whether the best intent is one of the labels."""
        return self.understood.intent.value in self._labels

    @property
    def strictly_right(self) -> bool:
        """Tell whether the best intent is the first label."""
        return self.understood.intent.value == self.example.intent

    @property
    def in_three(self) -> bool:
        """Tell whether a label is among the three best intents."""
        return any(ranked.intent.value in self._labels for ranked in self.understood.ranking[:3])

    @property
    def language_right(self) -> bool:
        """Tell whether the language was recognised."""
        return self.understood.language.language.value == self.example.language

    @property
    def _labels(self) -> tuple[str | None, ...]:
        return self.example.intent, self.example.alternative


def share(flags: Sequence[bool]) -> float:
    """Return the share of true flags, 0 for none."""
    return sum(flags) / len(flags) if flags else 0.0


def f1_by_intent(results: Sequence[Result]) -> dict[str, float]:
    """Return the F1 of every label; a sentence's second label counts as its label when that was chosen."""
    labels = [result.understood.intent.value if result.right else result.example.intent for result in results]
    chosen = [result.understood.intent.value for result in results]
    hits = Counter(label for label, choice in zip(labels, chosen, strict=True) if label == choice)
    wanted, given = Counter(labels), Counter(chosen)
    return {label: 2 * hits[label] / (wanted[label] + given[label]) for label in wanted}


def measure(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """Return the figures in the shape of thresholds.toml."""
    by_language: dict[str, list[Result]] = {}
    for result in results:
        by_language.setdefault(result.example.language, []).append(result)
    emergencies = [result for result in results if result.example.intent == Intent.EMERGENCY]
    called = [result for result in results if result.understood.intent is Intent.EMERGENCY]
    return {
        "accuracy": {name: share([r.right for r in found]) for name, found in by_language.items()},
        "top3": {name: share([r.in_three for r in found]) for name, found in by_language.items()},
        "language": {name: share([r.language_right for r in found]) for name, found in by_language.items()},
        "emergency": {
            "recall": share([r.understood.intent is Intent.EMERGENCY for r in emergencies]),
            "precision": share([r.right for r in called]),
        },
    }


def report(results: Sequence[Result], figures: dict[str, dict[str, float]]) -> None:
    """Print the figures for people."""
    for language in sorted(figures["accuracy"]):
        found = [result for result in results if result.example.language == language]
        acting = [result for result in found if result.understood.decision is Decision.ACT]
        note = f"  ({UNCHECKED[language]})" if language in UNCHECKED else ""
        print(
            f"{language}: {len(found)} sentences, right {figures['accuracy'][language]:.3f},"
            f" by the first label alone {share([r.strictly_right for r in found]):.3f},"
            f" in three {figures['top3'][language]:.3f}, language {figures['language'][language]:.3f},"
            f" acts on {share([r in acting for r in found]):.3f},"
            f" then right {share([r.right for r in acting]):.3f}{note}"
        )
    emergency = figures["emergency"]
    print(f"emergency: recall {emergency['recall']:.3f}, precision {emergency['precision']:.3f}")
    worst = sorted(f1_by_intent(results).items(), key=lambda item: item[1])[:WORST_SHOWN]
    print("lowest F1: " + ", ".join(f"{intent} {f1:.2f}" for intent, f1 in worst))


def failures(figures: dict[str, dict[str, float]], least: dict[str, dict[str, float]]) -> list[str]:
    """Return one line for every figure below its threshold; a figure that is missing counts as 0."""
    return [
        f"{group}.{name} is {figures.get(group, {}).get(name, 0.0):.3f}, at least {wanted:.3f} wanted"
        for group, names in least.items()
        for name, wanted in names.items()
        if figures.get(group, {}).get(name, 0.0) < wanted
    ]


def main() -> int:
    """Measure, print, compare. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Measure understanding on the held-out sentences.")
    parser.add_argument("--no-nlu", action="store_true", help="measure the keyword engine alone")
    parser.add_argument("--wrong", action="store_true", help="list the sentences understood wrongly")
    options = parser.parse_args()
    try:
        examples = read_examples(TEST_SETS)
        server = nullcontext() if options.no_nlu else running_nlu(progress=_say)
        with server as client:
            chain = Chain(client)
            results = [Result(example, chain.understand(example.text)) for example in examples]
    except JalanAmanError as problem:
        print(f"nlu test: {problem}", file=sys.stderr)
        return 1
    figures = measure(results)
    report(results, figures)
    if options.wrong:
        _list_wrong(results)
    if options.no_nlu:
        return 0
    missed = failures(figures, tomllib.loads(THRESHOLDS.read_text(encoding="utf-8")))
    if any(result.understood.degraded for result in results):
        missed.append("the NLU server did not answer for some sentences")
    print("\n".join(f"below the threshold: {line}" for line in missed) or "all thresholds met")
    return 1 if missed else 0


def _list_wrong(results: Sequence[Result]) -> None:
    for result in results:
        if not result.right:
            example, understood = result.example, result.understood
            chosen = f"{understood.intent} {understood.confidence:.2f}"
            print(f"  {example.language} {example.intent} -> {chosen}: {example.text}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
