"""The sentences the rules were tuned on keep their figures, and the figures are counted rightly."""

from pathlib import Path

import pytest

from bot.training.entity_figures import EntityFigures, entity_f1, entity_figures
from bot.understanding.chain import Chain
from bot.understanding.entities import find_entities
from bot.understanding.examples import Example, LabelledEntity, read_examples
from bot.understanding.model import Entity

LEAST_F1 = {"phone_number": 0.97, "money_amount": 0.97, "place": 0.92, "recruiter_name": 0.9, "company_name": 0.9}
SAID = "Pak Yos di Soe"
WANTED = (LabelledEntity("recruiter_name", None, 0, 7), LabelledEntity("place", "origin", 11, 14))


@pytest.mark.parametrize("kind", LEAST_F1)
def test_the_tuning_sentences_are_read(kind, tmp_path):
    for file in Path(__file__).parent.glob("entity_sentences*.yml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    figures = entity_figures(read_examples(tmp_path), find_entities)
    assert figures[kind].f1 >= LEAST_F1[kind], str(figures[kind])


def test_a_piece_counts_with_kind_and_both_ends_and_a_role_apart():
    found = (Entity("recruiter_name", "Yos", "Yos", 4, 7), Entity("place", "Soe", "Soe", 11, 14, "seen_at"))
    figures = entity_figures([Example(SAID, "report_recruiter", "id", WANTED)], lambda _: found)
    assert figures == {
        "place": EntityFigures(1, 1, 1),
        "place:origin": EntityFigures(1, 0, 0),
        "place:seen_at": EntityFigures(0, 1, 0),
        "recruiter_name": EntityFigures(1, 1, 0),
    }
    assert figures["place"].f1 == 1.0
    assert figures["recruiter_name"].f1 == 0.0


def test_precision_recall_and_f1_are_shares():
    figures = EntityFigures(annotated=4, found=3, right=2)
    assert (figures.precision, figures.recall) == (2 / 3, 0.5)
    assert figures.f1 == pytest.approx(4 / 7)
    assert str(figures) == "F1 0.571 (precision 0.667, recall 0.500, n 4)"
    assert EntityFigures(0, 0, 0).f1 == 0.0


def test_an_understander_is_measured_too():
    figures = entity_figures([Example(SAID, "report_recruiter", "id", WANTED)], Chain(None))
    assert figures["recruiter_name"].f1 == 1.0


def test_the_interval_of_a_kind_holds_its_f1():
    examples = [Example(SAID, "report_recruiter", "id", WANTED)] * 3
    measured = entity_f1(examples, Chain(None))
    whole = entity_figures(examples, Chain(None))
    for name, figure in measured.items():
        assert figure.share == whole[name].f1
        assert figure.low <= figure.share <= figure.high
