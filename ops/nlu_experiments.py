"""Compare Rasa pipelines on the same sentences: ``.venv/bin/python ops/nlu_experiments.py [NAME ...] [--again]``.

Trains every configuration in nlu_data/experiments, and the served one, on nlu_data/train, parses the held-out sentences
with each, and prints the table of docs/nlu.md. The models alone are compared, without the rules before them. What was
trained before from the same inputs is not trained again unless ``--again``; DIET takes most of an hour.
"""

import argparse
import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.training.figures import calibration_error, confusions_of, macro_f1, mean, out_of_scope_f1, share, sureness_of  # noqa: E402
from bot.training.results import Result, languages_of, of_language  # noqa: E402
from bot.understanding.chain import RASA  # noqa: E402
from bot.understanding.decide import MODEL_THRESHOLDS  # noqa: E402
from bot.understanding.examples import Example, read_examples  # noqa: E402
from bot.understanding.keywords import at_least_three  # noqa: E402
from bot.understanding.language import guess_language  # noqa: E402
from bot.understanding.model import RankedIntent, Understanding  # noqa: E402
from bot.vocabulary import Intent  # noqa: E402
from ops.train_model import NLU_DATA, NLU_PYTHON, gathered_data, rasa_environment  # noqa: E402

EXPERIMENTS = NLU_DATA / "experiments"
MODELS = NLU_DATA / "models" / "experiments"
SERVED = NLU_DATA / "config.yml"
MILLISECONDS = 1_000


def main() -> int:
    """Train, measure and print. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Compare Rasa pipelines on the held-out sentences.")
    parser.add_argument("names", nargs="*", help="experiments to run (default: all, and the served pipeline)")
    parser.add_argument("--again", action="store_true", help="train even what was trained from the same inputs")
    options = parser.parse_args()
    configs = {path.stem: path for path in sorted(EXPERIMENTS.glob("*.yml"))} | {"served": SERVED}
    unknown = set(options.names) - set(configs)
    if unknown:
        parser.error(f"no such experiment: {', '.join(sorted(unknown))} (there are {', '.join(configs)})")
    examples = read_examples(NLU_DATA / "test")
    MODELS.mkdir(parents=True, exist_ok=True)
    rows = []
    for name in options.names or configs:
        trained = _train(name, configs[name], again=options.again)
        measured = parsed_by(MODELS / f"{name}.tar.gz", examples)
        rows.append(_row(name, examples, measured, trained["seconds"]))
        print("\n".join(_table(rows)), flush=True)
    return 0


def _train(name: str, config: Path, *, again: bool) -> Mapping[str, Any]:
    """Train one pipeline and return its note; a note of the same inputs is returned as it is."""
    model, note = MODELS / f"{name}.tar.gz", MODELS / f"{name}.json"
    inputs = _inputs(config)
    if not again and model.is_file() and note.is_file():
        noted: Mapping[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        if noted["inputs"] == inputs:
            return noted
    with tempfile.TemporaryDirectory(dir=MODELS) as folder:
        data = gathered_data(Path(folder))
        print(f"training {name} ...", file=sys.stderr, flush=True)
        started = time.monotonic()
        run_rasa("rasa_train.py", str(data), folder, str(config))
        noted = {"inputs": inputs, "seconds": time.monotonic() - started}
        (Path(folder) / "model.tar.gz").replace(model)
    note.write_text(json.dumps(noted), encoding="utf-8")
    return noted


def _inputs(config: Path) -> str:
    files = [config, *sorted(NLU_DATA.glob("train/*/*.yml")), *sorted(NLU_DATA.glob("components/*.py"))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def parsed_by(model: Path, examples: Sequence[Example]) -> Mapping[str, Any]:
    """Return what nlu_data/rasa_measure.py writes of these sentences. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory(dir=MODELS) as folder:
        sentences, out = Path(folder) / "sentences.json", Path(folder) / "out.json"
        sentences.write_text(json.dumps([example.text for example in examples]), encoding="utf-8")
        run_rasa("rasa_measure.py", str(model), str(sentences), str(out))
        measured: Mapping[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return measured


def run_rasa(script: str, *arguments: str) -> None:
    """Run one of our scripts in the Rasa environment and wait. Raises CalledProcessError."""
    subprocess.run(
        [str(NLU_PYTHON), str(NLU_DATA / script), *arguments],
        cwd=NLU_DATA,
        env=rasa_environment(),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _row(name: str, examples: Sequence[Example], measured: Mapping[str, Any], seconds: float) -> dict[str, str]:
    results = [result_of(example, parsed) for example, parsed in zip(examples, measured["parsed"], strict=True)]
    took = sorted(second * MILLISECONDS for second in measured["seconds"])
    row = {"pipeline": name}
    for language in languages_of(results):
        found = of_language(results, language)
        row[language] = f"{mean([r.right for r in found]):.3f} / {macro_f1(confusions_of(found)):.3f}"
    return row | {
        "all": str(share(results, lambda result: result.right)),
        "top 3": f"{mean([r.in_three for r in results]):.3f}",
        "out of scope F1": f"{out_of_scope_f1(confusions_of(results)):.3f}",
        "calibration error": f"{calibration_error(sureness_of(results)):.3f}",
        "train s": f"{seconds:.0f}",
        "start s": f"{measured['load_seconds']:.0f}",
        "parse ms p50 / p95": f"{statistics.median(took):.0f} / {took[int(len(took) * 0.95)]:.0f}",
        "memory MB": f"{measured['peak_mb']:.0f}",
    }


def result_of(example: Example, parsed: Mapping[str, Any]) -> Result:
    """Return what the model alone, without the rules before it, understood of a sentence."""
    known = {intent.value: intent for intent in Intent}
    ranked = parsed["intent_ranking"] or []
    ranking = at_least_three([RankedIntent(known[r["name"]], r["confidence"]) for r in ranked if r["name"] in known])
    decision = MODEL_THRESHOLDS.decide(ranking)
    return Result(example, Understanding(example.text, guess_language(example.text), ranking, decision, RASA))


def _table(rows: Sequence[Mapping[str, str]]) -> list[str]:
    heads = list(rows[0])
    lines = [heads, ["---"] * len(heads), *([row[head] for head in heads] for row in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


if __name__ == "__main__":
    sys.exit(main())
