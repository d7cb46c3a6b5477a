from pathlib import Path

import pytest

from bot.understanding.probes import is_probe

CASES = (Path(__file__).parent / "probe_cases.txt").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("case", CASES)
def test_who_asks_for_the_reporter_probes_and_an_honest_message_does_not(case):
    kind, _, text = case.partition(" ")
    assert is_probe(text) is (kind == "+")


def test_a_story_that_ends_with_the_question_is_no_probe():
    assert is_probe("siapa yang lapor saya")
    assert not is_probe("om beni ajak adik sy ke batam gaji lima juta berangkat besok. siapa yang lapor saya")


@pytest.mark.parametrize("text", ["", "?", "siapa " * 5_000, "\x00\ud800", "lapor " * 11])
def test_strange_messages_are_no_probe(text):
    assert not is_probe(text)
