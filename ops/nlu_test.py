"""Measure understanding on the held-out sentences and fail outside nlu_data/thresholds.toml.

``.venv/bin/python ops/nlu_test.py [--no-nlu] [--wrong]``: the whole chain is measured, rules and model,
on a private server. ``--no-nlu`` measures the keyword engine alone (no thresholds), ``--wrong`` lists the misses.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.errors import JalanAmanError  # noqa: E402 - the project is found by its place
from bot.nlu_server import running_nlu  # noqa: E402
from bot.training.figures import Figure, confusions_of, f1_by_intent  # noqa: E402
from bot.training.held_out import THRESHOLDS, all_figures, sentences  # noqa: E402
from bot.training.results import Result, languages_of, of_language, understand_all  # noqa: E402
from bot.training.thresholds import failures, read_limits  # noqa: E402
from bot.understanding.chain import Chain  # noqa: E402

UNCHECKED = frozenset({"aoz", "mkn", "mixed"})
WORST_SHOWN = 12
PAIRS_SHOWN = 15


def print_figures(measured: dict[str, dict[str, Figure]]) -> None:
    """Print every figure with its interval."""
    for group, names in measured.items():
        for name, figure in names.items():
            note = "  (constructed, no speaker has checked)" if name in UNCHECKED else ""
            print(f"{group:18} {name:18} {figure}{note}")


def print_details(results: Sequence[Result]) -> None:
    """Print the weakest intents of every set and the pairs that are confused most."""
    for language in languages_of(results):
        worst = sorted(f1_by_intent(confusions_of(of_language(results, language))).items(), key=lambda item: item[1])[
            :WORST_SHOWN
        ]
        print(f"lowest F1, {language}: " + ", ".join(f"{intent} {f1:.2f}" for intent, f1 in worst))
    pairs = Counter((r.example.intent, r.understood.name) for r in results if not r.right)
    print("confused most: " + ", ".join(f"{a} as {b} {n}" for (a, b), n in pairs.most_common(PAIRS_SHOWN)))


def print_wrong(results: Sequence[Result]) -> None:
    """Print every sentence understood wrongly."""
    for result in results:
        if not result.right:
            example, understood = result.example, result.understood
            chosen = f"{understood.name} {understood.confidence:.2f} {understood.decision}"
            print(f"  {example.language} {example.intent} -> {chosen}: {example.text}")


def main() -> int:
    """Measure, print, compare. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Measure understanding on the held-out sentences.")
    parser.add_argument("--no-nlu", action="store_true", help="measure the keyword engine alone")
    parser.add_argument("--wrong", action="store_true", help="list the sentences understood wrongly")
    options = parser.parse_args()
    try:
        results = measured_results(without_model=options.no_nlu)
        limits = read_limits(THRESHOLDS)
    except JalanAmanError as problem:
        print(f"nlu test: {problem}", file=sys.stderr)
        return 1
    measured = all_figures(results)
    print_figures(measured)
    print_details(results)
    if options.wrong:
        print_wrong(results)
    if options.no_nlu:
        return 0
    missed = failures(measured, limits)
    if any(result.understood.degraded for result in results):
        missed.append("the NLU server did not answer for some sentences")
    print("\n".join(f"outside its limit: {line}" for line in missed) or "all limits met")
    return 1 if missed else 0


def measured_results(*, without_model: bool) -> tuple[Result, ...]:
    """Return the held-out sentences with what the chain understands of each. Raises UnavailableError."""
    server = nullcontext() if without_model else running_nlu(progress=_say)
    with server as client:
        return understand_all(Chain(client), sentences())


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
