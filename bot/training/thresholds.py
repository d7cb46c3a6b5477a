"""The limits in nlu_data/thresholds.toml: what a model must reach before it may serve."""

from collections.abc import Mapping
from pathlib import Path

import tomllib

from bot.errors import BadInputError
from bot.training.figures import Figure

Figures = Mapping[str, Mapping[str, Figure]]
Limits = Mapping[str, Mapping[str, Mapping[str, float]]]

AT_LEAST = "at_least"
AT_MOST = "at_most"


def read_limits(path: Path) -> Limits:
    """Return ``{"at_least": {group: {name: share}}, "at_most": …}``. Raises BadInputError for any other content."""
    try:
        limits: Limits = tomllib.loads(path.read_text(encoding="utf-8"))
        valid = set(limits) <= {AT_LEAST, AT_MOST} and all(
            isinstance(value, int | float) and 0 <= value <= 1
            for groups in limits.values()
            for names in groups.values()
            for value in names.values()
        )
    except (OSError, ValueError, AttributeError) as problem:
        raise BadInputError(f"{path.name} cannot be read as limits: {problem}") from problem
    if not valid:
        raise BadInputError(f"{path.name}: only [at_least.*] and [at_most.*] with numbers between 0 and 1")
    return limits


def failures(figures: Figures, limits: Limits) -> list[str]:
    """Return one line for every figure outside its limit; a figure that was not measured fails too."""
    return [
        f"{group}.{name} is {_shown(figures, group, name)}, {side.replace('_', ' ')} {limit:.2f} wanted"
        for side, groups in limits.items()
        for group, names in groups.items()
        for name, limit in names.items()
        if not _holds(figures, group, name, side, limit)
    ]


def _holds(figures: Figures, group: str, name: str, side: str, limit: float) -> bool:
    figure = figures.get(group, {}).get(name)
    if figure is None or (figure.count == 0 and side == AT_LEAST):
        return False
    return figure.share >= limit if side == AT_LEAST else figure.share <= limit


def _shown(figures: Figures, group: str, name: str) -> str:
    figure = figures.get(group, {}).get(name)
    return f"{figure.share:.3f}" if figure else "not measured"
