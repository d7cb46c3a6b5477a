"""Videos and recordings in MP4 boxes (ISO/IEC 14496-12): a copy whose descriptive boxes are blanked.

Phones write the place into ``moov/udta`` (``©xyz``, ``loci``) or ``moov/meta``, editors into ``uuid``. Blanked boxes
keep their size and become ``free``, so that everything else stays where the file says it is. Nothing is decoded.
"""

from collections.abc import Iterator

from bot.errors import BadInputError

_DESCRIPTIVE = frozenset({b"udta", b"meta", b"uuid"})
_OPENED = frozenset({b"moov", b"trak", b"moof", b"traf"})
_HEAD, _LONG_HEAD = 8, 16
_MOST_BOXES = 10_000  # our choice: a phone's video has some dozens


def clean_footage(content: bytes) -> bytes:
    """Return the file with its descriptive boxes blanked, as long as before.

    Raises BadInputError where the boxes do not hold together, for then nobody knows what stays in it; a picture track
    that was cut off at the end is no such fault.
    """
    copy = bytearray(content)
    waiting, seen = [(0, len(copy))], 0
    while waiting:
        for name, start, inside, end in _boxes(copy, *waiting.pop()):
            seen += 1
            if seen > _MOST_BOXES:
                raise BadInputError("unreadable_footage")
            if name in _DESCRIPTIVE:
                copy[start + 4 : start + _HEAD] = b"free"
                copy[inside:end] = bytes(end - inside)
            elif name in _OPENED:
                waiting.append((inside, end))
    return bytes(copy)


def _boxes(copy: bytearray, at: int, until: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Go through the boxes between two offsets: name, start, start of the content, end."""
    while at + _HEAD <= until:
        size, name, inside = int.from_bytes(copy[at : at + 4]), bytes(copy[at + 4 : at + _HEAD]), at + _HEAD
        if size == 1 and at + _LONG_HEAD <= until:
            size, inside = int.from_bytes(copy[at + _HEAD : at + _LONG_HEAD]), at + _LONG_HEAD
        end = until if size == 0 else at + size
        if name == b"mdat" and end > until:
            return
        if end < inside or end > until:
            raise BadInputError("unreadable_footage")
        yield name, at, inside, end
        at = end
