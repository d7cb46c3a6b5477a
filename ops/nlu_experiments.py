"""Compare Rasa pipelines on the same sentences: ``.venv/bin/python ops/nlu_experiments.py [NAME ...] [--again]``.

Trains every configuration in nlu_data/experiments, and the served one, on nlu_data/train, parses the held-out sentences
with each, and prints the tables of docs/nlu.md: figures, then times and memory as ratios to init-default. The models
alone are compared, without the rules before them. What was trained before from the same inputs is not trained
again unless ``--again``; DIET takes most of an hour.
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
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.training.entity_figures import entity_figures  # noqa: E402 - the project is found by its place
from bot.training.figures import calibration_error, confusions_of, macro_f1, mean, out_of_scope_f1, share, sureness_of  # noqa: E402
from bot.training.held_out import ENTITIES, sentences  # noqa: E402
from bot.training.results import Result, languages_of, of_language  # noqa: E402
from bot.understanding.chain import RASA  # noqa: E402
from bot.understanding.decide import MODEL_THRESHOLDS  # noqa: E402
from bot.understanding.entities import find_entities  # noqa: E402
from bot.understanding.examples import Example, LabelledEntity, read_examples  # noqa: E402
from bot.understanding.keywords import at_least_three  # noqa: E402
from bot.understanding.language import guess_language  # noqa: E402
from bot.understanding.model import Entity, RankedIntent, Understanding  # noqa: E402
from bot.vocabulary import Intent  # noqa: E402
from ops.train_model import NLU_DATA, NLU_PYTHON, gathered_data, rasa_environment  # noqa: E402

EXPERIMENTS = NLU_DATA / "experiments"
MODELS = NLU_DATA / "models" / "experiments"
SERVED = NLU_DATA / "config.yml"
YARDSTICK = "init-default"
NAMES = frozenset({"recruiter_name", "company_name", "place"})
"""The entities that a model could learn here; phones, amounts and the like need rules in any case."""

MILLISECONDS = 1_000

_Named = TypeVar("_Named", Entity, LabelledEntity)


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
    examples, named = sentences(), read_examples(ENTITIES)
    MODELS.mkdir(parents=True, exist_ok=True)
    rows, costs = [], {}
    for name in options.names or configs:
        trained = _train(name, configs[name], again=options.again)
        measured = parsed_by(MODELS / f"{name}.tar.gz", [*examples, *named])
        parsed = measured["parsed"]
        costs[name] = _costs(measured, trained["seconds"])
        names = names_f1(named, parsed[len(examples) :])
        rows.append(
            {"pipeline": name} | _row(examples, parsed[: len(examples)]) | {"names F1": names} | costs[name].shown
        )
        print("\n".join(_table(rows)), flush=True)
    if YARDSTICK in costs and len(costs) > 1:
        print("\n".join(["", *_table([costs[name].ratios(name, costs[YARDSTICK]) for name in costs])]))
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


@dataclass(frozen=True)
class _Costs:
    """What a pipeline costs: seconds to train and to start, milliseconds a parse (median, 95 %), megabytes at most."""

    train: float
    start: float
    parse: float
    slow_parse: float
    memory: float

    @property
    def shown(self) -> dict[str, str]:
        return {
            "train s": f"{self.train:.0f}",
            "start s": f"{self.start:.0f}",
            "parse ms p50 / p95": f"{self.parse:.0f} / {self.slow_parse:.0f}",
            "memory MB": f"{self.memory:.0f}",
        }

    def ratios(self, name: str, yardstick: "_Costs") -> dict[str, str]:
        pairs = zip(asdict(self).items(), asdict(yardstick).values(), strict=True)
        heads = {"slow_parse": "parse p95", "parse": "parse p50"}
        return {"pipeline": name} | {heads.get(cost, cost): f"{own / other:.2f}" for (cost, own), other in pairs}


def _costs(measured: Mapping[str, Any], seconds: float) -> _Costs:
    took = sorted(second * MILLISECONDS for second in measured["seconds"])
    slow = took[int(len(took) * 0.95)]
    return _Costs(seconds, measured["load_seconds"], statistics.median(took), slow, measured["peak_mb"])


def _row(examples: Sequence[Example], parsed: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    results = [result_of(example, one) for example, one in zip(examples, parsed, strict=True)]
    row = {}
    for language in languages_of(results):
        found = of_language(results, language)
        row[language] = f"{mean([r.right for r in found]):.3f} / {macro_f1(confusions_of(found)):.3f}"
    return row | {
        "all": str(share(results, lambda result: result.right)),
        "top 3": f"{mean([r.in_three for r in results]):.3f}",
        "out of scope F1": f"{out_of_scope_f1(confusions_of(results)):.3f}",
        "calibration error": f"{calibration_error(sureness_of(results)):.3f}",
    }


def names_f1(examples: Sequence[Example], parsed: Sequence[Mapping[str, Any]]) -> str:
    """Return the F1 over recruiters, companies and places together; of the rules where the model finds no entities."""
    by_model = {
        example.text: [_name(Entity(e["entity"], e["value"], "", e["start"], e["end"])) for e in one["entities"] or []]
        for example, one in zip(examples, parsed, strict=True)
    }
    learned = any(by_model.values())
    wanted = [replace(e, entities=tuple(_name(n) for n in e.entities if n.entity in NAMES)) for e in examples]

    def found(text: str) -> list[Entity]:
        entities = by_model[text] if learned else map(_name, find_entities(text))
        return [entity for entity in entities if entity.entity in NAMES]

    both = entity_figures(wanted, found)
    total = sum(f.annotated for f in both.values()) + sum(f.found for f in both.values())
    return f"{2 * sum(f.right for f in both.values()) / total:.3f}{'' if learned else ' (rules)'}"


def _name(entity: _Named) -> _Named:
    """Return an entity without its role, which is measured apart."""
    return replace(entity, role=None)


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
