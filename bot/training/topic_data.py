"""The sentences of added topics among the training data, as a training takes them. Standard library only.

A topic is learned when its own file (``train/<language>/added.yml``, written from the database) has sentences enough;
labelled messages alone bring none back that was taken away, and a handful would only spoil the others.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.vocabulary import is_topic

FILE = "added.yml"
LEAST_LEARNED = 5
"""Sentences from which on a topic is learned: a training keeps a fifth back, and each intent must be on both sides."""

_LABEL = re.compile(r"\s*- intent: (?P<intent>\S+)\s*$")
_BLOCK = re.compile(r"\s*- (?:intent|lookup|synonym|regex): ")
_SENTENCE = re.compile(r"\s+- \S")

_Line = tuple[str, str]
"""The intent of the block a line stands in, "" before the first, and the line."""


def topics_in(train: Path) -> tuple[str, ...]:
    """Return the added topics that have sentences below a folder of training files, sorted."""
    found = {intent for path in _files(train) for intent, _ in _lines(path)}
    return tuple(sorted(filter(is_topic, found)))


def drop_thin_topics(train: Path) -> None:
    """Take topics with too few sentences of their own out of a copy of the training files."""
    thin = set(topics_in(train)) - _learned(train)
    for path in _files(train) if thin else ():
        lines = list(_lines(path))
        kept = [line for intent, line in lines if intent not in thin]
        if len(kept) == len(lines):
            continue
        if any(map(_BLOCK.match, kept)):
            path.write_text("\n".join(kept) + "\n", encoding="utf-8")
        else:
            path.unlink()


def _learned(train: Path) -> set[str]:
    own = (pair for path in _files(train) if path.name == FILE for pair in _lines(path))
    counts = Counter(intent for intent, line in own if _SENTENCE.match(line) and not _BLOCK.match(line))
    return {intent for intent, count in counts.items() if count >= LEAST_LEARNED}


def _files(train: Path) -> list[Path]:
    return sorted(train.rglob("*.yml"))


def _lines(path: Path) -> Iterator[_Line]:
    intent = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if _BLOCK.match(line):
            label = _LABEL.match(line)
            intent = label["intent"] if label else ""
        yield intent, line
