"""The held-out sentences of this project, and all figures that nlu_data/thresholds.toml limits."""

from collections.abc import Sequence
from pathlib import Path

from bot.errors import BadInputError
from bot.training.entity_figures import entity_f1
from bot.training.figures import Figure, figure, figures, mean
from bot.training.results import Result
from bot.understanding.entities import find_entities
from bot.understanding.examples import Example, read_examples
from bot.understanding.language import guess_language

NLU_DATA = Path(__file__).resolve().parents[2] / "nlu_data"
SENTENCES = NLU_DATA / "test"
ENTITIES = NLU_DATA / "test_entities"
LANGUAGES = NLU_DATA / "test_language.tsv"
THRESHOLDS = NLU_DATA / "thresholds.toml"


def sentences() -> tuple[Example, ...]:
    """Return the held-out sentences that intents and languages are measured on."""
    return read_examples(SENTENCES)


def all_figures(results: Sequence[Result]) -> dict[str, dict[str, Figure]]:
    """Return the figures of these results, and those of what is found whatever the model is: entities and languages."""
    measured = figures(results)
    return measured | {
        "entities": entity_f1(read_examples(ENTITIES), find_entities),
        "language": measured["language"] | language_figures(),
    }


def language_figures() -> dict[str, Figure]:
    """Return how often the language is told rightly, by kind of message: short (at most five words), long, hard."""
    right: dict[str, list[bool]] = {}
    lines = [line for line in LANGUAGES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) < len(lines[0].split("\t")):
            raise BadInputError(f"{LANGUAGES.name}, row {number}: text, language, kind and note are wanted")
        text, language, kind, _ = cells
        right.setdefault(kind, []).append(guess_language(text).language.value == language)
    return {kind: figure(marks, mean) for kind, marks in right.items()}
