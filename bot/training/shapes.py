"""What redaction finds by its shape alone: addresses of the net, runs of figures, ages, numbers in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_DIGITS = 2
"""Figures that may stand together: "3 bulan" teaches, "305" may be a house, a code or half a phone number."""

_PHONE_DIGITS = 8


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, ``end`` exclusive, and the mark that takes its place ("nama" for ``<nama>``)."""

    start: int
    end: int
    mark: str


_SITES = "com|net|org|id|me|ly|info|biz|co|my|sg|hk|tw|link|site|xyz|online|shop|store|app|io|tv|cc|gl|gg|page|club"
_POST = "gmail|yahoo|ymail|hotmail|outlook"
_NETWORKS = "ig|fb|facebook|instagram|tiktok|telegram|akun|username"
_ONE_TO_NINE = "nol|kosong|satu|dua|tiga|empat|ampat|lima|enam|anam|tujuh|tuju|delapan|lapan|sembilan"
_SHAPES = (
    ("email", re.compile(r"[^\s<>@]+\s?@\s?[^\s<>@]+\.[^\s<>@]+")),
    ("email", re.compile(rf"\S+\s+(?:at|et|\(at\)|\[at\])\s+(?:{_POST})\S*(?:\s+(?:dot|titik)\s+\S+)?", re.I)),
    ("tautan", re.compile(r"\b(?:https?|ftp)\s?:\s?/\s?/\S*|\bwww\.\S+", re.I)),
    ("tautan", re.compile(rf"(?<![\w@])[\w-]+(?:\.[\w-]+)*\.(?:{_SITES})(?:/\S*|(?!\w))", re.I)),
    ("akun", re.compile(r"@[\w.]+|(?<!\w)\w*[^\W_]_\w*|(?<!\w)_\w+")),
    ("akun", re.compile(rf"(?<!\w)(?:{_NETWORKS})\s?[:=]\s?\S+(?:\s[A-Z]\w+)*", re.I)),
    ("kode", re.compile(r"(?<!\w)NTT\s?[-–_]\s?[A-Z0-9](?:[ -]?[A-Z0-9]){4}(?!\w)", re.I)),
    ("nomor", re.compile(rf"(?<!\w)(?:(?:{_ONE_TO_NINE})[\s,.-]+){{4,}}(?:{_ONE_TO_NINE})(?!\w)", re.I)),
    ("umur", re.compile(r"(?<!\w)[1-9]\d(?=\s?(?:tahun|thn|th|taon|tahon)(?!\w))", re.I)),
)  # fmt: skip
_FIGURES = re.compile(r"\+?\d(?:[\s./:,()+*#-]*\d)*")
_WITH_FIGURES = re.compile(r"[^\W_]*\d[^\W_]*")


def find_shapes(text: str) -> Iterator[Piece]:
    """Yield everything in the text that names or numbers somebody by its shape."""
    for mark, pattern in _SHAPES:
        for match in pattern.finditer(text):
            yield Piece(match.start(), match.end(), mark)
    for pattern in (_FIGURES, _WITH_FIGURES):
        for match in pattern.finditer(text):
            digits = sum(char.isdigit() for char in match[0])
            if digits > MOST_DIGITS:
                yield Piece(match.start(), match.end(), "nomor" if digits >= _PHONE_DIGITS else "angka")
