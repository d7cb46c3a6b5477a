"""Scripts for ``bot talk``: one JSON object a line, checked before the conversation begins."""

import json
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import BadInputError
from bot.messaging.door import Attachment

_KNOWN = {"user", "media", "after_hours", "from"}
_MOST_HOURS = 24 * 365


@dataclass(frozen=True)
class Step:
    """What a person does: writes ``user`` after ``after_hours`` of silence, perhaps with a file."""

    user: str
    attachments: tuple[Attachment, ...] = ()
    after_hours: float = 0
    sender: str | None = None


def read_script(file: Path) -> list[Step]:
    """Read a script. Raises BadInputError naming the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInputError(f"cannot read {file.name} as UTF-8 text") from fault
    return [_read_line(line, number, file.parent) for number, line in enumerate(lines, 1) if line.strip()]


def _read_line(line: str, number: int, folder: Path) -> Step:
    try:
        given = json.loads(line)
    except ValueError as fault:
        raise BadInputError(f"script line {number} is not JSON") from fault
    if not isinstance(given, dict) or not isinstance(given.get("user"), str) or set(given) - _KNOWN:
        raise BadInputError(f'script line {number} needs "user" and may have {", ".join(sorted(_KNOWN - {"user"}))}')
    return Step(given["user"], _media(given, number, folder), _hours(given, number), _sender(given, number))


def _hours(given: dict[str, Any], number: int) -> float:
    hours = given.get("after_hours", 0)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 <= hours <= _MOST_HOURS:
        raise BadInputError(f"script line {number}: after_hours is a number of hours from 0 to a year")
    return float(hours)


def _sender(given: dict[str, Any], number: int) -> str | None:
    sender = given.get("from")
    if sender is not None and not (isinstance(sender, str) and 3 <= len(sender) <= 60):
        raise BadInputError(f"script line {number}: from is an address")
    return sender


def _media(given: dict[str, Any], number: int, folder: Path) -> tuple[Attachment, ...]:
    name = given.get("media")
    if name is None:
        return ()
    path = folder / str(name)
    if not path.is_file():
        raise BadInputError(f"script line {number}: the file in media is not beside the script")
    return (Attachment(path.resolve().as_uri(), mimetypes.guess_type(path)[0] or "application/octet-stream"),)
