"""Whether a trained model may replace the served one: both answer the same held-out sentences.

Accuracy is compared language by language with McNemar's exact test, one-sided: of the sentences that only one of the
two understands rightly, how likely is it that the candidate loses so many or more by chance? Below 5 % it has lost.
For emergencies chance is no excuse: there are too few sentences for any test, and each stands for somebody in danger,
so a candidate that misses more of them in any language than the served model has lost.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb
from pathlib import Path

from bot.training.figures import Figure
from bot.training.held_out import THRESHOLDS, all_figures
from bot.training.models import ModelStore, StoredModel
from bot.training.results import Result, languages_of
from bot.training.thresholds import failures, read_limits

NOISE = 0.05

Progress = Callable[[str], None]
Measure = Callable[[Path], Sequence[Result]]
"""Returns what a server with this model understands of the held-out sentences, rules included."""


@dataclass(frozen=True)
class Verdict:
    """The reasons against a model, one line each; those about emergencies cannot be overruled.

    ``new`` and ``old``: what it and the served model, ``against``, understood; without ``old`` none was served.
    """

    emergencies: tuple[str, ...]
    others: tuple[str, ...]
    new: Sequence[Result] = ()
    old: Sequence[Result] = ()
    against: str | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return all of them."""
        return self.emergencies + self.others


def compare(current: Sequence[Result], candidate: Sequence[Result]) -> list[str]:
    """Return where the candidate loses. Both hold the same sentences in the same order, else ValueError."""
    return emergency_losses(current, candidate) + accuracy_losses(current, candidate)


def accuracy_losses(current: Sequence[Result], candidate: Sequence[Result]) -> list[str]:
    """Return a line for every language in which the candidate is right less often, beyond noise."""
    lines = []
    for language in languages_of(current):
        pairs = _pairs(current, candidate, language)
        lost = sum(old.right and not new.right for old, new in pairs)
        won = sum(new.right and not old.right for old, new in pairs)
        if lost > won and (chance := by_chance(lost, won)) < NOISE:
            lines.append(
                f"accuracy, {language}: loses {lost} sentences and wins {won} of {len(pairs)} (p {chance:.3f})"
            )
    return lines


def emergency_losses(current: Sequence[Result], candidate: Sequence[Result]) -> list[str]:
    """Return a line for every language in which the candidate misses more emergencies."""
    lines = []
    for language in languages_of(current):
        pairs = [pair for pair in _pairs(current, candidate, language) if pair[0].is_emergency]
        lost = sum(old.gets_numbers and not new.gets_numbers for old, new in pairs)
        won = sum(new.gets_numbers and not old.gets_numbers for old, new in pairs)
        if lost > won:
            lines.append(
                f"emergencies, {language}: misses {lost} that are found now and finds {won} new of {len(pairs)}"
            )
    return lines


def by_chance(lost: int, won: int) -> float:
    """Return the probability of ``lost`` or more losses among ``lost + won`` even throws."""
    return float(sum(comb(lost + won, losses) for losses in range(lost, lost + won + 1)) / 2 ** (lost + won))


def judge(store: ModelStore, model: StoredModel, measure: Measure, say: Progress) -> Verdict:
    """Measure a model and the served one, keep the model's figures, and return what speaks against it.

    Raises what ``measure`` raises.
    """
    say(f"measuring {model.id}")
    new = measure(store.file(model.id))
    current = store.current()
    old: Sequence[Result] = ()
    if current and current.id != model.id:
        say(f"measuring {current.id}, which is served now")
        old = measure(store.file(current.id))
    measured = all_figures(new)
    missed = failures(measured, read_limits(THRESHOLDS))
    verdict = Verdict(
        tuple(emergency_losses(old, new)) if old else (),
        (*(accuracy_losses(old, new) if old else ()), *(f"threshold: {line}" for line in missed)),
        new,
        old,
        current.id if current and old else None,
    )
    store.annotate(with_figures(replace(model, refused=verdict.reasons), measured))
    return verdict


def with_figures(model: StoredModel, measured: Mapping[str, Mapping[str, Figure]]) -> StoredModel:
    """Return the model with its figures and their intervals."""
    shares = {group: {name: round(one.share, 4) for name, one in names.items()} for group, names in measured.items()}
    intervals = {
        group: {name: [round(one.low, 4), round(one.high, 4), one.count] for name, one in names.items()}
        for group, names in measured.items()
    }
    return replace(model, figures=shares, intervals=intervals)


def _pairs(old: Sequence[Result], new: Sequence[Result], language: str) -> list[tuple[Result, Result]]:
    pairs = list(zip(old, new, strict=True))
    if any(one.example != other.example for one, other in pairs):
        raise ValueError("the two models were asked different sentences")
    return [pair for pair in pairs if pair[0].example.language == language]
