"""Variants of answers for a destination or an audience: which one is given, and what a wrong one is told."""

from pathlib import Path

import pytest

from bot.answers.catalog import load_catalog
from bot.answers.check import check
from bot.answers.directory import AnswerDirectory
from bot.answers.filling import Context
from bot.answers.findings import Severity
from tests.answers.content import TODAY, answer, write_content
from tests.answers.test_check import errors

HONG_KONG = 'variant_of = "ask_cost"\ndestination = "HK"\n'
FAMILY = 'variant_of = "ask_cost"\naudience = "family"\n'


def variant(key: str, head: str) -> str:
    return answer(key, label="Varian").replace(f"[{key}]\n", f"[{key}]\n{head}", 1)


def write(folder: Path, *variants: str) -> Path:
    write_content(folder)
    (folder / "answers" / "variants.toml").write_text("".join(variants))
    return folder


def test_who_asks_goes_before_where_and_the_rest_get_the_general_answer(tmp_path: Path) -> None:
    folder = write(tmp_path, variant("ask_cost_hk", HONG_KONG), variant("ask_cost_family", FAMILY))
    assert not [line for line in map(str, check(folder, TODAY)) if "variants.toml" in line]
    directory = AnswerDirectory(load_catalog(folder), Context(TODAY, "Jalan Aman"))
    assert directory.variant("ask_cost", "HK", "") == "ask_cost_hk"
    assert directory.variant("ask_cost", "HK", "family") == "ask_cost_family"
    assert directory.variant("ask_cost", "HK", "under_18") == "ask_cost_hk"
    assert directory.variant("ask_cost", "JP", "") == "ask_cost"
    assert directory.variant("ask_cost", "", "") == "ask_cost"
    assert directory.variant("ask_age", "HK", "family") == "ask_age"


def test_a_variant_is_held_to_the_rules_of_its_question(tmp_path: Path) -> None:
    folder = write(tmp_path, variant("ask_cost_hk", HONG_KONG).replace("Ketik LAGI", "Titik"))
    assert any("[ask_cost_hk].short: must end with the way on" in line for line in errors(folder))


@pytest.mark.parametrize(
    ("key", "head", "message"),
    [
        ("ask_cost_hk", HONG_KONG.replace("ask_cost", "ask_costs"), 'names "ask_costs", and there is no such answer'),
        ("ask_cost_hk", HONG_KONG + 'audience = "family"\n', "needs either a destination or an audience"),
        ("ask_cost_hk", 'variant_of = "ask_cost"\n', "needs either a destination or an audience"),
        ("ask_cost_jp", HONG_KONG.replace("HK", "JP"), "must be one of MY, SG, HK, TW, SA, ID"),
        ("ask_cost_kong", HONG_KONG, "must be called [ask_cost_hk]"),
        ("ask_cost_hk", 'destination = "HK"\n', "variant_of: is missing"),
        ("ask_cost_all", 'variant_of = "ask_cost"\naudience = "all"\n', "must be one of family, under_18"),
    ],
)
def test_a_wrong_head_is_named(tmp_path: Path, key: str, head: str, message: str) -> None:
    found = [
        str(finding)
        for finding in check(write(tmp_path, variant(key, head)), TODAY)
        if finding.severity is Severity.ERROR
    ]
    assert any(message in line for line in found), found


def test_a_variant_of_a_variant_is_refused(tmp_path: Path) -> None:
    second = 'variant_of = "ask_cost_hk"\naudience = "family"\n'
    folder = write(tmp_path, variant("ask_cost_hk", HONG_KONG), variant("ask_cost_hk_family", second))
    assert any("which is a variant itself" in line for line in errors(folder))


def test_a_withdrawn_answer_takes_its_variants_with_it(tmp_path: Path) -> None:
    catalog = load_catalog(write(tmp_path, variant("ask_cost_hk", HONG_KONG))).without(["ask_cost"], ())
    assert catalog.answer("ask_cost_hk").short == catalog.answer("frame_withdrawn").short
    one = load_catalog(tmp_path).without(["ask_cost_hk"], ())
    assert one.answer("ask_cost_hk").short == one.answer("frame_withdrawn").short
    assert one.answer("ask_cost").short != one.answer("frame_withdrawn").short
