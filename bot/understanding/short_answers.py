"""Yes, no, "skip" or "enough" in a few words, understood without a model while a question waits (short_answers.tsv)."""

from functools import lru_cache

from bot.understanding.datafile import read_table
from bot.understanding.text import words

LONGEST = 4
"""Words up to which a message can be a short answer: "iya betul sekali pak" has four."""

_POLITE = frozenset(
    """
    pak bapak bapa bu ibu mama kak kaka kakak om tua min bos nona e ee lah sih deh dong kok saja sa aja sekali dulu
    lai fa so ya do
    """.split()  # noqa: SIM905 - one word a line would fill the page
)
_UNCLEAR = "unclear"

_Phrase = tuple[tuple[str, ...], str, str]
"""The words a message begins with, what they answer, and the question they answer; "" for any."""


def short_answer(text: str, question: str = "") -> str | None:
    """Return ``yes``, ``no``, ``skip`` or ``stop``; None for a longer message or one that says anything else too.

    ``question``: the key of the question that waits, whose own short answers ("besok", "turis") count as well.
    """
    said = words(text)
    if not said or len(said) > LONGEST:
        return None
    known = [phrase for phrase in _phrases() if phrase[2] in {"", question}]
    found = next((phrase for phrase in known if said[: len(phrase[0])] == phrase[0]), None)
    if found is None or found[1] == _UNCLEAR:
        return None
    same = {one[0][0] for one in known if one[1] == found[1] and len(one[0]) == 1}
    rest = said[len(found[0]) :]
    return found[1] if all(word in _POLITE or word in same for word in rest) else None


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrase, ...]:
    """Return the phrases, the longest first, of the same length those of one question before the general ones."""
    rows = [(words(row["phrase"]), row["answer"], row["question"]) for row in read_table("short_answers")]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), not row[2])))
