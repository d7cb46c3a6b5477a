"""Two models side by side on the held-out sentences: figures, differences with intervals, and what changed.

In plain lists and words, as a database keeps them. The sentences are constructed ones: no message of a person.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.training.figures import Figure, figure, mean, share
from bot.training.promotion import Verdict
from bot.training.results import Result, languages_of, of_language

MOST_SENTENCES = 25
"""Changed sentences that are kept with their texts; all are counted."""


def comparison(verdict: Verdict) -> dict[str, Any]:
    """Return what a comparison found.

    ``figures``: ``{"new"|"old": {name: [share, low, high, n]}}`` by held-out set and for ``emergency``, the share of
    emergencies whose reply opens with the numbers to call. ``apart``: the same of the differences, pair by pair.
    ``changed``: ``{set: [won, lost]}``. ``sentences``: the first of these, lost emergencies on top.
    """
    new, old = verdict.new, verdict.old
    sides = {"new": _figures(new)} | ({"old": _figures(old)} if old else {})
    pairs = list(zip(old, new, strict=True)) if old else []
    changed = [pair for pair in pairs if pair[0].right != pair[1].right]
    changed.sort(key=lambda pair: (not pair[0].is_emergency, pair[1].right, pair[0].example.language))
    return {
        "against": verdict.against,
        "emergencies": list(verdict.emergencies),
        "others": list(verdict.others),
        "figures": sides,
        "apart": _apart(pairs),
        "changed": {language: _counts(changed, language) for language in languages_of(new)} if old else {},
        "sentences": [_sentence(*pair) for pair in changed[:MOST_SENTENCES]],
    }


def _figures(results: Sequence[Result]) -> dict[str, list[float]]:
    sets = {name: of_language(results, name) for name in languages_of(results)}
    found = {name: share(of, lambda result: result.right) for name, of in sets.items()}
    emergencies = [result for result in results if result.is_emergency]
    found["emergency"] = share(emergencies, lambda result: result.gets_numbers)
    return {name: _plain(one) for name, one in found.items()}


def _apart(pairs: Sequence[tuple[Result, Result]]) -> Mapping[str, list[float]]:
    marks: dict[str, list[float]] = {}
    for old, new in pairs:
        marks.setdefault(old.example.language, []).append(new.right - old.right)
        if old.is_emergency:
            marks.setdefault("emergency", []).append(new.gets_numbers - old.gets_numbers)
    return {name: _plain(figure(of, mean)) for name, of in marks.items()}


def _counts(changed: Sequence[tuple[Result, Result]], language: str) -> list[int]:
    won = [new.right for old, new in changed if old.example.language == language]
    return [sum(won), len(won) - sum(won)]


def _sentence(old: Result, new: Result) -> dict[str, Any]:
    return {
        "text": old.example.text,
        "language": old.example.language,
        "label": old.example.intent,
        "old": old.understood.name,
        "new": new.understood.name,
        "won": new.right,
    }


def _plain(one: Figure) -> list[float]:
    return [round(one.share, 4), round(one.low, 4), round(one.high, 4), one.count]
