"""How many SMS a text costs, plain characters for it, and pages that fit.

Rules: 3GPP TS 23.038 (GSM 7-bit default alphabet, extension table, UCS2) and TS 23.040 (a concatenated
message loses six octets of every segment to its header: 153 septets or 67 UTF-16 units are left).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.vocabulary import Word

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Each costs two septets: the escape and the character."""

_HARMLESS = str.maketrans(
    dict.fromkeys("’‘‚‛′`´ꞌꞋʼʻʾʿˈʔ‹›", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−•", "-")
    | dict.fromkeys("\t\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " ")
    | dict.fromkeys("\u202f\u205f\u3000", " ")
    | dict.fromkeys("\u0085\u2028\u2029\v", "\n")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
    | {"…": "...", "×": "x"}
)
_LAST_SINGLE = 0xFFFF
"""Characters above it are a surrogate pair, two UTF-16 units."""

_DASH_WITHOUT_SPACES = re.compile(r"(?<=\w)[—―](?=\w)")
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?])\s+"), re.compile(r"\s+"))
_WORTHWHILE = 0.6
"""A page may stay up to 40 % shorter than it could be to end with a paragraph, a line or a sentence."""


class Encoding(Word):
    """How an SMS is written on the air."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


@dataclass(frozen=True)
class Segmentation:
    """What a text costs by SMS.

    ``units`` are septets (GSM-7) or UTF-16 units (UCS-2) of the whole text, headers not counted.
    ``sizes`` are the units of each segment; they add up to ``units``.
    """

    encoding: Encoding
    units: int
    sizes: tuple[int, ...]

    @property
    def count(self) -> int:
        """Return the number of SMS that are paid for; an empty text is one."""
        return len(self.sizes)


def segments(text: str) -> Segmentation:
    """Return how ``text`` is packed: greedily, never splitting an escape pair or a surrogate pair."""
    if all(character in GSM7_BASIC or character in GSM7_EXTENDED for character in text):
        widths = [2 if character in GSM7_EXTENDED else 1 for character in text]
        return Segmentation(Encoding.GSM7, sum(widths), _pack(widths, 160, 153))
    widths = [2 if ord(character) > _LAST_SINGLE else 1 for character in text]
    return Segmentation(Encoding.UCS2, sum(widths), _pack(widths, 70, 67))


def to_gsm7(text: str) -> str:
    """Return the text with look-alikes of plain characters made plain; nothing that carries meaning changes.

    Typographic quotes and glottal marks become ``'`` or ``"``, dashes ``-``, odd spaces a space. Letters
    GSM-7 does not know (ê, 你, emoji) stay: the message then travels as UCS-2.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    # A long dash between words separates them; a hyphen there would read as one doubled word ("orang-orang").
    text = _DASH_WITHOUT_SPACES.sub(" - ", text).translate(_HARMLESS)
    # Again, because an invisible character may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", text)


def outside_gsm7(text: str) -> str:
    """Return the distinct characters that force UCS-2, in order of appearance."""
    return "".join(dict.fromkeys(c for c in text if c not in GSM7_BASIC and c not in GSM7_EXTENDED))


def split(text: str, limit: int, before: str = "", after: str = "") -> tuple[str, ...]:
    """Cut ``text`` into pages of at most ``limit`` segments, counting ``before`` and ``after`` around it.

    Pages end with a paragraph, line, sentence or at least a word; white space at a cut is dropped, nothing
    else is. A single word longer than a page is cut anywhere. Raises ValueError when not even one
    character fits.
    """
    pages = []
    rest = text.strip()
    while rest:
        size = _fitting(rest, limit, before, after)
        if size < len(rest):
            size = _good_cut(rest, size)
        pages.append(rest[:size].rstrip())
        rest = rest[size:].lstrip()
    return tuple(pages) or ("",)


def _pack(widths: Sequence[int], alone: int, chained: int) -> tuple[int, ...]:
    """Return the sizes of the segments that hold characters of these widths."""
    total = sum(widths)
    if total <= alone:
        return (total,)
    sizes = [0]
    for width in widths:
        if sizes[-1] + width > chained:
            sizes.append(0)
        sizes[-1] += width
    return tuple(sizes)


def _fitting(text: str, limit: int, before: str, after: str) -> int:
    """Return how many leading characters fit, by halving: a longer prefix never costs less."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if segments(before + text[:middle] + after).count <= limit:
            low = middle
        else:
            high = middle - 1
    if low == 0:
        raise ValueError("no room for even one character on a page")
    return low


def _good_cut(text: str, size: int) -> int:
    """Return the best place to end a page of at most ``size`` characters when more text follows."""
    window = text[: size + 1]
    for rank, pattern in enumerate(_BREAKS):
        cuts = [match.start() for match in pattern.finditer(window) if match.start() <= size]
        last_resort = rank == len(_BREAKS) - 1
        if cuts and cuts[-1] > 0 and (last_resort or cuts[-1] >= size * _WORTHWHILE):
            return cuts[-1]
    return size
