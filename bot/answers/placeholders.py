"""Placeholders in texts: ``{hotline:ID}``, ``{choices}``, ``{service}`` and named values."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.answers.findings import said
from bot.answers.hotlines import Hotlines

REFERENCES = frozenset({"hotline", "number", "whatsapp"})
"""Placeholders that name a hotline after a colon."""

OWN = frozenset({"service", "emergency_numbers", "choices", "language", "flags", "reasons", "facts"})
"""Placeholders the service fills by itself."""

VALUES: Mapping[str, str] = MappingProxyType(
    {
        "amount": "Rp100.000.000",
        "code": "NTT-7K3QX",
        "company": "PT Nama Perusahaan Yang Agak Panjang",
        "count": "12",
        "country": "AE",
        "date": "2026-09-30",
        "licence": "NOMOR IZIN 123 TAHUN 2026",
        "noted": "2026-09-30",
        "place": "Kabupaten Timor Tengah Selatan",
        "recipient": "report_to_coordinator",
        "status": "sedang diperiksa petugas",
        "time": "14.05 WITA",
        "topic": "Nama topik 24 huruf saja",
    }
)
"""Values the conversation may put into a text, each with a long but ordinary example for the length checks."""

MAX_VALUE = 60
"""Characters of a value that are shown; more would let one word of a person push the advice out of an SMS."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Placeholder:
    """``{name}`` or ``{name:argument}``."""

    name: str
    argument: str = ""

    def __str__(self) -> str:
        """Return it as it is written in texts."""
        return f"{{{self.name}:{self.argument}}}" if self.argument else f"{{{self.name}}}"


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """Return the placeholders of a text in order, repeated ones repeated."""
    return tuple(_parse(match.group(1)) for match in _PLACEHOLDER.finditer(text))


def fill(text: str, resolve: Callable[[Placeholder], str]) -> str:
    """Return the text with every placeholder resolved once: what is filled in is never expanded again."""
    return _PLACEHOLDER.sub(lambda match: resolve(_parse(match.group(1))), text)


def unusable(text: str, hotlines: Hotlines) -> list[str]:
    """Return what is wrong with the placeholders of a text, one line each."""
    faults = [fault for found in placeholders(text) if (fault := _fault(found, hotlines))]
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        faults.append("has a single { or }; write placeholders as {name}, and no braces otherwise")
    return faults


def clean_value(value: str) -> str:
    """Return a value from outside as one short line: no control or direction characters, no odd spaces."""
    visible = "".join(" " if c.isspace() else c for c in value if c.isspace() or not _is_control(c))
    line = " ".join(visible.split())
    return line if len(line) <= MAX_VALUE else line[: MAX_VALUE - 3].rstrip() + "..."


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _parse(inner: str) -> Placeholder:
    name, _, argument = inner.partition(":")
    return Placeholder(name, argument)


def _fault(found: Placeholder, hotlines: Hotlines) -> str:
    if found.name in REFERENCES:
        return _reference_fault(found, hotlines)
    if found.argument or found.name not in OWN | VALUES.keys():
        return said("has the unknown placeholder {name}", name=found)
    return ""


def _reference_fault(found: Placeholder, hotlines: Hotlines) -> str:
    if found.argument not in hotlines:
        return said("names a hotline that is not in hotlines.toml: {name}", name=found)
    hotline = hotlines[found.argument]
    if found.name == "number" and not hotline.number:
        return said("asks for a number the hotline does not have: {name}", name=found)
    if found.name == "whatsapp" and not hotline.whatsapp:
        return said("asks for a WhatsApp number the hotline does not have: {name}", name=found)
    return ""
