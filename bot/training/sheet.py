"""The table in which sentences are labelled: CSV made for a spreadsheet, and read back from one.

UTF-8 with a byte order mark, so that spreadsheets read it as UTF-8. A cell that a spreadsheet would run as a formula
gets an apostrophe in front, which reading takes off again. Spreadsheets may save with semicolons or tabs.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from bot.errors import BadInputError
from bot.training.sentence import SKIP, Sentence
from bot.vocabulary import FIXED_INTENTS

COLUMNS = ("id", "text", "language", "suggested_1", "suggested_2", "suggested_3", "chosen", "label")
_NEEDED = ("id", "text", "language", "label")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LABELS = frozenset({intent.value for intent in FIXED_INTENTS} | {SKIP})


@dataclass(frozen=True)
class Row:
    """A row as it came back, cells stripped. ``line``: where it ends in the file, counted from 1."""

    line: int
    id: str
    text: str
    language: str
    label: str

    @property
    def uuid(self) -> UUID | None:
        """Return the id, None when it is none."""
        try:
            return UUID(self.id)
        except ValueError:
            return None


def write_sheet(sentences: Iterable[Sentence]) -> bytes:
    """Return the sheet with one row a sentence and an empty label."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for sentence in sentences:
        writer.writerow([_harmless(cell) for cell in _cells(sentence)])
    return out.getvalue().encode("utf-8-sig")


def _cells(sentence: Sentence) -> list[str]:
    guesses = [f"{guess.intent} {guess.confidence:.2f}" for guess in sentence.guesses[:3]]
    guesses += [""] * (3 - len(guesses))
    return [str(sentence.id), sentence.text, sentence.language, *guesses, sentence.chosen or "", ""]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def read_sheet(content: bytes) -> list[Row]:
    """Return the rows of a sheet that came back, empty ones left out. Raises BadInputError."""
    try:
        text = content.decode("utf-8-sig")
        return list(_rows(text))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise BadInputError("the file is no CSV in UTF-8; save it as 'CSV UTF-8'") from fault


def _rows(text: str) -> Iterator[Row]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="", restkey="")
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in _NEEDED if name not in reader.fieldnames]
    if missing:
        raise BadInputError(f"the first line must name the columns; missing: {', '.join(missing)}")
    for cells in reader:
        row = _row(reader.line_num, cells)
        if any((row.id, row.text, row.label)):
            yield row


def _row(line: int, cells: Mapping[str, str]) -> Row:
    label = _cell(cells, "label").lower()
    return Row(line, _cell(cells, "id"), _cell(cells, "text"), _cell(cells, "language").lower(), label)


def _cell(cells: Mapping[str, str], name: str) -> str:
    cell = cells[name].strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
