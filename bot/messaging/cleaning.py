"""Text from outside, made fit to store and to understand; for every provider alike."""

import re

LONGEST_TEXT = 4_000
"""Characters kept of one message. WhatsApp allows 4,096, a Twilio SMS 1,600: more is not a person asking."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # all of Unicode's Cc but tab and line breaks


def clean(text: str) -> str:
    """Return ``text`` without control characters; line breaks become ``\\n``, lone surrogates U+FFFD.

    NUL cannot be stored in PostgreSQL and a lone surrogate cannot be encoded at all. Two surrogates that form
    a pair become the character they stand for.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, longest: int) -> str:
    """Return cleaned ``text`` on one line, without blanks at its ends, cut at ``longest`` characters."""
    return " ".join(clean(text).split())[:longest]
