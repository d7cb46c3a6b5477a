"""Amounts of money and ages, in figures and in Indonesian words."""

import re

from bot.understanding.model import Entity, entity_at

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


def find_money(read: str, text: str) -> list[Entity]:
    """Return amounts in figures or words, normalised to "IDR 2000000". ``read`` is the cleaned text."""
    entities = []
    for match in _MONEY.finditer(read):
        amount = _amount(match)
        if amount:
            entities.append(entity_at("money_amount", text, match.start(), match.end(), amount))
    for match in _MONEY_WORDS.finditer(read):
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
        one = {"sejuta": 10**6, "seratus ribu": 10**5, "seribu": 10**3}
        count = one[match["one"].lower()] if match["one"] else _words_to_number(match["count"]) * scale
        entities.append(
            entity_at(
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


def find_ages(read: str, text: str) -> list[Entity]:
    """Return ages from 1 to 99, normalised to figures. ``read`` is the cleaned text."""
    entities = []
    for match in _AGE.finditer(read):
        group = "age" if match["age"] else "years"
        years = int(_words_to_number(match[group]))
        if 1 <= years <= 99:
            entities.append(entity_at("age", text, match.start(group), match.end(group), str(years)))
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
