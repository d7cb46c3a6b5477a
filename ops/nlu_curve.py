"""The learning curve: ``.venv/bin/python ops/nlu_curve.py [SHARE ...]`` prints accuracy over the share of sentences.

Trains the served pipeline on shares of the training sentences (the same share of every intent in every language, always
the same ones) and measures the model alone on the held-out sets: where a column still rises at its end, more sentences
still help. Takes some minutes.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.training.figures import mean  # noqa: E402 - the project is found by its place
from bot.training.results import languages_of, of_language  # noqa: E402
from bot.understanding.examples import Example, read_examples  # noqa: E402
from ops.nlu_experiments import MODELS, SERVED, parsed_by, result_of, run_rasa  # noqa: E402
from ops.train_model import NLU_DATA, gathered_data  # noqa: E402

SHARES = (0.125, 0.25, 0.5, 0.75, 1.0)
SEED = 20_261_122


def main() -> int:
    """Train on each share, measure, and print a row. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Print accuracy over the share of the training sentences.")
    parser.add_argument("shares", nargs="*", type=float, default=SHARES, metavar="SHARE", help="between 0 and 1")
    shares: Sequence[float] = parser.parse_args().shares
    if not all(0 < share <= 1 for share in shares):
        parser.error("shares are between 0 and 1")
    held_out = read_examples(NLU_DATA / "test")
    MODELS.mkdir(parents=True, exist_ok=True)
    for share in sorted(shares):
        try:
            print(_row(share, held_out), flush=True)
        except subprocess.CalledProcessError as fault:
            print(f"nlu curve: {' '.join(fault.cmd[1:2])} failed with exit code {fault.returncode}", file=sys.stderr)
            return 1
    return 0


def _row(share: float, held_out: Sequence[Example]) -> str:
    with tempfile.TemporaryDirectory(dir=MODELS) as name:
        folder = Path(name)
        data = gathered_data(folder)
        kept = _thin_out(data / "train", share)
        run_rasa("rasa_train.py", str(data), str(folder), str(SERVED))
        measured = parsed_by(folder / "model.tar.gz", held_out)
    results = [result_of(example, parsed) for example, parsed in zip(held_out, measured["parsed"], strict=True)]
    columns = (f"{name} {mean([r.right for r in of_language(results, name)]):.3f}" for name in languages_of(results))
    return f"{share:.0%} of the sentences ({kept}): {', '.join(columns)}, all {mean([r.right for r in results]):.3f}"


def _thin_out(train: Path, share: float) -> int:
    """Rewrite the copied training files with a share of each intent and language; return how many stay."""
    by_kind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example in read_examples(train):
        by_kind[example.language, example.intent].append(example.text)
    for file in train.rglob("*.yml"):
        file.unlink()
    kept = 0
    lines: dict[str, list[str]] = defaultdict(lambda: ['version: "3.1"', "nlu:"])
    for (language, intent), texts in sorted(by_kind.items()):
        random.Random(f"{SEED} {intent}").shuffle(texts)  # noqa: S311 - no secret, a repeatable choice
        chosen = texts[: max(2, round(len(texts) * share))]
        lines[language] += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in chosen)]
        kept += len(chosen)
    for language, content in lines.items():
        (train / f"{language}.yml").write_text("\n".join(content) + "\n", encoding="utf-8")
    return kept


if __name__ == "__main__":
    sys.exit(main())
