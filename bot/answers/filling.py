"""Filling the placeholders of a text for one reply: numbers, choices, values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from bot.answers.catalog import Catalog
from bot.answers.dates import country_name, shown_date
from bot.answers.hotlines import sendable
from bot.answers.model import Form
from bot.answers.placeholders import REFERENCES, Placeholder, clean_value, fill, placeholders
from bot.errors import BadInputError
from bot.vocabulary import Language

MOST_FLAGS = 3
"""Labels that fit into one SMS beside what they mean."""

MOST_REASONS = 5
"""Reasons that fit into one WhatsApp message with what to do next: 5 of up to 160 characters."""

MOST_NAMED = 10
"""Signs that are told at all, by reason or by name; whoever has ten has been warned."""

RECIPIENT = "recipient"
"""The value that is an answer's key and shown by its label: who will read a report."""

_COUNTRY = re.compile(r"[A-Z]{2}")

DATES = frozenset({"date", "noted"})
"""Values that are dates, YYYY, YYYY-MM or YYYY-MM-DD, and shown in words."""

LANGUAGE_NAMES: Mapping[Language, str] = MappingProxyType(
    {Language.ID: "Bahasa Indonesia", Language.AOZ: "Bahasa Timor (Uab Meto)", Language.EN: "English"}
)


@dataclass(frozen=True)
class ReplySpec:
    """What to say, without wording.

    ``page``: None for the first form (SMS: short, WhatsApp: full), 1 and up for a page of the full text by
    SMS; a page beyond the last one gives the last. ``choices`` are answer keys, shown by their labels, or
    ready labels, numbered from 1. ``values`` fill the named placeholders; ``country`` among them is an ISO
    3166 code, shown by its name, and decides the emergency numbers. ``brief``: the short form on WhatsApp too.
    ``parts`` are the answers that ``{flags}`` lists by their labels, ``{reasons}`` with their short texts, ``{facts}``
    by their labels with the values of the same names. ``note``: the answer said below the first form.
    """

    key: str
    page: int | None = None
    choices: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    brief: bool = False
    parts: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Context:
    """What rendering needs to know of the world. ``drafts``: whether Dawan drafts may be sent at all."""

    today: date
    service: str
    drafts: bool = True


@dataclass(frozen=True)
class Filler:
    """Fills texts of one reply in one language. ``own_drafts``: labels may be drafts, as the text itself is."""

    reply: ReplySpec
    language: Language
    catalog: Catalog
    context: Context
    own_drafts: bool = False

    def fill(self, text: str) -> str:
        """Return the text filled. Raises BadInputError when the reply lacks a value the text names."""
        return fill(text, self._resolve).strip()

    def note(self) -> str:
        """Return the note to put below; none below a draft, whose Indonesian companion has it."""
        return "" if self.own_drafts or not self.reply.note else self.fill(self._short(self.reply.note))

    def choices_below(self, text: str) -> str:
        """Return the lines of choices to put below ``text``.

        Empty when the text says itself where they go, and below a draft, whose Indonesian companion has them.
        """
        return "" if self.own_drafts or self._says_where(text) else self._choice_lines()

    def choices(self, text: str) -> tuple[str, ...]:
        """Return the labels of the choices as they are shown in or below ``text``."""
        return () if self.own_drafts and not self._says_where(text) else self._labels()

    @staticmethod
    def _says_where(text: str) -> bool:
        return any(found.name == "choices" for found in placeholders(text))

    def _labels(self) -> tuple[str, ...]:
        return tuple(self._label(choice) for choice in self.reply.choices)

    def _resolve(self, found: Placeholder) -> str:
        if found.name in REFERENCES:
            return self._number(found)
        own = {
            "service": lambda: clean_value(self.context.service),
            "language": lambda: LANGUAGE_NAMES[self.language],
            "choices": self._choice_lines,
            "emergency_numbers": self._emergency_numbers,
            "flags": lambda: self._labels_of(self.reply.parts[:MOST_FLAGS]),
            "reasons": self._reasons,
            "facts": self._facts,
        }.get(found.name)
        return own() if own else self._value(found)

    def _value(self, found: Placeholder) -> str:
        if found.name not in self.reply.values:
            raise BadInputError(f"answer {self.reply.key} needs the value {found}")
        value = clean_value(self.reply.values[found.name])
        if found.name in DATES:
            return shown_date(value, self.language)
        if found.name == RECIPIENT:
            return self.catalog.label(value, self.language)
        return country_name(value, self.language) if found.name == "country" else value

    def _emergency_numbers(self) -> str:
        country = self.reply.values.get("country")
        lines = self.catalog.hotlines.emergency_lines(country, self.context.today)
        return ", ".join(line.shown for line in lines)

    def _labels_of(self, keys: Sequence[str]) -> str:
        return ", ".join(self.catalog.label(key, self.language) for key in keys)

    def _reasons(self) -> str:
        """Return the first parts with their short texts, one below the other, and the names of the rest."""
        told, rest = self.reply.parts[:MOST_REASONS], self.reply.parts[MOST_REASONS:MOST_NAMED]
        lines = [f"- *{self._labels_of([key])}.* {self.fill(self._short(key))}" for key in told]
        return "\n".join([*lines, f"- {self._labels_of(rest)}."] if rest else lines)

    def _facts(self) -> str:
        """Return the parts by their labels, one below the other, each with what the reply's values tell of it."""
        told = {key: clean_value(self.reply.values.get(key, "")) for key in self.reply.parts}
        lines = [(self._labels_of([key]), self._with_country(value)) for key, value in told.items()]
        return "\n".join(f"{label}: {value}" if value else label for label, value in lines)

    def _with_country(self, value: str) -> str:
        """Write the codes of countries among places out: "MY, Batam"."""
        parts = (country_name(part, self.language) if _COUNTRY.fullmatch(part) else part for part in value.split(", "))
        return ", ".join(parts)

    def _short(self, key: str) -> str:
        return self.catalog.text(key, Form.SHORT, self.language)

    def _number(self, found: Placeholder) -> str:
        """Return what a hotline's placeholder shows; only its name once the number may not be sent any more."""
        hotline = self.catalog.hotlines[found.argument]
        if not sendable(hotline, self.context.today):
            return hotline.name
        shown = {"hotline": hotline.shown, "number": hotline.number, "whatsapp": hotline.whatsapp}
        return shown[found.name]

    def _choice_lines(self) -> str:
        return "\n".join(f"{number} {label}" for number, label in enumerate(self._labels(), start=1))

    def _label(self, choice: str) -> str:
        if choice not in self.catalog:
            return clean_value(choice)
        draft = self.catalog.draft_label(choice, self.language) if self.own_drafts else None
        return draft or self.catalog.label(choice, self.language)
