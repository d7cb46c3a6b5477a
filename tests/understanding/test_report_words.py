from pathlib import Path

import pytest

from bot.understanding import report_words

CASES = (Path(__file__).parent / "report_words_cases.tsv").read_text(encoding="utf-8").splitlines()[2:]
MEANT = {"yes": True, "no": False, "untold": None}
STRANGE = ("", " ", "!!!", "ya " * 5_000, "\x00\ud800", "😢😢", "1" * 3_000, "x" * 5_000, "²³ ½ ٣", "jangan " * 400)


@pytest.mark.parametrize("case", CASES)
def test_a_short_answer_is_read_as_it_is_meant(case):
    rule, meant, text = case.split("\t")
    returned = getattr(report_words, rule)(text)
    wanted = int(meant) if meant.isdecimal() else MEANT.get(meant, meant)
    assert returned == wanted
    assert type(returned) is type(wanted)


@pytest.mark.parametrize("rule", report_words.__all__)
@pytest.mark.parametrize("text", STRANGE)
def test_strange_and_empty_messages_break_nothing(rule, text):
    getattr(report_words, rule)(text)


def test_every_rule_has_cases():
    assert {case.split("\t")[0] for case in CASES} == set(report_words.__all__)
