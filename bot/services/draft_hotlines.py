"""Draft telephone numbers from a file of the same form as the shipped ``hotlines.toml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomllib
from sqlalchemy.orm import Session

from bot.answers.findings import Finding, error, refuse_errors, said
from bot.answers.hotline_files import as_table, read_hotline
from bot.answers.hotlines import Hotline
from bot.answers.tables import Table
from bot.errors import BadInputError
from bot.services.change_hotline import draft_version
from bot.services.editing import Editing
from bot.services.hotline_rules import broken_by, checked_hotline, id_fault
from bot.store.hotline_revisions import published_hotlines, with_hotlines

HOTLINES = "hotlines.toml"
MOST_CHANGED = 100
"""Numbers that one file may change: more than the shipped file has, and a person has to read each."""

_HEAD = re.compile(r"\s*\[\s*(?P<quote>[\"']?)(?P<name>[^\"'\[\]]*)(?P=quote)\s*\]")
_AT_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True)
class ChangedHotline:
    """What a file would change of a number: its table now, empty for a new one, and as the file says."""

    hotline: Hotline
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def hotline_changes(session: Session, editing: Editing, file: Path) -> list[ChangedHotline]:
    """Return what a file would change, in its order; numbers that it does not have stay as they are.

    Raises BadInputError that lists every fault with its line: then nothing of the file may be used.
    """
    text, served = _text_of(file), with_hotlines(editing.shipped, published_hotlines(session))
    now = {one.id: one for one in served.hotlines.all()}
    findings: list[Finding] = []
    changed: list[ChangedHotline] = []
    for name, data in _tables(file.name, text).items():
        hotline, before = _read(file.name, text, name, data, now.get(name), editing, findings), now.get(name)
        if hotline != before:
            changed.append(ChangedHotline(hotline, as_table(before) if before else {}, as_table(hotline)))
    refuse_errors(file.name, findings)
    if len(changed) > MOST_CHANGED:
        raise BadInputError(said("a file may change at most {most} numbers", most=MOST_CHANGED))
    broken = broken_by(session, editing, [one.hotline for one in changed]) if changed else []
    refuse_errors(file.name, [error(file.name, one.message) for one in broken])
    return changed


def draft_hotlines(session: Session, editing: Editing, file: Path, author: str, reason: str) -> list[tuple[str, int]]:
    """Draft what a file changes; a second person publishes each. Returns ids and numbers of the versions.

    Raises BadInputError as ``hotline_changes``.
    """
    changed = hotline_changes(session, editing, file)
    return [
        (one.hotline.id, draft_version(session, editing, author, one.hotline.id, one.after, reason)) for one in changed
    ]


def _read(
    file: str, text: str, name: str, data: object, now: Hotline | None, editing: Editing, findings: list[Finding]
) -> Hotline:
    """Return one number; what is wrong with it goes to ``findings`` unless it is served so already."""
    faults: list[Finding] = []
    hotline = read_hotline(name, Table(name, data, faults))
    if not faults and hotline == now:
        return hotline
    fault = id_fault(name) if now is None else ""
    if not fault and isinstance(data, dict):
        faults = checked_hotline(name, data, editing.today)[1]
    found = [error("", fault)] if fault else faults
    for one in found:
        field = one.where.rpartition(".")[2]
        known = field if isinstance(data, dict) and field != name else ""
        where = said("{file}, line {line}, [{name}]", file=file, line=_line(text, name, known), name=name[:60])
        findings.append(error(where, one.message))
    return hotline


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInputError(said("{file} is no text in UTF-8", file=file.name)) from None


def _tables(file: str, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = _AT_LINE.search(str(problem))
        line = int(found[1]) if found else len(text.splitlines())
        raise BadInputError(said("{file}, line {line}: this cannot be read as TOML", file=file, line=line)) from None


def _line(text: str, name: str, field: str) -> int:
    """Return the line on which a field of a table is, or where the table begins."""
    begins, inside = 0, False
    for number, line in enumerate(text.splitlines(), start=1):
        head = _HEAD.match(line)
        if head:
            inside = head["name"].strip() == name
            begins = number if inside and not begins else begins
        elif inside and field and re.match(rf"\s*{re.escape(field)}\s*=", line):
            return number
    return begins or 1
