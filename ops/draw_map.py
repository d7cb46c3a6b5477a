"""Draw the map of East Nusa Tenggara and list where its districts lie, from files of boundaries.

Run by hand when districts change: ``python -m ops.draw_map KAB.sql KEC.sql``. The two files are
db/kab/wilayah_boundaries_kab_53.sql and db/kec/wilayah_boundaries_kec_53.sql of the public repository
cahyadsn/wilayah_boundaries (MIT licence, Cahya DSN; boundaries after Kepmendagri 300.2.2-2430/2025).
"""

import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from math import cos, radians
from pathlib import Path

from ops.places import ROOT, say

WEST, NORTH, UNITS = 118.8, -7.9, 100
"""The upper left corner in degrees, and units of the drawing in one degree of longitude: one unit is 1.1 km."""

SMALLEST = 4.0
"""Square units: islands below five square kilometres are left out, unless a regency has nothing else."""

_TALLER = 1 / cos(radians(9.5))  # degrees of latitude are longer than those of longitude in the middle of the map
_ROW = re.compile(r"\('(53[.0-9]+)','((?:[^']|'')+)',(-?[0-9.]+),([0-9.]+),'(\[.*\])'\)[,;]")
_SVG = ROOT / "webhook" / "console" / "static" / "ntt.svg"
_POINTS = ROOT / "bot" / "reports" / "data" / "district_points.tsv"
_SOURCE = "cahyadsn/wilayah_boundaries, commit 3c5a7960 (MIT licence, Cahya DSN), after Kepmendagri 300.2.2-2430/2025"

Point = tuple[int, int]


def at(latitude: float, longitude: float) -> Point:
    """Return where a place lies on the drawing, in units right and down from its corner."""
    return round((longitude - WEST) * UNITS), round((NORTH - latitude) * UNITS * _TALLER)


def rows(path: Path) -> Iterator[tuple[str, str, Point, list[list[Point]]]]:
    """Yield code, name, middle and outlines of each area."""
    for code, name, latitude, longitude, outlines in _ROW.findall(path.read_text()):
        rings = [[at(*pair) for pair in ring] for ring in _rings(json.loads(outlines))]
        yield code, name.replace("''", "'"), at(float(latitude), float(longitude)), rings


def _rings(found: list[object]) -> Iterator[list[tuple[float, float]]]:
    if found and isinstance(found[0], list) and found[0] and isinstance(found[0][0], int | float):
        yield [(pair[0], pair[1]) for pair in found if isinstance(pair, list)]
        return
    for each in found:
        if isinstance(each, list):
            yield from _rings(each)


def outline(ring: list[Point]) -> list[Point]:
    """Return an outline without points that repeat or lie on the line between their neighbours."""
    kept: list[Point] = []
    for point in ring:
        if kept and point == kept[-1]:
            continue
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) == 0:
            kept.pop()
        kept.append(point)
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _turn(one: Point, two: Point, three: Point) -> int:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def area(ring: list[Point]) -> float:
    """Return the area of an outline in square units."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x * below - right * y for (x, y), (right, below) in pairs)) / 2


def drawn(rings: list[list[Point]]) -> str:
    """Return the outlines as the data of one path, the smallest islands left out."""
    found = sorted((outline(ring) for ring in rings), key=area, reverse=True)
    return "".join(_path(ring) for ring in found if area(ring) >= SMALLEST or ring is found[0])


def _path(ring: list[Point]) -> str:
    steps = [(x - left, y - above) for (left, above), (x, y) in pairwise(ring)]
    first = "{} {}".format(*ring[0])
    return f"M{first}l" + " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-") + "z"


def main() -> int:
    """Write both files."""
    regencies, districts = (list(rows(Path(name))) for name in sys.argv[1:3])
    names = {code: name for code, name, _, _ in regencies}
    lines = [
        f'<path id="k{code.replace(".", "")}" d="{drawn(rings)}"><title>{name}</title></path>'
        for code, name, _, rings in regencies
    ]
    corner = at(-11.1, 125.3)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {corner[0]} {corner[1]}">'
    _SVG.write_text(
        "\n".join(
            [f"<!-- {_SOURCE}. Drawn by ops/draw_map.py. -->", head, '<g id="ntt">', *lines, "</g>", "</svg>", ""]
        )
    )
    points = [("", name, code, middle) for code, name, middle, _ in regencies]
    points += [(name, names[code[:5]], code, middle) for code, name, middle, _ in districts if code[:5] in names]
    table = "\n".join(f"{name}\t{regency}\t{code}\t{x}\t{y}" for name, regency, code, (x, y) in points)
    note = "# Middles of districts, and of regencies (no district), in units of webhook/console/static/ntt.svg."
    _POINTS.write_text(f"{note}\n# Source: {_SOURCE}.\ndistrict\tregency\tcode\tx\ty\n{table}\n")
    say(f"{len(regencies)} regencies and {len(districts)} districts; {_SVG.stat().st_size} bytes of map")
    return 0


if __name__ == "__main__":
    sys.exit(main())
