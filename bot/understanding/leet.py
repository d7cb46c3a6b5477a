"""Figures typed for letters: "k3rja" is "kerja", but "rm2jt" and "jam7pagi" stay what they are.

Only a word we know is read so: a figure may also be a figure. Standard library only, like all word rules.
"""

from functools import lru_cache

from bot.understanding.datafile import read_table


def with_letters(word: str) -> str | None:
    """Return the known word that a folded word of letters and figures stands for, or None."""
    letters = word.translate(_letters())
    return letters if letters in _known_words() else None


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    return str.maketrans({row["figure"]: row["letter"] for row in read_table("letter_figures")})


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    """Words of four letters and more: shorter ones are hit by chance."""
    words = {row["word"] for row in read_table("language_words")} | {row["full"] for row in read_table("short_forms")}
    return frozenset(word for word in words if len(word) > 3)
