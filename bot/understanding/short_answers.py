"""Yes, no or "skip" in a few words, understood without a model while a question waits (data/short_answers.tsv)."""

from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.text import words

LONGEST = 4
"""Words up to which a message can be a short answer: "iya betul sekali pak" has four."""


def short_answer(text: str) -> str | None:
    """Return ``yes``, ``no`` or ``skip``, or None for a longer message or any other words."""
    said = words(text)
    if not said or len(said) > LONGEST:
        return None
    return next((answer for answer, phrase in _phrases() if said[: len(phrase)] == phrase), None)


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["answer"], words(row["phrase"])) for row in read_table("short_answers"))
