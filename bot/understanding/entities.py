"""Pieces of a message that have a shape: report codes, phone numbers, amounts of money, ages, company names.

Offsets count characters of the unchanged text. Only the first 1,000 characters are read.
"""

import re

import phonenumbers

from bot.understanding.countries import find_countries
from bot.understanding.model import Entity
from bot.understanding.text import clean, fold

MAX_CHARS = 1_000

_CODE = re.compile(r"(?<!\w)NTT\s?[-–_]\s?(?P<dashed>[A-Z0-9](?:[ -]?[A-Z0-9]){4})(?!\w)", re.I)
_CODE_RUN = re.compile(r"(?<!\w)NTT ?(?P<run>[A-Z0-9]{5})(?!\w)", re.I)
_CODE_AFTER_WORD = re.compile(
    r"(?:kode|code|laporan|laporannya|status|kasus)\s*(?:saya|nomor|no|:)?\s*[.:]?\s*"
    r"(?P<code>(?:NTT\s?)?[A-Z0-9](?: ?[A-Z0-9]){4})(?!\w)",
    re.I,
)
_CURRENCIES = {
    "rp": "IDR", "idr": "IDR", "rupiah": "IDR", "rm": "MYR", "myr": "MYR", "ringgit": "MYR", "ringit": "MYR",
    "sgd": "SGD", "usd": "USD", "dolar": "USD", "dollar": "USD", "riyal": "SAR", "real": "SAR",
}  # fmt: skip
_SCALES = {"juta": 10**6, "jt": 10**6, "ribu": 10**3, "rb": 10**3, "rbu": 10**3, "milyar": 10**9, "miliar": 10**9}
_FIGURE = r"\d{1,3}(?:[.,]\d{3})+|\d{1,12}(?:[.,]\d{1,2})?"
_UNIT = "rupiah|ringgit|ringit|dolar|dollar|riyal|real|rp|rm"
_SCALE = "juta|jt|ribu|rb|rbu|milyar|miliar"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<sign>rp|idr|rm|myr|sgd|usd)\.?\s?(?P<signed>{_FIGURE})(?:\s?(?P<scale1>{_SCALE})(?!\w))?"
    rf"|(?P<scaled>{_FIGURE})\s?(?P<scale2>{_SCALE})(?!\w)(?:\s(?P<unit1>{_UNIT})(?!\w))?"
    rf"|(?P<plain>{_FIGURE})\s?(?P<unit2>{_UNIT})(?!\w)"
    r"|(?P<dotted>[1-9]\d{0,2}(?:\.\d{3}){1,3})(?![\d.-]))",
    re.I,
)
_SMALL = {"satu": 1, "se": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
          "sembilan": 9, "sepuluh": 10, "sebelas": 11, "setengah": 0.5}  # fmt: skip
_ONE_TO_NINE = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan"
_NUMBER_WORDS = (
    rf"(?:(?:{_ONE_TO_NINE}) (?:puluh(?: (?:{_ONE_TO_NINE}))?|belas)|{_ONE_TO_NINE}|sepuluh|sebelas|setengah)"
)
_MONEY_WORDS = re.compile(
    rf"(?<!\w)(?P<one>sejuta|seratus ribu|seribu)(?!\w)|(?<!\w)(?P<count>{_NUMBER_WORDS})(?P<hundred> ratus)?"
    r" (?P<scale>juta|jt|ribu|rb)(?!\w)",
    re.I,
)
_AGE = re.compile(
    rf"(?<!\w)(?:umur|usia|berumur|berusia|umr|umurnya|usianya)\s(?:(?:saya|dia|masih|baru|su|sudah|sekarang|"
    rf"anak|anaknya|adik|adiknya|saya)\s){{0,3}}(?P<age>\d{{1,2}}|{_NUMBER_WORDS})(?!\w)"
    rf"|(?<!\w)(?:anak|adik|adi|keponakan|ponakan|saya|beta|istri|suami|kakak)\s(?:(?:saya|beta|masih|baru|su|sudah|"
    r"perempuan|laki-laki)\s){0,2}(?P<years>[1-6]\d|[6-9])\s?(?:tahun|thn|th|taon)(?!\w)",
    re.I,
)
_COMPANY = re.compile(r"(?<!\w)(?:PT|CV|P3MI|LPK)\.?\s+(?P<name>\w[\w.&'-]*(?:\s+\w[\w.&'-]*){0,4})", re.I)
_NOT_A_NAME = frozenset(
    [
        "ini",
        "itu",
        "apa",
        "apakah",
        "yang",
        "mana",
        "resmi",
        "terdaftar",
        "ada",
        "adalah",
        "di",
        "ke",
        "dari",
        "dan",
        "atau",
        "untuk",
        "dengan",
        "sudah",
        "belum",
        "tidak",
        "sonde",
        "mau",
        "minta",
        "suruh",
        "bilang",
        "kasih",
        "kasi",
        "janji",
        "tawar",
        "tawarkan",
        "menawarkan",
        "kirim",
        "mengirim",
        "punya",
        "pung",
        "bisa",
        "boleh",
        "aman",
        "asli",
        "palsu",
        "nakal",
        "benar",
        "betul",
        "saya",
        "kami",
        "dia",
        "kerja",
        "kah",
        "ko",
        "ka",
        "tua",
        "legal",
        "ilegal",
        "bodong",
        "penyalur",
        "tersebut",
        "siapa",
        "berapa",
        "nya",
        "ya",
        "katanya",
        "namanya",
        "bernama",
        "nama",
        "lain",
        "perekrut",
        "tki",
        "pmi",
    ]
)


