"""Promotion on made-up results: what counts as a loss, and what a command does with it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import models as command
from bot.cli.main import app
from bot.errors import BadInputError
from bot.training import promotion
from bot.training.models import ModelStore
from bot.training.promotion import by_chance, compare, emergency_losses
from bot.training.results import Result
from bot.understanding.examples import Example
from bot.vocabulary import Intent
from tests.factories import understood
from tests.training.test_models import add


def results(right: str, *, language: str = "id", intent: Intent = Intent.ASK_COST) -> list[Result]:
    """Return a result for every letter: ``x`` is understood rightly, ``.`` not."""
    return [
        Result(
            Example(f"{language} {intent} {number}", intent.value, language),
            understood(intent if letter == "x" else Intent.GREET),
        )
        for number, letter in enumerate(right)
    ]


EMERGENCIES = {"intent": Intent.EMERGENCY}


def test_the_test_is_the_exact_binomial_of_the_sentences_that_differ():
    assert by_chance(5, 0) == 1 / 32
    assert by_chance(0, 3) == 1.0
    assert by_chance(9, 3) == pytest.approx(0.073, abs=0.001)


@pytest.mark.parametrize(
    ("old", "new"),
    [("x" * 20, "x" * 20), ("." * 20, "x" * 20), ("x" * 20, "." * 4 + "x" * 16), ("x" * 9 + "...", "." * 9 + "xxx")],
    ids=["equal", "better", "four lost", "nine lost and three won"],
)
def test_noise_is_no_loss(old, new):
    assert compare(results(old), results(new)) == []


def test_a_language_that_loses_is_named_even_when_another_one_wins():
    old = results("." * 20) + results("x" * 20, language="aoz")
    new = results("x" * 20) + results("." * 5 + "x" * 15, language="aoz")
    (reason,) = compare(old, new)
    assert reason == "accuracy, aoz: loses 5 sentences and wins 0 of 20 (p 0.031)"


def test_one_emergency_fewer_is_a_loss_and_another_language_does_not_make_up_for_it():
    old = results("xxxx", **EMERGENCIES) + results("x.", language="aoz", **EMERGENCIES)
    new = results(".xxx", **EMERGENCIES) + results("xx", language="aoz", **EMERGENCIES)
    assert emergency_losses(old, new) == ["emergencies, id: misses 1 that are found now and finds 0 new of 4"]
    assert emergency_losses(new, new) == []


def test_different_sentences_are_not_compared():
    with pytest.raises(ValueError, match="different sentences"):
        compare(results("xx"), results("xx", language="aoz"))


GOOD = results("x" * 40) + results("xxxx", **EMERGENCIES)
WORSE = results("." * 10 + "x" * 30) + results("xxxx", **EMERGENCIES)
DANGEROUS = results("x" * 40) + results(".xxx", **EMERGENCIES)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """A store with a served model and a candidate, and thresholds that a perfect model meets."""
    made = ModelStore(tmp_path / "models")
    made.promote(add(made, 1).id)
    add(made, 2, candidate=True)
    monkeypatch.setattr(command, "ModelStore", lambda: made)
    limits = tmp_path / "thresholds.toml"
    limits.write_text("[at_least.accuracy]\nid = 0.8\n[at_least.emergency]\nrecall = 0.7\n")
    monkeypatch.setattr(promotion, "THRESHOLDS", limits)
    return made


def promote(store: ModelStore, monkeypatch: pytest.MonkeyPatch, new: list[Result], *arguments: str) -> str:
    """Run the command where the candidate understands ``new``; raises what the command raises."""
    candidate = store.candidate()
    assert candidate
    monkeypatch.setattr(command, "measure", lambda model: new if candidate.id in model.name else GOOD)
    done = CliRunner().invoke(app, ["models", "promote", *arguments])
    if done.exception:
        raise done.exception
    return done.stdout


def test_a_good_candidate_is_promoted_with_its_figures_and_rolled_back_by_one_command(store, monkeypatch):
    old, candidate = store.current(), store.candidate()
    assert "is promoted" in promote(store, monkeypatch, GOOD)
    assert store.current().id == candidate.id
    assert store.current().figures["accuracy"]["id"] == 1.0
    listed = CliRunner().invoke(app, ["models", "list"]).stdout
    assert "current" in listed
    assert "emergency recall 1.000" in listed
    assert old.id in CliRunner().invoke(app, ["models", "rollback"]).stdout
    assert store.current() == old


def test_a_candidate_that_loses_is_refused_with_reasons_and_served_only_when_forced(store, monkeypatch):
    old, candidate = store.current(), store.candidate()
    with pytest.raises(BadInputError, match="not promoted"):
        promote(store, monkeypatch, WORSE)
    assert store.current() == old
    reasons = store.candidate().refused
    assert reasons[0].startswith("accuracy, id: loses 10")
    assert reasons[1].startswith("threshold: accuracy.id is 0.773")
    promote(store, monkeypatch, WORSE, "--force")
    assert store.current().id == candidate.id


def test_a_lost_emergency_cannot_be_forced(store, monkeypatch):
    old = store.current()
    for arguments in ([], ["--force"]):
        with pytest.raises(BadInputError, match="not promoted"):
            promote(store, monkeypatch, DANGEROUS, *arguments)
        assert store.current() == old
