"""Charts as figures of places and sizes: bars, stacked columns and a line. Worked out here, drawn by a template.

The same table gives the same picture. Bars lie, each under its name, for they are read on telephones; what is hidden is
a hatched stub, never a size. Colours and hatching: static/console.css and templates/ikhtisar/_grafik.html.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.overview_tables import Value, is_hidden, size_of

WIDTH = 340
"""Units; shown at most some 420 pixels wide, so that letters stay as large as the page's."""

_ROW, _BAR, _STUB = 38, 12, 14
_LETTER = 8
_LEFT, _RIGHT, _TOP, _HEIGHT, _FOOT = 44, 14, 16, 150, 22
_MOST_NAMES, _MOST_TOPS = 5, 12
_NICE = (1, 2, 5)
HIDDEN = 9
"""The number of the series of what is not shown."""


@dataclass(frozen=True)
class Bar:
    """One bar. ``parts``: left edge, width and number of the series of each piece; ``stub``: where a hidden one is."""

    label: str
    text: str
    y: int
    parts: tuple[tuple[float, float, int], ...]
    stub: float | None
    end: float


@dataclass(frozen=True)
class Bars:
    """Bars below each other."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    bar: int = _BAR
    stub: int = _STUB


@dataclass(frozen=True)
class Columns:
    """Columns beside each other, or a line over the same places.

    ``pieces``: x, y, width, height and number of the series. ``grid``: y and text of the lines behind. ``names``: x
    and text below. ``tops``: x, y and the number above a column. ``line``: path of a line, ``points`` its points.
    """

    pieces: tuple[tuple[float, float, float, float, int], ...]
    grid: tuple[tuple[float, str], ...]
    names: tuple[tuple[float, str], ...]
    tops: tuple[tuple[float, float, str], ...] = ()
    line: str = ""
    points: tuple[tuple[float, float, str], ...] = ()
    width: int = WIDTH
    height: int = _TOP + _HEIGHT + _FOOT
    left: int = _LEFT


def bars_of(rows: Sequence[tuple[str, Sequence[Value]]], texts: Sequence[str]) -> Bars:
    """Return bars of rows of a name and one or more values laid end to end; ``texts``: the number shown at each."""
    most = max((sum(map(size_of, values)) for _, values in rows), default=0) or 1
    room = WIDTH - _STUB - _LETTER * (max(map(len, texts), default=0) + 1)
    bars = []
    for number, ((label, values), text) in enumerate(zip(rows, texts, strict=True)):
        left, parts = 0.0, []
        for series, value in enumerate(values):
            width = _round(size_of(value) / most * room)
            if width:
                parts.append((left, width, series))
                left = _round(left + width)
        stub = left if any(map(is_hidden, values)) else None
        bars.append(Bar(label, text, number * _ROW, tuple(parts), stub, left + (_STUB if stub is not None else 0)))
    return Bars(tuple(bars), len(rows) * _ROW)


def columns_of(names: Sequence[str], rows: Sequence[Sequence[Value]]) -> Columns:
    """Return stacked columns, one for each row, its values from the bottom up."""
    top = _top_of(max((sum(map(size_of, row)) for row in rows), default=0))
    pieces, tops = [], []
    for number, row in enumerate(rows):
        x, width = _column(number, len(rows))
        bottom = float(_TOP + _HEIGHT)
        for series, value in enumerate(row):
            height = _round(size_of(value) / top * _HEIGHT)
            if height:
                bottom = _round(bottom - height)
                pieces.append((x, bottom, width, height, series))
        if any(map(is_hidden, row)):
            bottom = _round(bottom - _BAR)
            pieces.append((x, bottom, width, float(_BAR), HIDDEN))
        if len(row) == 1 and len(rows) <= _MOST_TOPS:
            tops.append((_middle(number, len(rows)), _round(bottom - 3), str(row[0])))
    return Columns(tuple(pieces), _grid(top, ""), _names(names), tuple(tops))


def line_of(names: Sequence[str], values: Sequence[int | None], top: int = 100, unit: str = "%") -> Columns:
    """Return a line through values; where one is absent it is broken."""
    path, points, begins = "", [], True
    for number, value in enumerate(values):
        if value is None:
            begins = True
            continue
        at, y = _middle(number, len(values)), _round(_TOP + _HEIGHT - value / top * _HEIGHT)
        path += f"{'M' if begins else 'L'}{at} {y}"
        points.append((at, y, f"{value}{unit}"))
        begins = False
    return Columns((), _grid(top, unit), _names(names), (), path, tuple(points))


def _column(number: int, count: int) -> tuple[float, float]:
    room = (WIDTH - _LEFT - _RIGHT) / max(count, 1)
    width = min(room * 0.8, 40.0)
    return _round(_LEFT + number * room + (room - width) / 2), _round(width)


def _names(names: Sequence[str]) -> tuple[tuple[float, str], ...]:
    """Return the names that have room: the last one and every so many before it."""
    step = -(-len(names) // _MOST_NAMES) or 1
    kept = [number for number in range(len(names)) if (len(names) - 1 - number) % step == 0]
    return tuple((_middle(number, len(names)), names[number]) for number in kept)


def _middle(number: int, count: int) -> float:
    x, width = _column(number, count)
    return _round(x + width / 2)


def _grid(top: int, unit: str) -> tuple[tuple[float, str], ...]:
    values = (0, top // 2, top) if top > 1 else (0, top)
    return tuple((_round(_TOP + _HEIGHT - value / top * _HEIGHT), f"{value}{unit}") for value in values)


def _top_of(most: int) -> int:
    """Return a round number, at least as large, of which the half is whole."""
    size = 2
    while _NICE[-1] * size < most:
        size *= 10
    return next(nice * size for nice in _NICE if nice * size >= most)


def _round(number: float) -> float:
    return round(number, 1)
