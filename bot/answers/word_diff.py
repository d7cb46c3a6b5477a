"""What went and what came between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.vocabulary import Word

_TOKEN = re.compile(r"\n+|\S+")


class Change(Word):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Step:
    """A piece of text and what became of it."""

    change: Change
    text: str


def steps(before: str, after: str) -> tuple[Step, ...]:
    """Return the way from one text to the other; line breaks stay where they are."""
    return tuple(word_steps(_TOKEN.findall(before), _TOKEN.findall(after)))


def word_steps(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """Return the way from some words to others."""
    found = []
    for step, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if step == "equal":
            found.append(Step(Change.SAME, _joined(new[c:d])))
            continue
        found += [Step(Change.GONE, _joined(old[a:b]))] if a < b else []
        found += [Step(Change.NEW, _joined(new[c:d]))] if c < d else []
    return found


def _joined(words: Sequence[str]) -> str:
    return re.sub(r" ?(\n+) ?", r"\1", " ".join(words))
