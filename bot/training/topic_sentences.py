"""How people ask for a topic that admins added: what may become such a sentence, and what becomes of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.training.near_twins import near_twins
from bot.training.redaction import PLACEHOLDER, has_words, redact
from bot.understanding.commands import find_command, find_number
from bot.understanding.danger import danger_phrase
from bot.understanding.examples import Example
from bot.understanding.probes import is_probe
from bot.understanding.report_words import tells_of_somebody_taken, wants_report
from bot.understanding.text import fold, words
from bot.vocabulary import Word

LEAST = 8
"""Different sentences in Indonesian or Kupang Malay that a topic needs: docs/nlu.md tells what was measured."""

COUNTED = frozenset({"id", "mkn"})
"""The languages of those: what nearly everybody writes."""

MOST = 200
"""Sentences of one topic; more of the same teach nothing."""

LONGEST = 200
"""Characters of a sentence."""

_FEWEST_WORDS = 2
_NUMBERS = frozenset({"kode", "nomor", "email", "tautan", "akun", "angka"})
_NAMES = frozenset({"nama", "perusahaan"})


class SentenceState(Word):
    """What became of an example of an added topic.

    ``PROPOSED``: no second person has read it. ``APPROVED``: it waits to be written. ``WRITTEN``: it is in the training
    data. ``REFUSED``: it would teach nothing. ``LEAVING``: taken away, and still in the training data.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    WRITTEN = "written"
    REFUSED = "refused"
    LEAVING = "leaving"


@dataclass(frozen=True)
class TopicSentence:
    """An example. ``speaker``: who wrote a Dawan one. ``author`` and ``approved_by``: as the audit log names them."""

    id: UUID
    topic: str
    language: str
    text: str
    speaker: str
    state: SentenceState
    author: str
    added_at: datetime
    approved_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class NewSentence:
    """An example to add. ``language``: id, mkn, aoz or en; ``speaker``: who wrote it, needed for Dawan."""

    language: str
    text: str
    speaker: str = ""


def lines_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, one a line, empty lines left out."""
    return tuple(line for each in text.splitlines() if (line := " ".join(each.split())))


def enough(sentences: Iterable[TopicSentence | NewSentence]) -> int:
    """Return how many sentences count towards LEAST."""
    return sum(one.language in COUNTED for one in sentences)


def same(text: str) -> str:
    """Return the form in which two sentences are one: case, signs and stretched letters make no other."""
    return " ".join(words(fold(text)))


def sentence_faults(
    new: Sequence[NewSentence], topic: str, there: Iterable[str], known: Sequence[Example]
) -> dict[int, str]:
    """Return why sentences may not become examples of a topic, by their place in ``new``.

    ``there``: the texts of the topic's other sentences; ``known``: training and held-out sentences. No fault repeats a
    sentence. What goes before the model, such as danger and commands, would never reach the topic.
    """
    faults = {place: fault for place, one in enumerate(new) if (fault := _own_fault(one))}
    seen = {same(text): "is a sentence of this topic already" for text in there}
    for place, one in enumerate(new):
        if place not in faults and (fault := seen.get(same(one.text))):
            faults[place] = fault
        seen.setdefault(same(one.text), "is there twice")
    rest = [place for place in range(len(new)) if place not in faults]
    others = [example for example in known if example.intent != topic]
    for found, example in near_twins([new[place].text for place in rest], others).items():
        faults[rest[found]] = f"a near twin of a sentence there is already, labelled {example.intent}"
    return faults


def _own_fault(one: NewSentence) -> str | None:
    marks = _marks(one.text)
    rules: Mapping[str, bool] = {
        f"needs {_FEWEST_WORDS} words or more, and at most {LONGEST} characters": (
            len(one.text) > LONGEST or not has_words(one.text) or len(words(one.text)) < _FEWEST_WORDS
        ),
        "has the words of danger: that is answered with the numbers to call, before everything else": (
            danger_phrase(one.text) is not None or tells_of_somebody_taken(one.text)
        ),
        "is a command, a number or a wish to report: that is answered before every topic": _goes_before(one.text),
        "holds a telephone number, a code or an address of the net": bool(marks & _NUMBERS),
        "seems to name a person or a company; if it does not, write it small, or in other words": bool(marks & _NAMES),
        "a Dawan sentence needs the name of who wrote it": one.language == "aoz" and not one.speaker.strip(),
    }
    return next((fault for fault, broken in rules.items() if broken), None)


def _goes_before(text: str) -> bool:
    ruled = find_command(text) is not None or find_number(text) is not None
    return ruled or wants_report(text) or is_probe(text)


def _marks(text: str) -> frozenset[str]:
    """Return what redaction would take out. A capital at the beginning of a sentence says nothing about a word."""
    found: Iterator[str] = (match[0][1:-1] for match in PLACEHOLDER.finditer(redact(text[:1].lower() + text[1:])))
    return frozenset(found)
