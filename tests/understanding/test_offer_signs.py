"""Red flags in what people write about an offer: the cases the phrases were written with, and blind ones as sums."""

import csv
from pathlib import Path

import pytest

from bot.recruiters.red_flags import SEVERITY
from bot.understanding.offer_signs import find_signs

_FOLDER = Path(__file__).parent


def rows(name: str) -> list[tuple[str, frozenset[str]]]:
    """Read messages with the codes they state."""
    lines = (line for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines() if not line.startswith("# "))
    table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(row["text"], frozenset(row["codes"].split(",")) - {"-", ""}) for row in table]


CASES, BLIND = rows("offer_cases.tsv"), rows("offers.tsv")


def test_the_phrases_find_what_they_were_written_for() -> None:
    wrong = [text for text, codes in CASES if frozenset(find_signs(text)) != codes]
    assert len(wrong) <= 0.01 * len(CASES), wrong[:5]


def test_of_blind_messages_few_signs_are_missed_and_fewer_made_up() -> None:
    found = [(codes, frozenset(find_signs(text))) for text, codes in BLIND]
    right = sum(len(codes & signs) for codes, signs in found)
    precision = right / sum(len(signs) for _, signs in found)
    recall = right / sum(len(codes) for codes, _ in found)
    assert precision >= 0.94
    assert recall >= 0.75
    harmless = [signs for codes, signs in found if not codes]
    assert len(harmless) >= 100
    assert sum(map(bool, harmless)) <= 0.07 * len(harmless)


def test_every_code_is_known_and_every_sign_can_be_found() -> None:
    named = {code for _, codes in CASES for code in codes}
    assert named == set(SEVERITY)


@pytest.mark.parametrize("text", ["", "?", "🙂" * 500, "besok " * 999, "a" * 100_000, "\x00\u202e", "tidak\n" * 999])
def test_anything_can_be_looked_at(text: str) -> None:
    assert set(find_signs(text)) <= set(SEVERITY)
