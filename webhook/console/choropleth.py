"""The map of the province in classes of how many reports came from each regency; hidden numbers are one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reports.map_places import HEIGHT, WIDTH
from bot.reports.rows import FOLDER, read_rows
from bot.services.overview_tables import Line, is_hidden, size_of

HIDDEN, NONE = "hidden", "none"
_EDGES = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
_CLASSES = 5


@dataclass(frozen=True)
class Area:
    """One regency. ``shape``: its id in static/ntt.svg; ``shade``: 1 to 5, none or hidden; ``text``: its number."""

    name: str
    shape: str
    shade: str
    text: str


@dataclass(frozen=True)
class ShadedMap:
    """The map. ``legend``: each shade with the numbers it stands for, "" for those with words of their own."""

    areas: tuple[Area, ...]
    legend: tuple[tuple[str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def shaded_map(lines: Sequence[Line]) -> ShadedMap:
    """Return the map of a table by regency; the line without a place is not on it."""
    classes = _classes(max((size_of(line.cells[0]) for line in lines if line.key), default=0))
    areas = []
    for line in lines:
        if line.key in _codes():
            value = line.cells[0]
            areas.append(Area(line.key, f"k{_codes()[line.key]}", _shade(size_of(value), value, classes), str(value)))
    used = {area.shade for area in areas}
    named = [(str(number), _range(number, classes)) for number in range(1, len(classes) + 1)]
    kept = [(shade, text) for shade, text in ((NONE, ""), *named, (HIDDEN, "")) if shade in used or text]
    return ShadedMap(tuple(areas), tuple(kept))


def _shade(size: int, value: object, classes: Sequence[int]) -> str:
    if not size:
        return HIDDEN if is_hidden(value) else NONE  # type: ignore[arg-type]
    return str(max(number for number, least in enumerate(classes, start=1) if size >= least))


def _classes(most: int) -> tuple[int, ...]:
    """Return from which numbers on each class is: at most five, the last one reached by the largest number."""
    reached = [edge for edge in _EDGES if edge <= most]
    return tuple(reached[-_CLASSES:]) if len(reached) <= _CLASSES else (_EDGES[0], *reached[-_CLASSES + 1 :])


def _range(number: int, classes: Sequence[int]) -> str:
    least = classes[number - 1]
    return f"{least}-{classes[number] - 1}" if number < len(classes) else f"{least}+"


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    """Return the BPS codes of the regencies."""
    rows = read_rows(FOLDER / "district_points.tsv", ("district", "regency", "code", "x", "y"))
    return {row["regency"]: row["code"].replace(".", "") for row in rows if not row["district"]}
