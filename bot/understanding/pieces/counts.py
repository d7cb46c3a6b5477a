"""How many people: "3 orang", "dua belas anak", "kami berlima". "Satu orang" only says "somebody" and is left out."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.numerals import number_value, number_words, words_of
from bot.understanding.pieces.reading import Reading

_MOST = 999


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns = "|".join(sorted(entity_words("person_nouns"), key=len, reverse=True))
    kinds = "|".join(sorted(entity_words("person_kinds"), key=len, reverse=True))
    counted = re.compile(
        rf"(?<![\w.,/-])(?P<number>\d{{1,3}}|{number_words()}) (?P<noun>{nouns})(?!\w)(?![ -](?:tua|asing|lain)(?!\w))"
        rf"(?:-laki(?!\w))?(?: (?:{kinds})(?!\w)(?:-laki(?!\w))?)?",
        re.I,
    )
    together = re.compile(rf"(?<!\w)b[ea]r?(?P<number>{words_of('digit', 'add')})(?!\w)", re.I)
    return counted, together


def find_counts(reading: Reading) -> Iterator[Entity]:
    """Yield numbers of people, normalised to figures."""
    counted, together = _patterns()
    for match in counted.finditer(reading.read):
        number = number_value(match["number"])
        if 2 <= number <= _MOST or match["number"] == "1":
            yield reading.entity("person_count", match.start(), match.end(), f"{number:.0f}")
    for match in together.finditer(reading.read):
        number = number_value(match["number"])
        if number >= 2:
            yield reading.entity("person_count", match.start(), match.end(), f"{number:.0f}")
