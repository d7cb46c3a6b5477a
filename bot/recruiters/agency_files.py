"""From a table of agencies to records: columns by Indonesian or English heads, every bad row named by its line."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.errors import BadInputError
from bot.recruiters.agencies import AgencyList, AgencyRecord
from bot.recruiters.agency_rows import read_row
from bot.recruiters.company_names import licence_key, spelling_key
from bot.recruiters.sheets import Row, read_sheet

SHIPPED_NOTICES = Path(__file__).parent / "data" / "agency_notices.tsv"

_HEADS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "nama", "nama p3mi", "nama perusahaan", "nama pt", "perusahaan", "p3mi"),
    "licence_no": ("licence no", "license no", "nomor izin", "no izin", "sip3mi", "no sip3mi", "nomor sip3mi"),
    "valid_until": ("valid until", "berlaku sampai", "berlaku hingga", "masa berlaku", "tanggal berakhir"),
    "phones": ("phones", "phone", "telepon", "telp", "no telepon", "no telp", "nomor telepon"),
    "address": ("address", "alamat", "alamat kantor"),
    "status": ("status", "keterangan status"),
    "status_date": ("status date", "tanggal status"),
    "source": ("source", "sumber"),
    "source_date": ("source date", "tanggal sumber"),
}
_HEAD_WITHIN = 10
"""Rows in which the heads are looked for: official tables open with titles."""

_MOST_FAULTS = 20


@dataclass
class AgencyFile:
    """What a file holds. ``faults`` are whole lines for the one who imports; with any of them nothing is imported."""

    records: dict[str, AgencyRecord] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    ignored: tuple[str, ...] = ()

    def refuse_faults(self) -> None:
        """Raise BadInputError that lists the bad rows, the first twenty by name."""
        if self.faults:
            more = len(self.faults) - _MOST_FAULTS
            shown = self.faults[:_MOST_FAULTS] + ([f"... and {more} more"] if more > 0 else [])
            raise BadInputError("nothing was changed; these rows need correcting:\n  " + "\n  ".join(shown))


def read_agency_file(path: Path, listed_in: AgencyList, today: date) -> AgencyFile:
    """Read a CSV or XLSX file of agencies. Raises BadInputError for a file without rows or without a name column."""
    rows = read_sheet(path)
    at, columns = _columns(path.name, rows)
    read = AgencyFile(ignored=tuple(head for head in rows[at][1] if head and _column(head) is None))
    numbered: list[tuple[int, AgencyRecord]] = []
    for number, cells in rows[at + 1 :]:
        named = {column: cells[index] if index < len(cells) else "" for column, index in columns.items()}
        record, faults = read_row(named, listed_in, today)
        read.faults += [f"line {number}: {fault}" for fault in faults]
        numbered += [] if faults else [(number, record)]
    _add(read, numbered)
    if not read.records and not read.faults:
        raise BadInputError(f"{path.name} holds no agencies below its heads")
    return read


def shipped_notices() -> dict[str, AgencyRecord]:
    """Return the notices that came with this release, by key."""
    read = read_agency_file(SHIPPED_NOTICES, AgencyList.NOTICES, date.max)
    read.refuse_faults()
    return read.records


def _add(read: AgencyFile, numbered: list[tuple[int, AgencyRecord]]) -> None:
    """Add records under the spelling of their names; companies of one name are told apart by their licences."""
    names = Counter(spelling_key(record.name) for _, record in numbered)
    lines: dict[str, int] = {}
    for number, record in numbered:
        key = spelling_key(record.name)
        if names[key] > 1:
            key = f"{key}/{licence_key(record.licence_no)}"
        if key in lines:
            read.faults.append(f"line {number}: the same agency as in line {lines[key]}")
        else:
            read.records[key], lines[key] = record, number


def _columns(name: str, rows: list[Row]) -> tuple[int, dict[str, int]]:
    for at, (_, cells) in enumerate(rows[:_HEAD_WITHIN]):
        found: dict[str, int] = {}
        for index, cell in enumerate(cells):
            column = _column(cell)
            if column:
                found.setdefault(column, index)
        if "name" in found and len(found) > 1:
            return at, found
    raise BadInputError(f'{name} has no row of heads; it needs at least "Nama" and "Nomor izin" (or "status")')


def _column(head: str) -> str | None:
    plain = " ".join(re.sub(r"[\W_]", " ", head.casefold()).split())
    return next((column for column, heads in _HEADS.items() if plain in heads), None)
