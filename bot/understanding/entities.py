"""Pieces of a message that have a shape: report codes, phone numbers, company names, countries and amounts.

Offsets count characters of the unchanged text. Only the first 1,000 characters are read.
"""

import re

import phonenumbers

from bot.understanding.amounts import find_ages, find_money
from bot.understanding.countries import find_countries
from bot.understanding.model import Entity, entity_at
from bot.understanding.text import clean, fold

MAX_CHARS = 1_000

_CODE = re.compile(r"(?<!\w)NTT\s?[-–_]\s?(?P<dashed>[A-Z0-9](?:[ -]?[A-Z0-9]){4})(?!\w)", re.I)
_CODE_RUN = re.compile(r"(?<!\w)NTT ?(?P<run>[A-Z0-9]{5})(?!\w)", re.I)
_CODE_AFTER_WORD = re.compile(
    r"(?:kode|code|laporan|laporannya|status|kasus)[\s.:]{0,5}(?:(?:saya|nomor|no)[\s.:]{0,5})?"
    r"(?P<code>(?:NTT\s?)?[A-Z0-9](?: ?[A-Z0-9]){4})(?!\w)",
    re.I,
)
_COMPANY = re.compile(r"(?<!\w)(?:PT|CV|P3MI|LPK)\.?\s{1,5}(?P<name>\w[\w.&'-]*(?:\s{1,5}\w[\w.&'-]*){0,4})", re.I)
_NOT_A_NAME = frozenset(
    """
    ini itu apa apakah yang mana resmi terdaftar ada adalah di ke dari dan atau untuk dengan sudah belum
    tidak sonde mau minta suruh bilang kasih kasi janji tawar tawarkan menawarkan kirim mengirim punya pung
    bisa boleh aman asli palsu nakal benar betul saya kami dia kerja kah ko ka tua legal ilegal bodong
    penyalur tersebut siapa berapa nya ya katanya namanya bernama nama lain perekrut tki pmi
    """.split()  # noqa: SIM905 - one word a line would fill the page
)
"""Words that may follow "PT" without being part of its name."""


def find_entities(text: str) -> tuple[Entity, ...]:
    """Return the pieces found by shape, in order, none overlapping another."""
    read = clean(text[:MAX_CHARS])
    found: list[Entity] = []
    for finder in (_codes, find_money, _phones, find_ages, _companies, _countries):
        for entity in finder(read, text):
            if not any(entity.start < other.end and other.start < entity.end for other in found):
                found.append(entity)
    return tuple(sorted(found, key=lambda entity: entity.start))


def _codes(read: str, text: str) -> list[Entity]:
    matches = [*_CODE.finditer(read), *(m for m in _CODE_RUN.finditer(read) if _is_code_run(m["run"]))]
    entities = [entity_at("report_code", text, m.start(), m.end(), _code(m[0])) for m in matches]
    for match in _CODE_AFTER_WORD.finditer(read):
        code = match["code"]
        if _is_code_run(code) and (" " not in code or code.upper().startswith("NTT") or code == code.upper()):
            entities.append(entity_at("report_code", text, match.start("code"), match.end("code"), _code(code)))
    return entities


def _is_code_run(code: str) -> bool:
    """A code has a figure among its letters, or is typed in capitals; "ntt mau" is none."""
    letters = [char for char in code if char.isalpha()]
    return bool(letters) and (any(char.isdigit() for char in code) or code == code.upper())


def _code(written: str) -> str:
    compact = re.sub(r"[\W_]+", "", written).upper()
    return f"NTT-{compact.removeprefix('NTT')}"


def _phones(read: str, text: str) -> list[Entity]:
    matcher = phonenumbers.PhoneNumberMatcher(read, "ID", leniency=phonenumbers.Leniency.POSSIBLE, max_tries=200)
    entities = []
    for match in matcher:
        digits = re.sub(r"\D", "", match.raw_string)
        if 9 <= len(digits) <= 15 and re.match(r"\+|0|62|60|65|852|886", match.raw_string.lstrip("( ")):
            normalised = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            entities.append(entity_at("phone_number", text, match.start, match.end, _international(digits, normalised)))
    return entities


def _international(digits: str, normalised: str) -> str:
    """ "62812…" and "60…" without a plus were read as Indonesian trunk numbers; give them their country back."""
    if normalised.startswith("+62") and digits.startswith(("60", "65", "852", "886")):
        return f"+{digits}"
    return normalised


def _companies(read: str, text: str) -> list[Entity]:
    entities = []
    for match in _COMPANY.finditer(read):
        kept = 0
        for word in re.finditer(r"\S+", match["name"]):
            if fold(word[0]).strip(".'-&") in _NOT_A_NAME or word[0].isdigit():
                break
            kept = word.end()
            if word[0].endswith("."):
                break
        if kept:
            end = match.start("name") + len(match["name"][:kept].rstrip(".'-&"))
            entities.append(
                entity_at("company_name", text, match.start(), end, " ".join(text[match.start() : end].split()))
            )
    return entities


def _countries(read: str, text: str) -> list[Entity]:
    del text
    return list(find_countries(read))
