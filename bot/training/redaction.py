"""Taking out of a message whatever could tell who wrote it or about whom.

Marks take the place of phone numbers, runs of three and more figures, amounts, ages, dates, codes, addresses of the
net, names of people and companies, and places below country. What the entity finders miss is caught by
words around it ("nama saya ...", "Pak ...", "oleh ...", "desa ..."), and a capitalised word that no table
knows goes as well. What can stay: a name in small letters that stands in no list and beside no such word; whoever
labels the sentence takes it out. Pure: the same message gives the same text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot.training.names import find_names
from bot.training.shapes import Piece, find_shapes
from bot.understanding.entities import find_entities
from bot.understanding.text import GLOTTAL_MARKS

MARKS = (
    "kode",
    "nomor",
    "email",
    "tautan",
    "akun",
    "perusahaan",
    "nama",
    "tempat",
    "tanggal",
    "umur",
    "uang",
    "angka",
)
"""The marks, the one that wins first where two pieces overlap."""

PLACEHOLDER = re.compile(rf"<(?:{'|'.join(MARKS)})>")
_OF_ENTITY = {
    "report_code": "kode",
    "phone_number": "nomor",
    "company_name": "perusahaan",
    "recruiter_name": "nama",
    "place": "tempat",
    "age": "umur",
    "money_amount": "uang",
}
_STAYS = frozenset({"country", "document", "job_type", "person_count", "departure_date"})
_LANGUAGE_BEFORE = re.compile(r"\b(?:bahasa|bhs|basa)\s*$", re.I)
_APOSTROPHES = str.maketrans(dict.fromkeys(GLOTTAL_MARKS, "'"))
_DROPPED = frozenset({"Cf", "Cs", "Co", "Cn", "Mn", "Me"})
_BETWEEN_SAME = re.compile(r"[\s.,'&-]*")
_LEFT_DIGITS = re.compile(r"\d{3,}")


def redact(text: str) -> str:
    """Return the message in one line with marks such as ``<nama>`` for whatever could tell of whom it speaks."""
    level = _levelled(text)
    pieces = _without_gaps(level, _merged(_pieces(level)))
    redacted, last = "", 0
    for piece in pieces:
        redacted += f"{level[last : piece.start]} <{piece.mark}> "
        last = piece.end
    redacted = _LEFT_DIGITS.sub("<angka>", redacted + level[last:])
    return re.sub(r" (?=[.,!?;:)])", "", " ".join(redacted.split()))


def has_words(redacted: str) -> bool:
    """Tell whether anything but marks, figures and signs is in the text."""
    return any(char.isalpha() for char in PLACEHOLDER.sub("", redacted))


def _levelled(text: str) -> str:
    """Return one line without invisible signs and compatibility forms, so that figures and names show as they are."""
    marked = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    seen = (char for char in marked if unicodedata.category(char) not in _DROPPED)
    return " ".join("".join(" " if unicodedata.category(char) == "Cc" else char for char in seen).split())


def _pieces(text: str) -> Iterator[Piece]:
    placeholders = [Piece(match.start(), match.end(), match[0][1:-1]) for match in PLACEHOLDER.finditer(text)]
    yield from placeholders
    yield from find_shapes(text)
    kept = [(piece.start, piece.end) for piece in placeholders]
    named = []
    for entity in find_entities(text):
        if entity.entity == "departure_date" and any(char.isdigit() for char in entity.value):
            yield Piece(entity.start, entity.end, "tanggal")
        elif entity.entity == "language" and not _LANGUAGE_BEFORE.search(text[: entity.start]):
            continue  # "Jawa" alone may be the island
        elif entity.entity in _STAYS or entity.entity == "language":
            kept.append((entity.start, entity.end))
        elif entity.entity == "recruiter_name":
            named.append((entity.start, entity.end))
        else:
            yield Piece(entity.start, entity.end, _OF_ENTITY.get(entity.entity, "nama"))
    yield from find_names(text, kept, named)


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join pieces that overlap; the mark that stands first in MARKS wins."""
    current: Piece | None = None
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        if current is None or piece.start >= current.end:
            if current:
                yield current
            current = piece
        else:
            mark = min(current.mark, piece.mark, key=MARKS.index)
            current = Piece(current.start, max(current.end, piece.end), mark)
    if current:
        yield current


def _without_gaps(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Join neighbours with the same mark: how many words a name has is nobody's business."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.mark == piece.mark and _BETWEEN_SAME.fullmatch(text[last.end : piece.start]):
            joined[-1] = Piece(last.start, piece.end, piece.mark)
        else:
            joined.append(piece)
    return joined
