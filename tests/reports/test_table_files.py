"""Files of tables: hostile texts stay texts, nothing readable touches the disk, an archive needs its password."""

import csv
import tempfile
from datetime import timezone
from io import BytesIO, StringIO

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.reports.locked_zip import FIGURES, WORDS, locked_zip, new_password, password_words
from bot.reports.table_files import Table, as_csv
from bot.reports.table_pdf import as_pdf, printable
from bot.reports.xlsx_file import as_xlsx
from tests.factories import NOON

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u200b=1",
    "\uff1d1",  # a full-width sign of equality, which some programs read as one
    "%0A=1",
    "|calc",
]
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "%", "|")


def table(*cells: str) -> Table:
    return Table("Kasus", ["A"], [[cell] for cell in cells], [30])


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_formula_in_csv_is_a_text(cell: str) -> None:
    made = as_csv([table(cell)]).decode("utf-8-sig")
    (_, (read,)) = list(csv.reader(StringIO(made, newline="")))
    assert read.startswith("'")
    assert read[1:] == cell


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_formula_in_xlsx_is_a_text(cell: str) -> None:
    read = load_workbook(BytesIO(as_xlsx([table(cell)]))).active["A2"]
    assert read.data_type == "s"
    assert read.value == cell.replace("\r", "\n")


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_makes_a_file_that_opens(cells: list[str]) -> None:
    read = list(csv.reader(StringIO(as_csv([table(*cells)]).decode("utf-8-sig"), newline="")))
    assert len(read) == len(cells) + 1
    assert not any(one.strip(" \u00a0\u200b\ufeff").startswith(STARTERS) for row in read for one in row)
    sheet = load_workbook(BytesIO(as_xlsx([table(*cells)]))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert as_pdf([table(*cells)], heading="x", foot="y", unprinted="z", cut="c").startswith(b"%PDF-")


@pytest.mark.parametrize("title", ["Ka:sus[1]/*?'", "", "x" * 60, '"><script>'])
def test_a_sheet_has_a_name_that_may_be(title: str) -> None:
    (name,) = load_workbook(BytesIO(as_xlsx([Table(title, ["A"], [["x"]], [5])]))).sheetnames
    assert 0 < len(name) <= 31


def test_a_sign_that_cannot_be_printed_shows() -> None:
    assert printable("Ibu “Rosa” – 😀") == ('Ibu "Rosa" - ?', True)
    assert printable("Ibu Rosa") == ("Ibu Rosa", False)


def test_a_long_text_ends_on_its_page_and_a_long_table_goes_on() -> None:
    made = as_pdf([table("kata " * 5_000, *["x"] * 200)], heading="h", foot="f", unprinted="u", cut="cut")
    assert made.count(b"/Type /Page\n") > 3


def test_nothing_is_written_beside_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_more: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    rows = table(*["=x"] * 3_000)
    content = as_csv([rows]) + as_xlsx([rows]) + as_pdf([rows], heading="h", foot="f", unprinted="u", cut="c")
    assert locked_zip("x.bin", content, "password", NOON)


def test_an_archive_opens_with_its_password_only() -> None:
    password = new_password()
    made = locked_zip("ekspor.csv", b"Yosefina" * 100, password, NOON.astimezone(timezone.utc))
    assert b"Yosefina" not in made
    with pyzipper.AESZipFile(BytesIO(made)) as archive:
        assert archive.infolist()[0].wz_aes_strength == 3  # AES-256
        for wrong in (None, b"", password[:-1].encode(), password.upper().encode()):
            with pytest.raises(RuntimeError):
                archive.read("ekspor.csv", wrong)
        assert archive.read("ekspor.csv", password.encode()) == b"Yosefina" * 100


def test_passwords_are_long_enough_and_differ() -> None:
    words = password_words()
    assert len(words) == len(set(words)) >= 370
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words)
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one.split("-")) == WORDS + 1 and len(one.split("-")[-1]) == FIGURES for one in made)
