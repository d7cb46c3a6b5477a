"""Lists of agencies as people save them: CSV and XLSX, Indonesian heads, bad rows by their lines."""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook

from bot.errors import BadInputError
from bot.recruiters.agencies import AgencyList, AgencyStatus
from bot.recruiters.agency_changes import Change, aligned, changed, compare, unchanged
from bot.recruiters.agency_files import AgencyFile, read_agency_file, shipped_notices
from bot.recruiters.agency_rows import e164

TODAY = date(2026, 11, 29)


def read(path: Path, kind: AgencyList = AgencyList.REGISTER) -> AgencyFile:
    return read_agency_file(path, kind, TODAY)


def csv_file(folder: Path, text: str, name: str = "daftar.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_a_workbook_with_titles_above_its_heads(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    for row in (
        ["DAFTAR P3MI"],
        [],
        ["No", "Nama P3MI", "Nomor SIP3MI", "Berlaku Sampai", "Telepon"],
        [1, "PT Maju Jaya", "123/2024", datetime(2027, 3, 1), 81234567890],  # noqa: DTZ001 - as spreadsheets keep days
        [2, "PT Lain", "7/2025", "31/12/2028", "0380-821234; +62 812 3456 7890"],
    ):
        sheet.append(row)
    book.save(tmp_path / "daftar.xlsx")
    found = read(tmp_path / "daftar.xlsx")
    assert found.faults == []
    assert found.ignored == ("No",)
    first, second = found.records.values()
    assert (first.name, first.licence_no, first.valid_until) == ("PT Maju Jaya", "123/2024", date(2027, 3, 1))
    assert first.phones == ("+6281234567890",)
    assert second.phones == ("+62380821234", "+6281234567890")
    assert second.valid_until == date(2028, 12, 31)


@pytest.mark.parametrize(
    "text", ["Nama,No Izin\nPT A,1\n", "\ufeffNama;No. Izin\r\nPT A;1\r\n", 'nama\tno izin\n"PT A"\t1']
)
def test_csv_of_any_spreadsheet_program(tmp_path: Path, text: str) -> None:
    (record,) = read(csv_file(tmp_path, text)).records.values()
    assert (record.name, record.licence_no, record.status) == ("PT A", "1", AgencyStatus.REGISTERED)


def test_bad_rows_are_named_by_their_lines_and_nothing_is_left_out(tmp_path: Path) -> None:
    rows = "Nama,No Izin,Berlaku sampai,Telepon,Status\n"
    rows += "PT A,1,kapan,,\n,2,,,\nPT B,3,,satu dua,\nPT C,4,,,dihapus\nPT D,5,,,\nPt. D,5,,,\n"
    found = read(csv_file(tmp_path, rows))
    assert [fault.split(":")[0] for fault in found.faults] == ["line 2", "line 3", "line 4", "line 5", "line 7"]
    assert "the same agency as in line 6" in found.faults[-1]
    with pytest.raises(BadInputError, match="nothing was changed"):
        found.refuse_faults()


