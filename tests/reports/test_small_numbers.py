"""No number of 1 to 4 people is shown, and none can be computed from what is shown."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.small_numbers import LEAST, Cell, Hidden, MaskedTable, mask_list, mask_table

NUMBERS = st.integers(0, 12)
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=3)
)
LARGE = st.integers(2, 7).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 40), min_size=width, max_size=width),
        min_size=2,
        max_size=7,
    )
)


def values(cell: Cell, most: int) -> Sequence[int]:
    """Return what a reader knows of a cell who knows the rules."""
    if cell is Hidden.SMALL:
        return range(1, LEAST)
    if cell is Hidden.COVERED:
        return range(LEAST, most + 1)
    return (cell,)


def lists_that_fit(cells: Sequence[Cell], total: Cell, most: int) -> Iterator[list[int]]:
    """Yield all lists that read like this one."""
    totals = values(total, most)

    def go_on(done: list[int]) -> Iterator[list[int]]:
        if len(done) == len(cells):
            if sum(done) in totals:
                yield done
            return
        for value in values(cells[len(done)], most):
            if sum(done) + value <= max(totals):
                yield from go_on([*done, value])

    return go_on([])


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=5))
def test_no_small_number_of_a_list_can_be_computed(counts: list[int]) -> None:
    shown, most = mask_list(counts), sum(counts) + 2
    check_shown(shown.cells, counts)
    if set(shown.cells) == {Hidden.COVERED}:
        return  # nothing is told of them, not even which are small
    fitting = list(lists_that_fit(shown.cells, shown.total, most))
    assert counts in fitting
    for place, number in enumerate(counts):
        if 0 < number < LEAST:
            assert len({one[place] for one in fitting}) > 1, (counts, shown)


def check_shown(cells: Sequence[Cell], counts: Sequence[int]) -> None:
    """No small number is shown, and what is shown is true."""
    assert len(cells) == len(counts)
    for cell, number in zip(cells, counts, strict=True):
        if isinstance(cell, Hidden):
            assert (cell is Hidden.COVERED) or 0 < number < LEAST
        else:
            assert cell == number
            assert not 0 < number < LEAST


def tables_that_fit(shown: MaskedTable, most: int) -> Iterator[list[list[int]]]:
    """Yield all tables that read like this one."""

    def go_on(done: list[list[int]]) -> Iterator[list[list[int]]]:
        if len(done) == len(shown.rows):
            columns = [sum(column) for column in zip(*done, strict=True)]
            right = all(number in values(cell, most) for number, cell in zip(columns, shown.column_totals, strict=True))
            if right and sum(columns) in values(shown.total, most):
                yield done
            return
        for row in lists_that_fit(shown.rows[len(done)], shown.row_totals[len(done)], most):
            yield from go_on([*done, row])

    return go_on([])


@settings(deadline=None, max_examples=150)
@given(TABLES)
def test_no_small_number_of_a_table_can_be_computed(counts: list[list[int]]) -> None:
    shown = mask_table(counts)
    for cells, row in zip(shown.rows, counts, strict=True):
        check_shown(cells, row)
    check_shown(shown.row_totals, [sum(row) for row in counts])
    check_shown(shown.column_totals, [sum(column) for column in zip(*counts, strict=True)])
    check_shown([shown.total], [sum(map(sum, counts))])
    most = sum(map(sum, counts)) + 1
    for row, line in enumerate(counts):
        for column, number in enumerate(line):
            if 0 < number < LEAST:
                assert has_another(shown, row, column, number, most), (counts, shown)


def has_another(shown: MaskedTable, row: int, column: int, number: int, most: int) -> bool:
    """Tell whether a table that reads like this one has another number in a place."""
    if shown.total is Hidden.COVERED and all(cell is Hidden.COVERED for line in shown.rows for cell in line):
        return True  # nothing is shown at all
    return any(one[row][column] != number for one in tables_that_fit(shown, most))


@settings(deadline=None)
@given(LARGE)
def test_no_small_number_of_a_large_table_is_left_alone(counts: list[list[int]]) -> None:
    """A hidden number is computed from totals exactly where it is the only way between its row and its column."""
    shown = mask_table(counts)
    grid = [[*row, total] for row, total in zip(shown.rows, shown.row_totals, strict=True)]
    grid.append([*shown.column_totals, shown.total])
    edges = {(r, c) for r, line in enumerate(grid) for c, cell in enumerate(line) if isinstance(cell, Hidden)}
    for edge in edges:
        if grid[edge[0]][edge[1]] is Hidden.SMALL:
            assert connected(edges - {edge}, edge), (counts, shown)


def connected(edges: set[tuple[int, int]], ends: tuple[int, int]) -> bool:
    """Tell whether a row and a column hang together."""
    seen, waiting = set(), [("row", ends[0])]
    while waiting:
        kind, index = node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        side = 0 if kind == "row" else 1
        waiting += [("column" if kind == "row" else "row", edge[1 - side]) for edge in edges if edge[side] == index]
    return ("column", ends[1]) in seen


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([], [], "0"),
        ([0, 0], ["0", "0"], "0"),
        ([10, 7], ["10", "7"], "17"),
        ([3, 7, 20], ["<5", "*", "20"], "30"),
        ([1, 5, 9], ["<5", "5", "*"], "15"),
        ([2, 3, 50], ["<5", "<5", "50"], "55"),
        ([1, 1, 50], ["<5", "<5", "*"], "52"),
        ([4, 4, 50], ["<5", "<5", "*"], "58"),
        ([1, 5], ["*", "*"], "6"),
        ([3], ["*"], "<5"),
        ([3, 0], ["*", "*"], "<5"),
        ([4, 2, 0], ["<5", "<5", "0"], "6"),
    ],
)
def test_lists(counts: list[int], cells: list[str], total: str) -> None:
    shown = mask_list(counts)
    assert ([str(one) for one in shown.cells], str(shown.total)) == (cells, total)


def test_a_table_hides_as_little_as_it_can() -> None:
    shown = mask_table([[3, 20, 30], [40, 50, 8], [9, 70, 80]])
    hidden = [cell for row in shown.rows for cell in row if isinstance(cell, Hidden)]
    assert shown.rows[0][0] is Hidden.SMALL
    assert len(hidden) == 4
    assert shown.row_totals == (53, 98, 159)
    assert shown.column_totals == (52, 140, 118)
    assert shown.total == 310


@pytest.mark.parametrize("counts", [[], [[]], [[0]], [[4]], [[1, 1], [1, 1]], [[4, 1], [1, 4]], [[1, 4], [0, 0]]])
def test_tables_that_are_hard_to_cover(counts: list[list[int]]) -> None:
    shown = mask_table(counts)
    assert not any(isinstance(cell, int) and 0 < cell < LEAST for row in shown.rows for cell in row)


@pytest.mark.parametrize("wrong", [[[1, 2], [3]], [[-1]]])
def test_what_is_no_table_is_refused(wrong: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"length|negative"):
        mask_table(wrong)
