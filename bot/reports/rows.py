"""Reading the tables in ``bot/reports/data``: tab-separated, ``#`` before notes, the first line names the columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInputError

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Row:
    """One line of a table: where it stands, for messages, and its stripped cells by column."""

    place: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of a column."""
        return self.cells[column]


def read_rows(path: Path, columns: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of a table with exactly these columns. Raises BadInputError with the file's name and line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInputError(f"cannot read the table {path.name}") from problem
    told = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    rows = [(f"{path.name} line {number}", [cell.strip() for cell in cells]) for number, cells in told]
    if not rows or rows[0][1] != list(columns):
        raise BadInputError(f"{path.name}: the columns must be {', '.join(columns)}")
    return tuple(_row(place, columns, cells) for place, cells in rows[1:])


def _row(place: str, columns: Sequence[str], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise BadInputError(f"{place}: {len(cells)} cells instead of {len(columns)}")
    return Row(place, dict(zip(columns, cells, strict=True)))