def test_many_bad_rows_do_not_fill_the_screen(tmp_path: Path) -> None:
    found = read(csv_file(tmp_path, "Nama,No Izin\n" + ",1\n" * 500))
    with pytest.raises(BadInputError, match=r"\.\.\. and 480 more"):
        found.refuse_faults()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "no row of heads"),
        ("a.csv", b"Nama\nPT A\n", "no row of heads"),
        ("a.csv", b"Nama,No Izin\n", "no agencies"),
        ("a.csv", b"Nama,No Izin\nPT \xff\xfe,1\n", "UTF-8"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "no readable XLSX"),
        ("a.xlsx", b"", "no readable XLSX"),
        ("a.pdf", b"%PDF", "CSV or XLSX"),
        ("missing.csv", None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_says_what_is_wrong(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInputError, match=message):
        read(tmp_path / name)


def test_a_notice_needs_status_day_and_source(tmp_path: Path) -> None:
    head = "name,status,status_date,source,source_date\n"
    good = read(csv_file(tmp_path, head + "PT A,dicabut,2026-02,https://berita.id/a,2026-02-05\n"), AgencyList.NOTICES)
    assert good.faults == []
    bad = read(csv_file(tmp_path, head + "PT A,terdaftar,,berita,2027\n"), AgencyList.NOTICES)
    text = " ".join(bad.faults)
    assert all(
        part in text for part in ("status must be one of", "status_date must be", "web address", "in the future")
    )


def test_the_notices_that_come_along_are_whole() -> None:
    notices = shipped_notices()
    assert len(notices) == 57
    assert {record.status for record in notices.values()} == set(AgencyStatus) - {AgencyStatus.REGISTERED}
    assert all(record.source.startswith("https://") and record.source_date for record in notices.values())


def test_changes_lead_there_and_back(tmp_path: Path) -> None:
    old = read(csv_file(tmp_path, "Nama,No Izin\nPT A,1\nPT B,2\nPT C,3\n")).records
    new = read(csv_file(tmp_path, "Nama,No Izin\nPT A,1\nPT B,9\nPT D,4\n")).records
    changes = compare(old, new)
    assert [(change.change, str(change)) for change in changes] == [
        (Change.NEW, "new PT D"),
        (Change.CHANGED, "changed PT B: licence_no 2 -> 9"),
        (Change.GONE, "gone PT C"),
    ]
    after = changed(old, changes, "2026-11-01")
    assert after["c"].gone_as_of == "2026-11-01"
    assert unchanged(after, changes) == old
    back = compare(after, old)
    assert [change.change for change in back] == [Change.NEW, Change.CHANGED, Change.GONE]
    assert unchanged(changed(after, back, "2026-11-02"), back) == after


def test_companies_of_one_name_keep_apart_whatever_the_order_of_rows(tmp_path: Path) -> None:
    head, one, two = "Nama,No Izin\n", "PT Maju Jaya,1/2025\n", "PT Maju Jaya,2/2025\n"
    both = read(csv_file(tmp_path, head + one + two)).records
    assert both == read(csv_file(tmp_path, head + two + one)).records
    only = read(csv_file(tmp_path, head + two)).records
    changes = compare(both, only)
    assert [str(change) for change in changes] == ["gone PT Maju Jaya"]
    assert changes[0].before
    assert changes[0].before.licence_no == "1/2025"
    after = changed(aligned(both, only), changes, "2026-11-01")
    assert sorted((record.licence_no, bool(record.gone_as_of)) for record in after.values()) == [
        ("1/2025", True),
        ("2/2025", False),
    ]
    assert [change.change for change in compare(after, both)] == [Change.NEW]


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("6281234567890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("62380821234", "+62380821234"),
        ("12345", None),
        ("satu", None),
    ],
)
def test_telephone_numbers_as_spreadsheets_keep_them(written: str, phone: str | None) -> None:
    assert e164(written) == phone


def test_damaged_workbooks_are_one_clear_error(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    for number in range(50):
        sheet.append(["PT A", f"{number}/2025"])
    book.save(tmp_path / "daftar.xlsx")
    whole = (tmp_path / "daftar.xlsx").read_bytes()
    rng = Random(5)
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        (tmp_path / "rusak.xlsx").write_bytes(damaged)
        with suppress(BadInputError):
            read(tmp_path / "rusak.xlsx")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadInputError, match="cannot be read"):
        read(tmp_path / "folder.csv")


def test_what_is_too_long_for_the_database_is_a_bad_row(tmp_path: Path) -> None:
    rows = f"Nama,No Izin\nPT {'ﷺ' * 20},1\nPT A,{'9' * 300}\n"
    assert [fault.split(":")[0] for fault in read(csv_file(tmp_path, rows)).faults] == ["line 2", "line 3"]
