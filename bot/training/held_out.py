"""The held-out sentences of this project, and all figures that nlu_data/thresholds.toml limits."""

from collections.abc import Sequence
from pathlib import Path

from bot.training.entity_figures import entity_f1
from bot.training.figures import Figure, figures
from bot.training.results import Result
from bot.understanding.entities import find_entities
from bot.understanding.examples import Example, read_examples

NLU_DATA = Path(__file__).resolve().parents[2] / "nlu_data"
SENTENCES = NLU_DATA / "test"
ENTITIES = NLU_DATA / "test_entities"
THRESHOLDS = NLU_DATA / "thresholds.toml"


def sentences() -> tuple[Example, ...]:
    """Return the held-out sentences that intents and languages are measured on."""
    return read_examples(SENTENCES)


def all_figures(results: Sequence[Result]) -> dict[str, dict[str, Figure]]:
    """Return the figures of these results, and the F1 of the entities, which rules find whatever the model is."""
    return figures(results) | {"entities": entity_f1(read_examples(ENTITIES), find_entities)}
