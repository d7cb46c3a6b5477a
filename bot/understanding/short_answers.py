"""Yes, no, "skip" or "enough" in a few words, understood without a model while a question waits (short_answers.tsv)."""

from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.text import words

LONGEST = 4
"""Words up to which a message can be a short answer: "iya betul sekali pak" has four."""

_POLITE = frozenset(
    """
    pak bapak bapa bu ibu mama kak kaka kakak om tua min bos nona e ee lah sih deh dong kok saja sa aja sekali dulu
    lai fa so maaf tolong ya
    """.split()  # noqa: SIM905 - one word a line would fill the page
)


def short_answer(text: str) -> str | None:
    """Return ``yes``, ``no``, ``skip`` or ``stop``; None for a longer message or one that says anything else too."""
    said = words(text)
    if not said or len(said) > LONGEST:
        return None
    found = next(((answer, phrase) for phrase, answer in _phrases() if said[: len(phrase)] == phrase), None)
    if found is None:
        return None
    answer, phrase = found
    same = {known[0] for known, meant in _phrases() if meant == answer and len(known) == 1}
    return answer if all(word in _POLITE or word in same for word in said[len(phrase) :]) else None


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the phrases with what they answer, the longest first."""
    rows = [(words(row["phrase"]), row["answer"]) for row in read_table("short_answers")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
