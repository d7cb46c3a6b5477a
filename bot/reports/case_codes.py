"""Case codes such as "NTT-7K3QX": made, and read as people type them.

The fifth character is a check: the weighted sum of all five is zero in the field of 32 elements (polynomial
x^5 + x^2 + 1), with the powers 4, 3, 2, 1, 0 of its generator as weights, as in a Reed-Solomon code. The weights are
all different and none is zero, so a single wrong character and a swap of any two characters are always noticed; a sum
modulo 32 could not do both. A code proves nothing: a million of them is few enough to guess.
"""

import unicodedata
from dataclasses import dataclass
from random import Random

from bot.vocabulary import Word

PREFIX = "NTT"
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The 32 characters of a code: no 0, O, 1 or I, which people mix up."""

LENGTH = 5

_LOOKALIKES = frozenset("0O1I")
_VALUES = {char: value for value, char in enumerate(ALPHABET)}
_POLYNOMIAL = 0b100101


class Slip(Word):
    """What is wrong with a typed code. ``LOOKALIKE``: a 0, O, 1 or I, which no code has."""

    NONE = "none"
    LOOKALIKE = "lookalike"
    CHECK = "check"
    SHAPE = "shape"


@dataclass(frozen=True)
class ReadCode:
    """A code as it is stored ("NTT-7K3QX"), "" together with the slip where the typed one is none."""

    code: str
    slip: Slip


def new_code(random: Random) -> str:
    """Return a code drawn from ``random``: a ``secrets.SystemRandom`` outside of tests. It may already be in use."""
    drawn = "".join(random.choice(ALPHABET) for _ in range(LENGTH - 1))
    return f"{PREFIX}-{drawn}{check_character(drawn)}"


def read_code(typed: str) -> ReadCode:
    """Read a code typed in any case, with or without "NTT", dashes, dots and spaces. Never raises."""
    bare = "".join(char for char in unicodedata.normalize("NFKC", typed).upper() if not _separates(char))
    if len(bare) > LENGTH:
        bare = bare.removeprefix(PREFIX)
    if len(bare) != LENGTH or not set(bare) <= _VALUES.keys() | _LOOKALIKES:
        return ReadCode("", Slip.SHAPE)
    if set(bare) & _LOOKALIKES:
        return ReadCode("", Slip.LOOKALIKE)
    if check_character(bare[:-1]) != bare[-1]:
        return ReadCode("", Slip.CHECK)
    return ReadCode(f"{PREFIX}-{bare}", Slip.NONE)


def check_character(first: str) -> str:
    """Return the character that follows the first four of a code."""
    total = 0
    for char in first:
        total = _doubled(total ^ _VALUES[char])
    return ALPHABET[total]


def _doubled(value: int) -> int:
    """Multiply an element of the field by its generator."""
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 0b100000 else doubled


def _separates(char: str) -> bool:
    return char.isspace() or char in "._:" or unicodedata.category(char) in {"Pd", "Cc", "Cf"}
