"""What the table of pipelines says of names, and how its costs become ratios; no model is trained here."""

from bot.understanding.examples import Example, LabelledEntity
from ops.nlu_experiments import _costs, names_f1

TEXT = "Om Nimrod ajak saya ke Tawau"
ANNOTATED = Example(
    TEXT,
    "report_recruiter",
    "id",
    (LabelledEntity("recruiter_name", None, 0, 9), LabelledEntity("place", "destination", 23, 28)),
)


def found(name, start, end):
    return {"entity": name, "value": TEXT[start:end], "start": start, "end": end}


def test_a_learned_name_counts_whatever_its_role():
    both = [found("recruiter_name", 0, 9), found("place", 23, 28)]
    assert names_f1([ANNOTATED], [{"entities": both}]) == "1.000"
    assert names_f1([ANNOTATED], [{"entities": both[:1]}]) == "0.667"


def test_an_amount_is_no_name():
    assert names_f1([ANNOTATED], [{"entities": [found("recruiter_name", 0, 9), found("age", 23, 28)]}]) == "0.667"


def test_where_the_model_finds_no_entities_the_rules_are_measured():
    assert names_f1([ANNOTATED], [{"entities": []}]) == "1.000 (rules)"


def test_costs_are_told_as_ratios_to_the_yardstick():
    slow = _costs({"seconds": [0.02] * 20, "load_seconds": 20.0, "peak_mb": 800.0}, 600.0)
    quick = _costs({"seconds": [0.01] * 20, "load_seconds": 10.0, "peak_mb": 400.0}, 60.0)
    assert quick.shown == {"train s": "60", "start s": "10", "parse ms p50 / p95": "10 / 10", "memory MB": "400"}
    assert quick.ratios("served", slow) == {
        "pipeline": "served",
        "train": "0.10",
        "start": "0.50",
        "parse p50": "0.50",
        "parse p95": "0.50",
        "memory": "0.50",
    }
