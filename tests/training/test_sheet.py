"""The sheet that goes to a spreadsheet and comes back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInputError
from bot.training.labels import check_rows
from bot.training.sentence import MAX_CHARS
from bot.training.sheet import COLUMNS, read_sheet, write_sheet
from tests.training.sentences import by_id, kept

FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@here", '=HYPERLINK("x")']


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet(*rows: dict[str, object], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def row(sentence, **changes):
    values = {"id": sentence.id, "text": sentence.text, "language": sentence.language, "label": "ask_cost"}
    return values | changes


def test_a_sheet_says_what_was_guessed_and_leaves_the_label_to_fill_in():
    content = write_sheet([kept("brp ongkos e", chosen="ask_cost")])
    assert content.startswith(b"\xef\xbb\xbf")
    (found,) = cells(content)
    assert tuple(found) == COLUMNS
    assert (found["suggested_1"], found["chosen"], found["label"]) == ("ask_cost 0.31", "ask_cost", "")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_the_text_comes_back_as_it_was(text):
    content = write_sheet([kept(text)])
    assert cells(content)[0]["text"] == f"'{text}"
    assert read_sheet(content)[0].text == text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=80))
def test_every_text_survives_the_round_trip(text):
    stripped = text.strip()
    assert read_sheet(write_sheet([kept(stripped)]))[0].text in {stripped, stripped.removeprefix("'")}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheets_own_separator_is_read(delimiter):
    sentence = kept()
    assert read_sheet(sheet(row(sentence), delimiter=delimiter))[0].uuid == sentence.id


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"id,text\n1,2\n"])
def test_what_is_no_sheet_is_refused_in_one_line(content):
    with pytest.raises(BadInputError):
        read_sheet(content)


def test_every_bad_row_is_named_with_its_line_and_without_its_text():
    good, unknown, other, twice, before = (kept(f"rahasia {number}") for number in range(5))
    other = kept("rahasia x", language="other")
    before = kept("rahasia y", label="ask_salary")
    rows = read_sheet(
        sheet(
            row(good),
            row(unknown, label="ask_everything"),
            row(kept("rahasia z")),
            row(other),
            row(twice),
            row(twice),
            row(before),
            row(good) | {"id": "17"},
            row(kept()) | {"text": "x" * (MAX_CHARS + 1), "id": unknown.id},
        )
    )
    checked = check_rows(rows, by_id(good, unknown, other, twice, before))
    assert [one.id for one in checked.good] == [good.id, twice.id]
    assert [fault.split(":")[0] for fault in checked.faults] == [f"line {line}" for line in (3, 4, 5, 7, 8, 9, 10)]
    assert "rahasia" not in " ".join(checked.faults)
    assert "was labelled ask_salary before" in checked.faults[4]


def test_the_labellers_language_counts_and_skip_needs_none():
    other, empty = kept(language="und"), kept()
    rows = read_sheet(sheet(row(other, language="aoz"), row(empty, label="")))
    checked = check_rows(rows, by_id(other, empty))
    assert ([one.language for one in checked.good], checked.empty) == (["aoz"], 1)
    rows = read_sheet(sheet(row(other, label="SKIP")))
    assert [one.label for one in check_rows(rows, by_id(other)).good] == ["skip"]


def test_what_the_labeller_types_is_redacted_too():
    sentence = kept()
    rows = read_sheet(sheet(row(sentence, text="tanya pak Bertolomeus 081234567890")))
    assert check_rows(rows, by_id(sentence)).good[0].text == "tanya pak <nama> <nomor>"
