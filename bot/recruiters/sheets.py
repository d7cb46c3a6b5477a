"""Reading tables as people save them: CSV from any spreadsheet program, or XLSX. Cells come out as plain text."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

from bot.errors import BadInputError

MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
_DELIMITERS = ",;\t"
_HEADROOM = 100
"""Rows above the heads and empty ones that do not count."""

Row = tuple[int, tuple[str, ...]]
"""A line number, from 1 as spreadsheet programs show it, and its cells."""


def read_sheet(path: Path) -> list[Row]:
    """Return the rows of a CSV or XLSX file that hold anything. Raises BadInputError for anything else."""
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise BadInputError(f"{path.name} cannot be read: {fault.strerror}") from fault
    if size > MAX_BYTES:
        raise BadInputError(f"{path.name} has more than {MAX_BYTES // 1_000_000} MB")
    lines = _workbook(path) if path.suffix.lower() == ".xlsx" else _text(path)
    rows = [(number, cells) for number, cells in enumerate(lines, 1) if any(cells)]
    if len(rows) > MAX_ROWS:
        raise BadInputError(f"{path.name} has more than {MAX_ROWS} rows")
    return rows


def _text(path: Path) -> Iterator[tuple[str, ...]]:
    if path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        raise BadInputError(f"{path.name} must be a CSV or XLSX file")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise BadInputError(f"{path.name} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise BadInputError(f'{path.name} is not in UTF-8; save it as "CSV UTF-8" or as XLSX') from fault
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield tuple(cell.strip() for cell in cells)
    except csv.Error as fault:
        raise BadInputError(f"{path.name} is no readable CSV: {fault}") from fault


def _workbook(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of the first sheet; formulas give the value they had when the file was saved."""
    try:
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            rows = islice(book.worksheets[0].iter_rows(values_only=True), MAX_ROWS + _HEADROOM)
            return [_as_text(cells) for cells in rows]
    except Exception as fault:  # a damaged file fails in the zip, the XML or the reader itself, each in its own way
        raise BadInputError(f"{path.name} is no readable XLSX file") from fault


def _as_text(cells: Sequence[object]) -> tuple[str, ...]:
    return tuple(_cell(cell) for cell in cells)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # spreadsheets keep a telephone number as a float
    return " ".join(str(value).split())
