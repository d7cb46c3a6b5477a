"""The form of a phone number: its fields, what was typed into them, and what a version changes."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _

from bot.answers.hotlines import HotlineKind, Line
from bot.answers.model import Confidence
from webhook.console.answer_words import (
    CONFIDENCE_WORDS,
    HOTLINE_FIELD_WORDS,
    HOTLINE_KIND_WORDS,
    HOTLINE_LINE_WORDS,
    say,
)
from webhook.console.answers import editing

_TEXTS = ("label", "name", "number", "whatsapp", "country", "area", "hours", "source", "source_date")
_CHECKS = ("last_checked", "checked_by")
_LONGEST = 400
_WORDS = {"channels": HOTLINE_LINE_WORDS, "kind": HOTLINE_KIND_WORDS, "confidence": CONFIDENCE_WORDS}


def fields() -> dict[str, object]:
    """Return what the form's template needs beside what stands in the fields."""
    return {
        "texts": _TEXTS,
        "lines": list(Line),
        "kinds": list(HotlineKind),
        "sure": [Confidence.HIGH, Confidence.MEDIUM],
        "today": editing().today,
    }


def typed() -> dict[str, object]:
    """Return the form as a table of the file; what is empty is left out."""
    form = request.form
    table: dict[str, object] = {name: " ".join(form.get(name, "").split())[:_LONGEST] for name in (*_TEXTS, *_CHECKS)}
    table["channels"] = [line.value for line in Line if line.value in form.getlist("channels")]
    table["toll_free_from"] = form.get("toll_free_from", "").replace(",", " ").split()[:20]
    table["emergency"] = form.get("emergency") == "1"
    table |= {name: form.get(name, "")[:20] for name in ("kind", "confidence")}
    return {name: value for name, value in table.items() if value != ""}


def number_typed(name: str) -> int:
    """Return a number of a version in a form, -1 for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else -1


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what a version changes: field, before, after."""
    shown = ((name, _shown(name, before.get(name)), _shown(name, after.get(name))) for name in HOTLINE_FIELD_WORDS)
    return [(field, old, new) for field, old, new in shown if old != new]


def _shown(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    words = _WORDS.get(name, {})
    parts = value if isinstance(value, list) else [value or ""]
    return ", ".join(say(words.get(str(part), "") or str(part)) if words else str(part) for part in parts)
