"""The overview's tables as a page and as files show them: names, texts, and the chart of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from bot.answers.dates import country_name
from bot.recruiters.red_flags import answer_key
from bot.reports.table_files import Table, as_csv
from bot.services.overview import Overview
from bot.services.overview_messages import UNDERSTOOD, step_name
from bot.services.overview_tables import FigureTable, Line, TableName, Value, size_of
from bot.vocabulary import Language
from webhook.console import overview_words
from webhook.console.answers import title_of
from webhook.console.case_words import KIND_WORDS, LEVEL_WORDS, word
from webhook.console.charts import Bars, Columns, bars_of, columns_of, line_of
from webhook.console.choropleth import ShadedMap, shaded_map
from webhook.console.known_answers import known_answers

_MOST_BARS = 10
_OF_MESSAGES = frozenset(
    {TableName.MESSAGES, TableName.LANGUAGES, TableName.CHANNELS, TableName.TOPICS, TableName.WAITS, TableName.SENDING}
)
_STACKED = frozenset({TableName.DEADLINES})
_OVER_TIME = {TableName.MESSAGES: -1, TableName.PEOPLE: 1, TableName.MONTHS: 1}
"""How many columns of a table stand on top of each other in its chart."""

_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Panel:
    """One table on the page. ``rows``: the name of each line and its texts. ``more``: lines that are not drawn."""

    name: TableName
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    empty: bool
    bars: Bars | None = None
    columns: Columns | None = None
    line: Columns | None = None
    shaded: ShadedMap | None = None
    legend: tuple[str, ...] = ()
    more: int = 0


def panels_of(overview: Overview) -> tuple[list[Panel], list[Panel]]:
    """Return every table of the overview with its chart: those of messages, then those of people and reports."""
    panels = [_panel(table, overview) for table in overview.tables.values()]
    return [one for one in panels if one.name in _OF_MESSAGES], [one for one in panels if one.name not in _OF_MESSAGES]


def csv_of(table: FigureTable, overview: Overview) -> bytes:
    """Return a table as a file."""
    head = _head(table)
    rows = [[_label(table, line, overview), *map(_cell, line.cells)] for line in table.lines]
    return as_csv([Table("", head, rows, [20] * len(head))])


def _panel(table: FigureTable, overview: Overview) -> Panel:
    labels = [_label(table, line, overview) for line in table.lines]
    rows = tuple((label, tuple(map(_text, line.cells))) for label, line in zip(labels, table.lines, strict=True))
    made = Panel(table.name, _head(table), rows, table.is_empty)
    if table.is_empty:
        return made
    return Panel(**{**vars(made), **_chart(table, labels)})


def _chart(table: FigureTable, labels: Sequence[str]) -> dict[str, object]:
    if table.name in _OVER_TIME:
        drawn = [line.cells[: _OVER_TIME[table.name]] for line in table.lines]
        short = [label[:5] if len(label) > len("11-2026") else label for label in labels]
        found: dict[str, object] = {"columns": columns_of(short, drawn)}
        if table.name is TableName.MESSAGES:
            shares = [None if cell is None else size_of(cell) for cell in table.column(UNDERSTOOD)]
            found |= {"line": line_of(short, shares), "legend": _head(table)[1:-1]}
        return found
    if table.name is TableName.REGENCIES:
        return {"shaded": shaded_map(table.lines)}
    stacked = table.name in _STACKED
    kept = table.lines[:_MOST_BARS]
    values = [(label, line.cells if stacked else line.cells[:1]) for label, line in zip(labels, kept, strict=False)]
    texts = [" / ".join(map(_text, cells)) for _, cells in values]
    legend = _head(table)[1:] if stacked else ()
    return {"bars": bars_of(values, texts), "legend": legend, "more": len(table.lines) - len(kept)}


def _head(table: FigureTable) -> tuple[str, ...]:
    columns = (word(overview_words.COLUMN_WORDS, column) for column in table.columns)
    return (word(overview_words.FIRST_WORDS, table.name), *columns)


def _label(table: FigureTable, line: Line, overview: Overview) -> str:
    known = overview_words.LINE_WORDS.get(f"{table.name}.{line.key}")
    if known is not None:
        return str(_(known))
    if table.name in _OVER_TIME:
        return f"{date.fromisoformat(line.key):{_time_format(table, overview)}}"
    if table.name is TableName.COUNTRIES:
        return country_name(line.key, Language.ID) if _COUNTRY.fullmatch(line.key) else line.key
    return _of_content(table.name, line.key)


def _time_format(table: FigureTable, overview: Overview) -> str:
    """Return how the days on which the lines begin are written."""
    if table.name is TableName.MESSAGES:
        return {"month": "%m-%Y", "year": "%Y"}.get(step_name(overview.period), "%d-%m-%Y")
    return "%m-%Y" if len(table.lines) == len(overview.period.months) else "%Y"


def _of_content(name: TableName, key: str) -> str:
    if name is TableName.KINDS:
        return word(KIND_WORDS, key)
    if name is TableName.DEADLINES:
        return word(LEVEL_WORDS, key)
    catalog = known_answers()
    wanted = answer_key(key) if name is TableName.FLAGS else key
    return title_of(catalog.answer(wanted)) if wanted in catalog else key


def _text(value: Value) -> str:
    """Return a value as people read it, thousands with a point."""
    if value is None:
        return "–"
    text = str(value)
    return f"{int(text):,}".replace(",", ".") if text.isdecimal() else text


def _cell(value: Value) -> str | int:
    """Return a value as a file holds it: a number where it is one."""
    text = "" if value is None else str(value)
    return int(text) if text.isdecimal() else text
