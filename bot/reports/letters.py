"""The one shape in which words of people are compared here: small letters, no accents, no doubled letters.

The same shape as the folded words of bot.understanding, which this package does not know.
"""

import re
import unicodedata

_GLOTTAL_MARKS = str.maketrans(dict.fromkeys("’‘`´ꞌʼʔʻ′", "'"))
_REPEATED = re.compile(r"([^\W\d_])\1+")
_WORD = re.compile(r"[^\W\d_]+|\d+")


def fold(text: str) -> str:
    """Return the text in the compared shape ("Tanggal" is "tangal"); figures and signs stay as they are."""
    levelled = unicodedata.normalize("NFKD", text.translate(_GLOTTAL_MARKS)).casefold()
    return _REPEATED.sub(r"\1", "".join(char for char in levelled if not unicodedata.combining(char)))


def words(text: str) -> tuple[str, ...]:
    """Return the folded words and figures of a text in order, without glottal marks."""
    return tuple(_WORD.findall(fold(text).replace("'", "")))
