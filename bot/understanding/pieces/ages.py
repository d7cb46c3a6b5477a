"""How old somebody is: the number with its unit word ("17 tahun"), or the bare number after "umur".

"2 tahun" alone is a time, not an age: a contract's, a prison term, how long ago. The rules, in order:
a number after a word for age; a number with its unit right after a person; any 10 to 70 years that no word
for a span of time stands beside.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.numerals import number_value, number_words, words_of
from bot.understanding.pieces.reading import Reading

_UNIT = r"\s?(?:tahunan|tahun|thun|tahon|thn|taon|taun|th|tn)(?!\w)"
_CUE = r"(?:umurnya|umur|umr|usianya|usia|berumur|berusia|baumur|ton|toon)"
_FILLERS = r"""
    saya|sy|beta|be|dia|in|au|kami|kita|nya|masih|masi|msh|baru|br|fe|su|sudah|sdh|udah|sekarang|skrg|anak|ana|anaknya|adik|adi|adiknya
    |minimal|min|maksimal|maks|di|bawah|dibawah|atas|diatas|kurang|dari|lebih|sekitar|antara|cuma|hanya|bru|genap|jadi|menjadi
    |dinaikkan|dinaikan|dituakan|diubah|ditulis|diganti|dibuat|bikin|kasi|kasih|tua|ktp|ke|paspor|sampai|palsu|asli|aslinya|sebenarnya
    |pung|yg|yang|suami|istri|calon|itu|ini|adalah|jd|dirubah|rubah|ubah|ganti|kira|kisaran|mungkin|kakak|ponakan|keponakan|baru
"""
_NO_AGE = (
    r"tahun|thn|th|taon|taun|orang|org|juta|jt|ribu|rb|hari|bulan|bln|minggu|jam|menit|kali|anak|orangtua"
    r"|rupiah|ringgit|persen|kg|km|agustus"
)
_PERSON = (
    r"(?:anak|ana|anaknya|adik|adi|ade|adiknya|keponakan|ponakan|saya|sy|beta|be|istri|suami|kakak|kaka|cucu|gadis"
    r"|nona|nyong|murid|siswa|bapa|mama|perempuan|laki|remaja|sepupu|dia|oli|feto)"
)
_BETWEEN = r"saya|sy|beta|be|kami|masih|masi|msh|baru|br|bru|su|sudah|perempuan|laki|tetangga|cuma|hanya|pung|gadis"


@lru_cache(maxsize=1)
def _after_cue() -> re.Pattern[str]:
    number = rf"(?:\d{{1,2}}(?:[.,]\d)?(?![\d.,]\d|\d)|{number_words()})"
    dawan = words_of("digit", language="aoz")
    one = rf"(?:bo'?e?s(?: am (?:{dawan}))?|bo'? (?:{dawan})(?: am (?:{dawan}))?)(?!\w)"
    filler = rf"(?:{''.join(_FILLERS.split())})"
    return re.compile(
        rf"(?<!\w){_CUE}[ :=,]{{1,3}}(?:{filler}[ :,]{{1,2}}){{0,6}}(?P<age>(?P<dawan>{one})"
        rf"|(?P<first>{number})(?:\s?[-–]\s?(?P<last>\d{{1,2}})(?!\d))?(?:{_UNIT})?)"
        rf"(?:\s(?:sampai|sampe|s/d|atau|dan|jadi|ke|menjadi|njael|hingga)\s(?P<second>(?P<number>{number})(?:{_UNIT})?))?"
        r"(?!\s?(?:juta|jt|ribu|rb|orang|org|bulan|bln|hari|jam|kali)(?!\w))",
        re.I,
    )


@lru_cache(maxsize=1)
def _with_unit() -> re.Pattern[str]:
    number = rf"(?:\d{{1,2}}(?:[.,]5)?|{number_words()})"
    return re.compile(rf"(?<![\w.,/-])(?P<age>(?P<number>{number}){_UNIT})", re.I)


@lru_cache(maxsize=1)
def _bare() -> re.Pattern[str]:
    """Compile a bare number right after a person: "anak 13", "adi baru 15"; from 10 to 69, and no unit after it."""
    return re.compile(
        rf"(?<!\w){_PERSON}(?:nya)?,? (?:(?:{_BETWEEN}) ){{0,3}}(?P<age>[1-6]\d)"
        rf"(?![\w.,/:-]*\d|\w|\s?[%]|\s(?:{_NO_AGE})(?!\w))",
        re.I,
    )


_PERSON_BEFORE = re.compile(rf"(?<!\w){_PERSON}(?:nya)?[ ,(]{{1,2}}(?:(?:{_BETWEEN}) ){{0,3}}$", re.I)


def find_ages(reading: Reading) -> Iterator[Entity]:
    """Yield ages from 1 to 99, normalised to figures ("17", "15-18")."""
    seen: set[int] = set()
    for match in _after_cue().finditer(reading.read):
        for start, end, number in _pieces(match):
            seen.add(start)
            yield reading.entity("age", start, end, number)
    for match in _bare().finditer(reading.read):
        if match.start("age") not in seen:
            seen.add(match.start("age"))
            yield reading.entity("age", match.start("age"), match.end("age"), match["age"])
    for match in _with_unit().finditer(reading.read):
        years = number_value(match["number"])
        if match.start() not in seen and 1 <= years <= 99 and _is_age(reading, match, years):
            yield reading.entity("age", match.start(), match.end(), f"{years:g}")


def _pieces(match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    if match["dawan"]:
        yield match.start("age"), match.end("age"), f"{_dawan_value(match['dawan']):g}"
    else:
        first = number_value(match["first"])
        normalised = f"{first:g}-{match['last']}" if match["last"] else f"{first:g}"
        if 1 <= first <= 99:
            yield match.start("age"), match.end("age"), normalised
    if match["second"] and 1 <= number_value(match["number"]) <= 99:
        yield match.start("second"), match.end("second"), f"{number_value(match['number']):g}"


def _dawan_value(written: str) -> float:
    """Return the value of "bo'es am nim" (ten and five) or "bo' nua" (tens, two)."""
    tens, _, ones = written.lower().replace("'", "").partition(" am ")
    _, _, many = tens.partition(" ")
    return 10 * (number_value(many) if many else 1) + number_value(ones)


def _is_age(reading: Reading, match: re.Match[str], years: float) -> bool:
    before = reading.read[max(0, match.start() - 40) : match.start()]
    after = re.match(r"\s?(\w+)", reading.read[match.end() : match.end() + 20])
    if after and after[1].lower() in entity_words("age_span_after"):
        return False
    if _PERSON_BEFORE.search(before):
        return True
    last = re.search(r"(\w+)\W*$", before)
    word = last[1].lower() if last else ""
    return 10 <= years <= 70 and word not in entity_words("age_span_before")
