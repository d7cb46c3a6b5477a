"""Whether the rows that came back from labelling are acceptable, each by itself, before anything is changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.training.redaction import has_words, redact
from bot.training.sentence import MAX_CHARS, SKIP, Sentence
from bot.training.sheet import LABELS, Row

LANGUAGES = ("id", "mkn", "aoz", "en")
"""The languages there are training folders for; a labeller writes one of them for ``other`` and ``und``."""


@dataclass(frozen=True)
class Labelled:
    """A sentence with its label. ``text`` is redacted, also when the labeller changed it."""

    line: int
    id: UUID
    text: str
    language: str
    label: str


@dataclass(frozen=True)
class Checked:
    """What is in a sheet: rows to label, faults by line, and how many are empty or were labelled before."""

    good: tuple[Labelled, ...]
    faulty: tuple[tuple[int, str], ...]
    empty: int
    done: int

    @property
    def faults(self) -> tuple[str, ...]:
        """Return the faults as lines for a terminal."""
        return tuple(f"line {line}: {fault}" for line, fault in self.faulty)


def check_rows(rows: Sequence[Row], kept: Mapping[UUID, Sentence], topics: Collection[str] = frozenset()) -> Checked:
    """Check every row against the kept sentences. ``topics``: the added ones that are labels too.

    No fault repeats a sentence: texts do not belong into terminals.
    """
    labels = LABELS | set(topics)
    good: list[Labelled] = []
    faulty: list[tuple[int, str]] = []
    empty = done = 0
    seen: set[str] = set()
    for row in rows:
        sentence = kept.get(row.uuid) if row.uuid else None
        fault = _fault(row, sentence, seen, labels)
        seen.add(row.id)
        if not row.label and sentence is not None:
            empty += 1
        elif fault:
            faulty.append((row.line, fault))
        elif sentence is not None and sentence.label:
            done += 1
        elif sentence is not None:
            good.append(_labelled(row, sentence))
    return Checked(tuple(good), tuple(faulty), empty, done)


def _fault(row: Row, sentence: Sentence | None, seen: set[str], labels: Collection[str]) -> str | None:
    if sentence is None:
        return "no sentence with this id is kept (wrong, or older than it is kept)"
    teaches = row.label != SKIP
    rules = {
        "this id is in the file twice": row.id in seen,
        f"the label is no intent and not '{SKIP}'": row.label not in labels,
        f"was labelled {sentence.label} before": sentence.label not in {None, row.label},
        f"the language column needs one of {', '.join(LANGUAGES)}, or the label '{SKIP}'": (
            teaches and row.language not in LANGUAGES
        ),
        f"the text is empty or has more than {MAX_CHARS} characters": (
            teaches and (len(row.text) > MAX_CHARS or not has_words(row.text))
        ),
    }
    return next((fault for fault, broken in rules.items() if broken), None)


def _labelled(row: Row, sentence: Sentence) -> Labelled:
    """Return the row as labelled; a text changed in the sheet is redacted again."""
    text = sentence.text if row.text == sentence.text else redact(row.text)
    return Labelled(row.line, sentence.id, text, row.language, row.label)


def teaching(labelled: Sequence[Labelled]) -> list[Labelled]:
    """Return the rows that are to become training sentences."""
    return [row for row in labelled if row.label != SKIP]
