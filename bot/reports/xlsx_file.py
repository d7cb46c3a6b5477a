"""Workbooks for Excel, written by hand: every text is an inline string, so nothing in them can be a formula.

The shape is the smallest that ECMA-376 (Office Open XML, part 1, 18) allows and readers take. openpyxl would write
every sheet into a readable temporary file first, which a killed process leaves behind.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from bot.reports.table_files import Table, Value, clean

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""No table of ours is wider."""

_PLAIN, _BOLD = 0, 1
_STYLES = (
    f'{_START}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2">'
    + "".join(
        f'<xf numFmtId="0" fontId="{font}" fillId="0" borderId="0" xfId="0" applyAlignment="1" applyFont="1">'
        '<alignment vertical="top" wrapText="1"/></xf>'
        for font in (_PLAIN, _BOLD)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """Return a workbook with a sheet for each table, its headings fixed at the top."""
    made = BytesIO()
    numbers = range(1, len(tables) + 1)
    with ZipFile(made, "w", ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", _content_types(numbers))
        book.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        book.writestr("xl/workbook.xml", _workbook(tables))
        sheets = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        book.writestr("xl/_rels/workbook.xml.rels", _relations([*sheets, ("rId0", "styles", "styles.xml")]))
        book.writestr("xl/styles.xml", _STYLES)
        for number, table in zip(numbers, tables, strict=True):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
                sheet.write(_beginning(table.widths).encode())
                sheet.write(_row(1, table.headings, _BOLD))
                for line, row in enumerate(table.rows, start=2):
                    sheet.write(_row(line, row, _PLAIN))
                sheet.write(b"</sheetData></worksheet>")
    return made.getvalue()


def _beginning(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    view = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{_START}<worksheet xmlns="{_MAIN}"><sheetViews>{view}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )


def _row(line: int, values: Sequence[Value], style: int) -> bytes:
    cells = "".join(_cell(f"{_COLUMNS[index]}{line}", value, style) for index, value in enumerate(values))
    return f'<row r="{line}">{cells}</row>'.encode()


def _cell(place: str, value: Value, style: int) -> str:
    if isinstance(value, int):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = _LOOKS_ESCAPED.sub("_x005F_", clean(value).replace("\r\n", "\n").replace("\r", "\n"))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _workbook(tables: Sequence[Table]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(_name(table.title, number))} sheetId="{number}" r:id="rId{number}"/>'
        for number, table in enumerate(tables, start=1)
    )
    return f'{_START}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>'


def _name(title: str, number: int) -> str:
    return _NO_NAME.sub(" ", clean(title)).strip()[:_LONGEST_NAME] or f"{number}"


def _content_types(numbers: range) -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in numbers]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{_PART}.{kind}+xml"/>' for name, kind in parts)
    return (
        f'{_START}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(links: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{one}" Type="{_LINKS}/{kind}" Target="{to}"/>' for one, kind, to in links)
    return f'{_START}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
