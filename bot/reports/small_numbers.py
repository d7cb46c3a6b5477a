"""Counts of people for statistics: what is under 5 is not shown, nor what would let it be computed.

A cell of 1 to 4 reads "<5". So that it cannot be had from the totals, further cells and totals read "*", as few and as
small as possible, until for every hidden cell another number fits what is shown as well: the usual "primary" and
"complementary" suppression of official statistics. Nought is shown: it is nobody.

What this does not protect against: two tables of other cells with the same cases in them (this month's and last
month's figures of one list), and what a reader knows from elsewhere. Show one set of cells, and keep to it.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.vocabulary import Word

LEAST = 5
"""The smallest number of people that is shown."""


class Hidden(Word):
    """A number that is not shown. ``COVERED``: so that others cannot be computed; it may be any number."""

    SMALL = "<5"
    COVERED = "*"


Cell = int | Hidden
"""What is shown of a count; ``str`` gives the text of both."""

Place = tuple[int, int]


@dataclass(frozen=True)
class MaskedList:
    """A list of counts and its total, to be shown."""

    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class MaskedTable:
    """A table of counts with its totals, to be shown."""

    rows: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: Cell


def mask_list(counts: Sequence[int]) -> MaskedList:
    """Return a list to be shown. Its total is shown from 5 on, so several lists of the same cases go together.

    Where no cell can cover the small ones, no cell is shown. Raises ValueError for a negative count.
    """
    total = _checked(counts)
    if 0 < total < LEAST:
        return MaskedList((Hidden.COVERED,) * len(counts), Hidden.SMALL)
    cells: list[Cell] = [Hidden.SMALL if 0 < one < LEAST else one for one in counts]
    for place, one in enumerate(counts):
        if cells[place] is Hidden.SMALL and not _has_partner(place, counts, cells):
            cover = _cover(one, counts, cells)
            if cover is None:
                return MaskedList((Hidden.COVERED,) * len(counts), total)
            cells[cover] = Hidden.COVERED
    return MaskedList(tuple(cells), total)


def mask_table(counts: Sequence[Sequence[int]]) -> MaskedTable:
    """Return a table to be shown, with the totals of its rows and columns.

    Raises ValueError for a negative count and for rows of different length.
    """
    if len({len(row) for row in counts}) > 1:
        raise ValueError("all rows have the same length")
    rows = [[*row, _checked(row)] for row in counts]
    columns = [sum(column) for column in zip(*rows, strict=True)] or [0]
    work = _Table([*rows, columns])
    shown = work.cells() if work.protect() else [[Hidden.COVERED for _ in row] for row in work.numbers]
    inner, last = shown[:-1], shown[-1]
    return MaskedTable(
        rows=tuple(tuple(row[:-1]) for row in inner),
        row_totals=tuple(row[-1] for row in inner),
        column_totals=tuple(last[:-1]),
        total=last[-1],
    )


def _checked(counts: Sequence[int]) -> int:
    if any(one < 0 for one in counts):
        raise ValueError("a count of people is never negative")
    return sum(counts)


def _has_partner(place: int, counts: Sequence[int], cells: Sequence[Cell]) -> bool:
    """Tell whether another hidden cell could be one more or less where this one is one less or more."""
    others = [other for other, cell in enumerate(cells) if other != place and isinstance(cell, Hidden)]
    return any(
        _fits(Hidden.SMALL, counts[place] + step) and _fits(cells[other], counts[other] - step)
        for other in others
        for step in (1, -1)
    )


def _cover(small: int, counts: Sequence[int], cells: Sequence[Cell]) -> int | None:
    """Return the smallest cell that covers a small one: from 5 on it can be one more, from 6 on one less."""
    least = LEAST if small > 1 else LEAST + 1
    able = [place for place, one in enumerate(counts) if one >= least and not isinstance(cells[place], Hidden)]
    return min(able, key=lambda place: counts[place], default=None)


def _fits(cell: Cell, number: int) -> bool:
    """Tell whether a number would be shown in this way."""
    return 0 < number < LEAST if cell is Hidden.SMALL else number >= LEAST


@dataclass
class _Table:
    """Counts with their totals as last row and last column.

    Every row and every column adds up to nought once totals count with the other sign. So a cell can be another number
    where a closed way leads through hidden cells, along a row, a column, a row, …, that are one more and one less in
    turn (the cells are the edges of a graph of rows and columns).
    """

    numbers: Sequence[Sequence[int]]
    hidden: dict[Place, Hidden] = field(default_factory=dict)

    def protect(self) -> bool:
        """Hide what must be hidden; tell whether that protects every small number."""
        places = [(row, column) for row, line in enumerate(self.numbers) for column in range(len(line))]
        self.hidden |= {place: Hidden.SMALL for place in places if 0 < self._at(place) < LEAST}
        for place in [place for place in places if place in self.hidden]:
            ways = [way for step in (1, -1) if (way := self._way(place, step)) is not None]
            if not ways:
                return False
            for covered in min(ways)[1]:
                self.hidden.setdefault(covered, Hidden.COVERED)
        return True

    def cells(self) -> list[list[Cell]]:
        """Return what is shown."""
        return [
            [self.hidden.get((row, column), number) for column, number in enumerate(line)]
            for row, line in enumerate(self.numbers)
        ]

    def _way(self, place: Place, step: int) -> tuple[int, list[Place]] | None:
        """Return the cheapest way that lets a cell change by a step, and what it costs: the numbers that are lost."""
        if not self._may_change(place, step):
            return None
        order = count()
        start, end = ("row", place[0]), ("column", place[1])
        waiting: list[tuple[int, int, tuple[str, int], list[Place]]] = [(0, next(order), start, [])]
        done: set[tuple[str, int]] = set()
        while waiting:
            cost, _number, node, way = heapq.heappop(waiting)
            if node == end:
                return cost, way
            if node in done:
                continue
            done.add(node)
            for other, following in self._next(node, step):
                if other != place and following not in done:
                    lost = 0 if other in self.hidden else self._at(other)
                    heapq.heappush(waiting, (cost + lost, next(order), following, [*way, other]))
        return None

    def _next(self, node: tuple[str, int], step: int) -> Iterator[tuple[Place, tuple[str, int]]]:
        """Yield the cells that can balance a row or column, and where each leads."""
        kind, index = node
        if kind == "row":
            for column in range(len(self.numbers[index])):
                if self._may_change((index, column), -step):
                    yield (index, column), ("column", column)
        else:
            for row in range(len(self.numbers)):
                if self._may_change((row, index), step):
                    yield (row, index), ("row", row)

    def _may_change(self, place: Place, step: int) -> bool:
        """Tell whether a cell could be another number and read as it would: hidden or about to be covered."""
        row, column = place
        is_total = (row == len(self.numbers) - 1) != (column == len(self.numbers[row]) - 1)
        number = self._at(place)
        small = self.hidden.get(place) is Hidden.SMALL
        return (small or number >= LEAST) and _fits(
            Hidden.SMALL if small else Hidden.COVERED, number + (-step if is_total else step)
        )

    def _at(self, place: Place) -> int:
        return self.numbers[place[0]][place[1]]
