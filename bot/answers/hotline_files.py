"""Reading hotlines from ``hotlines.toml``: every number checked, every fault noted with its place."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import phonenumbers
import tomlkit

from bot.answers.findings import Finding
from bot.answers.hotlines import NATIONAL_SHORT_CODES, Hotline, HotlineKind, Hotlines, Line
from bot.answers.model import Confidence
from bot.answers.tables import Table, read_toml

LOCAL_NUMBERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ID": NATIONAL_SHORT_CODES | {"137", "148", "175", "1708", "1500567", "1500630", "08001000"},
        "TW": frozenset({"1955"}),
    }
)
"""Numbers without a country code that content may use, beside each country's own emergency numbers."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_hotlines(path: Path, findings: list[Finding]) -> Hotlines:
    """Return the usable hotlines of a file; every fault goes to ``findings``."""
    hotlines = []
    for hotline_id, data in read_toml(path, findings).items():
        before = len(findings)
        hotline = read_hotline(hotline_id, Table(f"{path.name} [{hotline_id}]", data, findings))
        if len(findings) == before:
            hotlines.append(hotline)
    return Hotlines(hotlines)


def read_hotline(hotline_id: str, table: Table) -> Hotline:
    """Return a hotline; every fault goes to the table's findings."""
    if not _NAME.fullmatch(hotline_id):
        table.fault("", "the name in [brackets] must be lower-case letters, digits and _")
    country = _country(table, "country", table.text("country"))
    hotline = Hotline(
        id=hotline_id,
        label=table.text("label"),
        name=table.text("name"),
        number=_number(table, "number", country),
        whatsapp=_number(table, "whatsapp", country),
        lines=table.words("channels", Line),
        country=country,
        area=table.text("area"),
        hours=table.text("hours", required=False),
        toll_free_from=tuple(_country(table, "toll_free_from", c) for c in table.texts("toll_free_from")),
        kind=table.word("kind", HotlineKind, HotlineKind.OTHER),
        emergency=table.flag("emergency", default=False),
        source=table.url("source"),
        source_date=table.partial_day("source_date"),
        last_checked=table.partial_day("last_checked", required=False),
        confidence=table.word("confidence", Confidence, Confidence.LOW),
        checked_by=table.text("checked_by", required=False),
    )
    table.refuse_unknown()
    _check_channels(table, hotline)
    return hotline


def as_table(hotline: Hotline) -> dict[str, object]:
    """Return a hotline as its table in the file; what is empty there is left out."""
    table: dict[str, object] = {
        "label": hotline.label,
        "name": hotline.name,
        "number": hotline.number,
        "whatsapp": hotline.whatsapp,
        "channels": [line.value for line in hotline.lines],
        "country": hotline.country,
        "area": hotline.area,
        "hours": hotline.hours,
        "toll_free_from": list(hotline.toll_free_from),
        "kind": hotline.kind.value,
        "emergency": hotline.emergency,
        "source": hotline.source,
        "source_date": hotline.source_date,
        "last_checked": hotline.last_checked,
        "checked_by": hotline.checked_by,
        "confidence": hotline.confidence.value,
    }
    return {name: value for name, value in table.items() if value != ""}


def written_hotlines(text: str, hotlines: Hotlines) -> str:
    """Return the file, given as text, with the present hotlines; what did not change stays as it is, comments too.

    Those that the file does not have come at its end.
    """
    document = tomlkit.parse(text)
    for hotline in hotlines.all():
        wanted, table = as_table(hotline), document.get(hotline.id)
        if table is None:
            document.add(tomlkit.nl())
            document.add(hotline.id, tomlkit.item(wanted))
            continue
        for name in [name for name in table if name not in wanted and table[name] != ""]:
            del table[name]
        for name, value in wanted.items():
            if table.get(name) != value and not (name == "toll_free_from" and not value and name not in table):
                table[name] = value
    return tomlkit.dumps(document)


def _check_channels(table: Table, hotline: Hotline) -> None:
    """Note a hotline that nobody could reach, or channels that contradict its numbers."""
    if not hotline.number and not hotline.whatsapp:
        table.fault("number", "is missing; a hotline needs a number, a whatsapp number, or both")
    if not hotline.lines:
        table.fault("channels", 'is missing; list at least one of "call", "sms", "whatsapp"')
    if Line.WHATSAPP in hotline.lines and not hotline.whatsapp:
        table.fault("whatsapp", 'is missing although channels lists "whatsapp"')
    if hotline.whatsapp and Line.WHATSAPP not in hotline.lines:
        table.fault("channels", 'must list "whatsapp" because a whatsapp number is given')


def _country(table: Table, name: str, code: str) -> str:
    if code and not _COUNTRY.fullmatch(code):
        table.fault(name, "must be a two-letter country code in capitals, such as ID or MY")
    return code


def _number(table: Table, name: str, country: str) -> str:
    """Return a checked number. The fault never repeats it: findings may be logged."""
    number = table.text(name, required=False)
    if not number or (number.startswith("+") and _is_international(number)):
        return number
    if name == "number" and not number.startswith("+") and _is_local(number, country):
        return number
    table.fault(name, "is no valid number; write +country code and digits only, or a listed short code")
    return number


def _is_international(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    plain = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return plain == number and phonenumbers.is_valid_number(parsed)


def _is_local(number: str, country: str) -> bool:
    return number in LOCAL_NUMBERS.get(country, ()) or phonenumbers.is_emergency_number(number, country)
