"""Where the places of a report lie on the map of the province (data/district_points.tsv)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.reports.facts import Facts
from bot.reports.regencies import regency_of
from bot.reports.rows import FOLDER, read_rows

WIDTH, HEIGHT = 650, 324
"""Size of the map in its own units; one is about 1.1 km."""

FROM, TO, SEEN = "from", "to", "seen"
_COLUMNS = ("district", "regency", "code", "x", "y")


@dataclass(frozen=True)
class Spot:
    """A place on the map: units right and down from the corner. ``exact``: its district is known, not only its regency.

    ``role``: from, to or seen.
    """

    name: str
    role: str
    x: int
    y: int
    exact: bool


@dataclass(frozen=True)
class Places:
    """The places of a report. ``elsewhere``: those that are not on the map, with their roles."""

    spots: tuple[Spot, ...]
    elsewhere: tuple[tuple[str, str], ...]


def places_of(facts: Facts) -> Places:
    """Return all places that were told, each as what it was told."""
    told = [(name, role) for names, role in _roles(facts) for name in names]
    found = {(name, role): spot_of(name, role) for name, role in told}
    return Places(
        tuple(spot for spot in found.values() if spot), tuple(each for each, spot in found.items() if not spot)
    )


def spot_of(name: str, role: str) -> Spot | None:
    """Return where a place lies: the middle of its district, else of its regency; None outside the province."""
    regency = name if ("", name) in _points() else regency_of([name])
    wanted = (_folded(name), f"kota{_folded(name)}")
    # A district that no table of regencies lists is taken where only one regency has it.
    found = {key: at for key, at in _points().items() if key[0] in wanted and regency in {"", key[1]}}
    if len(found) == 1:
        return Spot(name, role, *next(iter(found.values())), exact=True)
    middle = _points().get(("", regency)) if regency else None
    return Spot(name, role, *middle, exact=False) if middle else None


def _folded(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _roles(facts: Facts) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from ((facts.origins, FROM), (facts.seen_at, SEEN), (facts.destinations, TO))


@lru_cache(maxsize=1)
def _points() -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return the middles by district, folded, and regency; of a regency itself without a district."""
    rows = read_rows(FOLDER / "district_points.tsv", _COLUMNS)
    return {(_folded(row["district"]), row["regency"]): (int(row["x"]), int(row["y"])) for row in rows}
