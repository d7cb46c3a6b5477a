"""Reading the rule tables in ``bot/understanding/data``.

Tab-separated, first line the column names, lines starting with ``#`` are notes. A broken table is a mistake
of ours, so it stops the start with the file's name and line.
"""

from collections.abc import Iterator
from pathlib import Path

from bot.errors import CorruptDataError

FOLDER = Path(__file__).parent / "data"


def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``data/<name>.tsv`` as dictionaries of stripped cells. Raises CorruptDataError."""
    return tuple(_rows(FOLDER / f"{name}.tsv"))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise CorruptDataError(f"cannot read the rule table {path.name}") from problem
    numbered = [(i, line) for i, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    columns = [cell.strip() for cell in numbered[0][1].split("\t")] if numbered else []
    for number, line in numbered[1:]:
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > len(columns):
            raise CorruptDataError(f"{path.name} line {number}: more cells than the {len(columns)} columns")
        cells += [""] * (len(columns) - len(cells))
        yield dict(zip(columns, cells, strict=True))
