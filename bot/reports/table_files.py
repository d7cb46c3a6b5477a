"""Tables as files that other people open: CSV in which no cell is ever a formula.

What reporters wrote stands in the cells. A cell that begins with = + - @, a tab or a carriage return is run by
spreadsheet programs when a CSV file is opened (OWASP, "CSV Injection"): an apostrophe goes before it. Other kinds of
file: xlsx_file.py, table_pdf.py.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

LONGEST_CELL = 32_000
"""Characters; a cell of XLSX holds 32,767."""

_STARTERS = frozenset("=+-@\t\r\n|%")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Value = str | int


@dataclass(frozen=True)
class Table:
    """A table with its title. ``widths``: how wide the columns are beside each other; rows are read once."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int]


def as_csv(tables: Sequence[Table]) -> bytes:
    """Return the tables one below the other, UTF-8 with the mark by which Excel knows it."""
    made = BytesIO()
    with TextIOWrapper(made, "utf-8-sig", newline="", errors="replace", write_through=True) as text:
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        for number, table in enumerate(tables):
            if len(tables) > 1:
                writer.writerows([[]] if number else [])
                writer.writerow([harmless(table.title)])
            writer.writerow([harmless(heading) for heading in table.headings])
            writer.writerows([harmless(value) for value in row] for row in table.rows)
        text.flush()
        return made.getvalue()


def harmless(value: Value) -> Value:
    """Return a value that no spreadsheet program takes for a formula; numbers of ours stay numbers."""
    if isinstance(value, int):
        return value
    text = clean(value)
    first = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\u200b\ufeff")[:1])
    return f"'{text}" if first in _STARTERS and first else text


def clean(text: str) -> str:
    """Return a text without signs that files cannot hold, and no longer than a cell."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST_CELL]
