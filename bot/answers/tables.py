"""Strict reading of TOML tables: every fault is noted with its place, none stops the reading."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import tomllib

from bot.answers.dates import partial_date
from bot.answers.findings import Finding, error
from bot.vocabulary import Word

WordType = TypeVar("WordType", bound=Word)


def read_toml(path: Path, findings: list[Finding]) -> dict[str, object]:
    """Return a TOML file's tables; an unreadable file gives a finding and no tables."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        findings.append(error(path.name, f"is no valid TOML: {problem}"))
    except OSError as problem:
        findings.append(error(path.name, f"cannot be read: {problem.strerror}"))
    return {}


def is_url(text: str) -> bool:
    """Return whether the text is a web address with a host."""
    try:
        parts = urlsplit(text)
        has_host = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
        return has_host and not any(character.isspace() for character in text)
    except ValueError:
        return False


class Table:
    """One TOML table that is read field by field.

    Every reader returns a usable value even when the field is wrong; the fault goes to ``findings``.
    """

    def __init__(self, where: str, data: object, findings: list[Finding]) -> None:
        """Start reading ``data``, found at ``where``."""
        self.where = where
        self._findings = findings
        self._read: set[str] = set()
        self._data: Mapping[str, object] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.fault("", "must be a table, [name] with its fields below")

    def fault(self, name: str, message: str) -> None:
        """Note a fault of one field, or of the whole table for an empty name."""
        self._findings.append(error(f"{self.where}.{name}" if name else self.where, message))

    def part(self, name: str, data: object) -> "Table":
        """Return a reader of a table inside this one."""
        return Table(f"{self.where}.{name}", data, self._findings)

    def raw(self, name: str) -> object:
        """Return a field unchecked, None when it is missing."""
        self._read.add(name)
        return self._data.get(name)

    def text(self, name: str, *, required: bool = True) -> str:
        """Return a text without white space around it, empty when missing."""
        value = self.raw(name)
        if value is None:
            if required:
                self.fault(name, "is missing")
            return ""
        if not isinstance(value, str):
            self.fault(name, 'must be a text in "quotes"')
            return ""
        if required and not value.strip():
            self.fault(name, "is empty")
        return value.strip()

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """Return true or false; required unless there is a default."""
        value = self.raw(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, bool):
            self.fault(name, "must be true or false")
        return value is True

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when missing."""
        value = self.raw(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(name, 'must be a list of texts, ["one", "two"]')
            return ()
        return tuple(value)

    def word(self, name: str, kind: type[WordType], default: WordType) -> WordType:
        """Return one of the kind's words; ``default`` only after a fault."""
        return self._word(name, self.text(name), kind) or default

    def optional_word(self, name: str, kind: type[WordType]) -> WordType | None:
        """Return one of the kind's words, None when the field is missing."""
        return self._word(name, self.text(name, required=False), kind)

    def words(self, name: str, kind: type[WordType]) -> tuple[WordType, ...]:
        """Return a list of the kind's words."""
        found = [self._word(name, text, kind) for text in self.texts(name)]
        return tuple(word for word in found if word)

    def day(self, name: str, *, required: bool = True) -> date | None:
        """Return a whole date, written without quotes."""
        value = self.raw(name)
        if value is None and not required:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.fault(name, "must be a date without quotes, such as 2026-11-21")
        return None

    def partial_day(self, name: str, *, required: bool = True) -> str:
        """Return a date as far as it is known: "2025", "2025-10" or "2025-10-25"."""
        text = self.text(name, required=required)
        if text:
            try:
                partial_date(text)
            except ValueError:
                self.fault(name, 'must be "YYYY", "YYYY-MM" or "YYYY-MM-DD"')
                return ""
        return text

    def url(self, name: str) -> str:
        """Return a web address."""
        text = self.text(name)
        if text and not is_url(text):
            self.fault(name, "must be a whole web address, https://...")
        return text

    def refuse_unknown(self) -> None:
        """Note every field that nobody asked for."""
        for name in sorted(set(self._data) - self._read):
            self.fault(name, "is not a known field; remove it or correct its spelling")

    def _word(self, name: str, text: str, kind: type[WordType]) -> WordType | None:
        if not text:
            return None
        try:
            return kind(text)
        except ValueError:
            self.fault(name, f'must be one of {", ".join(kind)}, not "{text[:40]}"')
            return None
