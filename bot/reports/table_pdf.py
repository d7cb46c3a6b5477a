"""Tables as a PDF for paper: A4 across, headings on every page.

The fonts every reader has hold the signs of Western Europe (Windows-1252 without its additions: Latin-1), which
is all that Indonesian and English need. A sign outside of them is printed as "?", and the last line says so: a font
with more would add a megabyte to every file and a package to every installation.
"""

from collections.abc import Sequence
from functools import lru_cache

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.reports.table_files import Table, clean

_FONT, _SIZE, _LINE = "helvetica", 8, 3.6
_MARGIN, _GAP = 12, 0.8
_MOST_LINES = 45
"""Lines of one row on a page; what is longer is cut, and says so."""

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "-", "\t": " "})


def as_pdf(tables: Sequence[Table], *, heading: str, foot: str, unprinted: str, cut: str) -> bytes:
    """Return the tables on paper. ``heading``, ``foot``: on every page; ``unprinted``: what a "?" may stand for;

    ``cut``: what stands at the end of a text that is longer than a page.
    """
    paper = _Paper(printable(heading)[0], printable(foot)[0], printable(cut)[0])
    for table in tables:
        paper.put(table)
    if paper.unprinted:
        paper.line(printable(unprinted)[0])
    return bytes(paper.output())


def printable(text: str) -> tuple[str, bool]:
    """Return a text in signs that are printed, and whether others were in it."""
    plain = clean(text).translate(_PLAIN)
    printed = plain.encode("latin-1", "replace").decode("latin-1")
    return printed, printed != plain


class _Paper(FPDF):
    """The pages. ``unprinted``: whether a sign could not be printed."""

    def __init__(self, heading: str, foot: str, cut: str) -> None:
        super().__init__(orientation="landscape", format="A4")
        self._heading, self._foot, self._cut = heading, foot, cut
        self.unprinted = False
        self.set_margin(_MARGIN)
        self.set_auto_page_break(auto=False)
        self._width_of = lru_cache(maxsize=20_000)(self.get_string_width)
        self.add_page()

    def header(self) -> None:
        """Print what stands at the top of every page."""
        self.set_font(_FONT, "B", _SIZE + 2)
        self.cell(0, _LINE * 1.6, self._heading, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font(_FONT, "", _SIZE)

    def footer(self) -> None:
        """Print what stands at the bottom of every page."""
        self.set_y(-_MARGIN)
        self.set_font(_FONT, "", _SIZE - 1)
        self.cell(0, _LINE, f"{self._foot} - {self.page_no()}")

    def line(self, text: str) -> None:  # type: ignore[override]  # a line of words, not one that is drawn
        """Print one line of words."""
        self._room(1)
        self.cell(0, _LINE * 1.4, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def put(self, table: Table) -> None:
        """Print a table; its headings again on every page it goes on to."""
        self._room(4)
        self.set_font(_FONT, "B", _SIZE + 1)
        self.cell(0, _LINE * 1.8, printable(table.title)[0], new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        share = self.epw / sum(table.widths)
        widths = [width * share for width in table.widths]
        self._row(table.headings, widths, bold=True)
        for row in table.rows:
            lines = self._lines([str(value) for value in row], widths)
            if self._room(max(map(len, lines))):
                self._row(table.headings, widths, bold=True)
            self._print(lines, widths)
        self.ln(_LINE)

    def _row(self, values: Sequence[str], widths: Sequence[float], *, bold: bool) -> None:
        self.set_font(_FONT, "B" if bold else "", _SIZE)
        self._print([[printable(value)[0]] for value in values], widths)
        self.set_font(_FONT, "", _SIZE)

    def _print(self, lines: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        top = self.get_y()
        left = self.l_margin
        for cell, width in zip(lines, widths, strict=True):
            for number, line in enumerate(cell):
                if line:
                    self.set_xy(left, top + _GAP + number * _LINE)
                    self.cell(width, _LINE, line)
            left += width
        bottom = top + max(map(len, lines)) * _LINE + 2 * _GAP
        super().line(self.l_margin, bottom, self.w - self.r_margin, bottom)
        self.set_xy(self.l_margin, bottom)

    def _room(self, lines: int) -> bool:
        """Go on to the next page where these lines have no room; tell whether."""
        if self.get_y() + lines * _LINE + 2 * _GAP <= self.h - 2 * _MARGIN:
            return False
        self.add_page()
        return True

    def _lines(self, values: Sequence[str], widths: Sequence[float]) -> list[list[str]]:
        return [self._wrapped(value, width - 2 * self.c_margin) for value, width in zip(values, widths, strict=True)]

    def _wrapped(self, text: str, width: float) -> list[str]:
        printed, changed = printable(text)
        self.unprinted |= changed
        lines: list[str] = []
        for paragraph in printed.splitlines() or [""]:
            line = ""
            for word in self._pieces(paragraph, width):
                longer = f"{line} {word}".lstrip()
                if line and self._width_of(longer) > width:
                    lines.append(line)
                    longer = word
                line = longer
            lines.append(line)
        return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], self._cut]

    def _pieces(self, paragraph: str, width: float) -> list[str]:
        """Return the words of a paragraph, one that is wider than its column in pieces."""
        pieces: list[str] = []
        for word in paragraph.split():
            rest = word
            while self._width_of(rest) > width and len(rest) > 1:
                fits = max(1, int(len(rest) * width / self._width_of(rest)))
                pieces.append(rest[:fits])
                rest = rest[fits:]
            pieces.append(rest)
        return pieces
