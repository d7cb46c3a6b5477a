from pathlib import Path

import pytest

from bot.understanding import danger_answers

CASES = (Path(__file__).parent / "danger_answers_cases.tsv").read_text(encoding="utf-8").splitlines()[2:]
MEANT = {"yes": True, "no": False, "untold": None}
STRANGE = ("", " ", "!!!", "ya " * 5_000, "\x00\ud800", "😢😢", "1" * 3_000, "x" * 5_000, "²³ ½ ٣", "jangan " * 400)
RULES = ("is_now", "safe_way", "names_a_spot")


@pytest.mark.parametrize("case", CASES)
def test_an_answer_about_danger_is_read_as_it_is_meant(case):
    rule, meant, text = case.split("\t")
    assert getattr(danger_answers, rule)(text) == MEANT.get(meant, meant)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("text", STRANGE)
def test_strange_and_empty_messages_tell_nothing(rule, text):
    assert getattr(danger_answers, rule)(text) in {None, False, True, "none"}


def test_every_rule_has_cases_of_every_kind():
    rows = {tuple(case.split("\t")[:2]) for case in CASES}
    assert {rule for rule, _ in rows} == set(RULES)
    assert {("is_now", "yes"), ("is_now", "no"), ("is_now", "untold"), ("safe_way", "untold")} <= rows
