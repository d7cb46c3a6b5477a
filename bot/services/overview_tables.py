"""The tables of the overview: their names, their lines, and counts of people over several months."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reports.figure_period import Added, added
from bot.reports.small_numbers import Cell, mask_list
from bot.vocabulary import Word


class TableName(Word):
    """The tables, in the order of the page; the words stand in addresses."""

    MESSAGES = "messages"
    LANGUAGES = "languages"
    CHANNELS = "channels"
    TOPICS = "topics"
    WAITS = "waits"
    SENDING = "sending"
    PEOPLE = "people"
    MONTHS = "months"
    REGENCIES = "regencies"
    KINDS = "kinds"
    DEADLINES = "deadlines"
    FLAGS = "flags"
    COUNTRIES = "countries"
    CLUSTERS = "clusters"


_MOST_MONTHS = 24

Value = int | Added | None
"""What stands in a cell; None for a share of nothing."""


@dataclass(frozen=True)
class Line:
    """One line. ``key``: our name of it, a date (``2026-11-21``), a regency, an answer's key, …; "" for the rest."""

    key: str
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class FigureTable:
    """One table. ``columns``: our names of what is counted, one for each cell of a line."""

    name: TableName
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing but noughts."""
        return not any(size_of(cell) or is_hidden(cell) for line in self.lines for cell in line.cells)

    def column(self, name: str) -> list[Value]:
        """Return one column."""
        place = self.columns.index(name)
        return [line.cells[place] for line in self.lines]


def size_of(value: Value) -> int:
    """Return how large a value is as far as it is shown."""
    return value.shown if isinstance(value, Added) else value or 0


def is_hidden(value: Value) -> bool:
    """Tell whether a value, or a part of it, is not shown."""
    return isinstance(value, Added) and bool(value.hidden)


def sum_of(values: Iterable[Value]) -> Added:
    """Return the sum as far as it is shown; the months hidden in any are hidden in it."""
    given = [value if isinstance(value, Added) else Added(value or 0) for value in values]
    hidden = [one for one in given if one.hidden]
    sign = hidden[0].sign if len(hidden) == 1 else "*"
    return Added(sum(one.shown for one in given), sum(one.hidden for one in given), sign if hidden else "")


def by_year(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines of months as they are, or those of more than two years added up by year."""
    if len(lines) <= _MOST_MONTHS:
        return tuple(lines)
    years = dict.fromkeys(line.key[:4] for line in lines)
    groups = {year: [line.cells for line in lines if line.key.startswith(year)] for year in years}
    return tuple(Line(f"{year}-01-01", tuple(map(sum_of, zip(*cells, strict=True)))) for year, cells in groups.items())


class Monthly:
    """Counts of people by month and key, each month's list hidden by itself (``mask_list``)."""

    def __init__(self, months: Sequence[date], keys: Sequence[str]) -> None:
        """Take the months and all keys there are: one that is absent from a month counts nought."""
        self._months, self._keys = months, keys
        self._counts: dict[date, Counter[str]] = {month: Counter() for month in months}

    def add(self, month: date, key: str, count: int = 1) -> None:
        """Count some of a month; those of another month are left out."""
        if month in self._counts:
            self._counts[month][key] += count

    def shown(self) -> Mapping[str, Added]:
        """Return each key's number over all months: every key belongs to one list whose total is shown elsewhere."""
        cells: dict[str, list[Cell]] = {key: [] for key in self._keys}
        for month in self._months:
            shown = mask_list([self._counts[month][key] for key in self._keys]).cells
            for key, cell in zip(self._keys, shown, strict=True):
                cells[key].append(cell)
        return {key: added(each) for key, each in cells.items()}

    def totals(self) -> Mapping[date, Added]:
        """Return each month's total."""
        return {month: added([mask_list([each.total()]).total]) for month, each in self._counts.items()}

    def shown_apart(self) -> Mapping[str, Added]:
        """Return the same where keys overlap: each key and what is without it are a list. Count ``WHOLE`` as well."""
        cells: dict[str, list[Cell]] = {key: [] for key in self._keys}
        for counts in self._counts.values():
            whole = counts[WHOLE]
            for key in self._keys:
                cells[key].append(mask_list([counts[key], whole - counts[key]]).cells[0])
        return {key: added(each) for key, each in cells.items()}


WHOLE = "\0whole"
"""The key of how many there are in all, where keys overlap."""