def find_entities(text: str) -> tuple[Entity, ...]:
    """Return the pieces found by shape, in order, none overlapping another."""
    read = clean(text[:MAX_CHARS])
    found: list[Entity] = []
    for finder in (_codes, _money, _phones, _ages, _companies, _countries):
        for entity in finder(read, text):
            if not any(entity.start < other.end and other.start < entity.end for other in found):
                found.append(entity)
    return tuple(sorted(found, key=lambda entity: entity.start))


def _codes(read: str, text: str) -> list[Entity]:
    matches = [*_CODE.finditer(read), *(m for m in _CODE_RUN.finditer(read) if _is_code_run(m["run"]))]
    entities = [_entity("report_code", text, m.start(), m.end(), _code(m[0])) for m in matches]
    for match in _CODE_AFTER_WORD.finditer(read):
        code = match["code"]
        if _is_code_run(code) and (" " not in code or code.upper().startswith("NTT") or code == code.upper()):
            entities.append(_entity("report_code", text, match.start("code"), match.end("code"), _code(code)))
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
            entities.append(_entity("phone_number", text, match.start, match.end, _international(digits, normalised)))
    return entities


def _international(digits: str, normalised: str) -> str:
    """ "62812…" and "60…" without a plus were read as Indonesian trunk numbers; give them their country back."""
    if normalised.startswith("+62") and digits.startswith(("60", "65", "852", "886")):
        return f"+{digits}"
    return normalised


def _money(read: str, text: str) -> list[Entity]:
    entities = []
    for match in _MONEY.finditer(read):
        amount = _amount(match)
        if amount:
            entities.append(_entity("money_amount", text, match.start(), match.end(), amount))
    for match in _MONEY_WORDS.finditer(read):
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
        one = {"sejuta": 10**6, "seratus ribu": 10**5, "seribu": 10**3}
        count = one[match["one"].lower()] if match["one"] else _words_to_number(match["count"]) * scale
        entities.append(
            _entity(
                "money_amount", text, match.start(), match.end(), f"IDR {count * (100 if match['hundred'] else 1):.0f}"
            )
        )
    return entities


def _amount(match: re.Match[str]) -> str | None:
    figure = match["signed"] or match["scaled"] or match["plain"] or match["dotted"]
    scale = _SCALES.get((match["scale1"] or match["scale2"] or "").lower(), 1)
    currency = _CURRENCIES.get((match["sign"] or match["unit1"] or match["unit2"] or "rp").lower(), "IDR")
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", figure)
    number = float(re.sub(r"[.,]", "", figure) if grouped else figure.replace(",", "."))
    total = number * scale
    return f"{currency} {total:.0f}" if 0 < total < 10**13 else None


def _ages(read: str, text: str) -> list[Entity]:
    entities = []
    for match in _AGE.finditer(read):
        group = "age" if match["age"] else "years"
        years = int(_words_to_number(match[group]))
        if 1 <= years <= 99:
            entities.append(_entity("age", text, match.start(group), match.end(group), str(years)))
    return entities


def _words_to_number(written: str) -> float:
    if written.isdecimal():
        return int(written)
    total = 0.0
    for word in written.lower().split():
        if word == "puluh":
            total *= 10
        elif word == "belas":
            total += 10
        else:
            total += _SMALL[word]
    return total


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
                _entity("company_name", text, match.start(), end, " ".join(text[match.start() : end].split()))
            )
    return entities


def _countries(read: str, text: str) -> list[Entity]:
    del text
    return list(find_countries(read))


def _entity(name: str, text: str, start: int, end: int, normalised: str) -> Entity:
    return Entity(name, text[start:end], normalised, start, end)
