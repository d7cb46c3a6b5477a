"""Reading labelled sentences from Rasa's YAML files, the small part of the format this project uses.

Used by tests and by ops/nlu_test.py; Rasa reads the same files itself. Annotations such as
``[Johor]{"entity": "place", "role": "destination"}`` are removed from the text and returned as entities.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import BadInputError

_ANNOTATION = re.compile(r"\[(?P<value>[^\]]+)\](?:\((?P<name>[^)]+)\)|(?P<json>\{[^}]*\}))")
_SKIPPED = re.compile(r"version:|nlu:\s*$|\s*#|\s*$|\s*examples:\s*\|?\s*$|\s*- text: \|\s*$|\s*metadata:\s*$")
_LABEL = re.compile(r"\s*- intent: (?P<intent>\S+)\s*$")
_OTHER_BLOCK = re.compile(r"\s*- (lookup|synonym|regex): ")
_SENTENCE = re.compile(r"\s+- (?P<text>.+?)\s*$")
_BLOCK_START = re.compile(r"\s*- text: \|\s*$")
_ALTERNATIVE = re.compile(r"\s*(?:metadata: \{)?\s*alt: (?P<intent>\w+)\s*\}?\s*$")
_LOOKALIKE = re.compile(r"\s*lookalike: true\s*$")


@dataclass(frozen=True)
class LabelledEntity:
    """An annotated piece: name, role or None, and its offsets in the plain text."""

    entity: str
    role: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Example:
    """One labelled sentence; ``language`` is the name of the folder or file it came from.

    ``alternative``: a second intent that is right too (``metadata: {alt: …}`` in the test sets).
    ``lookalike``: the sentence sounds like an emergency and is none (``lookalike: true`` in its metadata).
    """

    text: str
    intent: str
    language: str
    entities: tuple[LabelledEntity, ...] = ()
    alternative: str | None = None
    lookalike: bool = False


def read_examples(folder: Path) -> tuple[Example, ...]:
    """Return all sentences below ``folder``, whose files are ``<language>/<topic>.yml`` or ``<language>.yml``.

    Raises BadInputError with file and line for a line that is not understood.
    """
    return tuple(example for path in sorted(folder.rglob("*.yml")) for example in read_file(path, folder))


def read_file(path: Path, folder: Path) -> Iterator[Example]:
    """Yield the sentences of one file below ``folder``. Raises BadInputError as ``read_examples``."""
    language = path.relative_to(folder).parts[0].removesuffix(".yml")
    lines = path.read_text(encoding="utf-8").splitlines()
    intent: str | None = None
    found: list[Example] = []
    for number, line in enumerate(lines, 1):
        label, alternative, sentence = _LABEL.match(line), _ALTERNATIVE.match(line), _sentence(lines, number - 1)
        if label or _OTHER_BLOCK.match(line):
            intent = label["intent"] if label else None
        elif alternative and found:
            found[-1] = replace(found[-1], alternative=alternative["intent"])
        elif _LOOKALIKE.match(line) and found:
            found[-1] = replace(found[-1], lookalike=True)
        elif _SKIPPED.match(line):
            continue
        elif sentence is None:
            raise BadInputError(f"{path.name} line {number}: not a line of Rasa's YAML as this project uses it")
        elif intent is not None:
            text, entities = _plain(sentence)
            found.append(Example(text, intent, language, entities))
    yield from found


def _sentence(lines: list[str], index: int) -> str | None:
    """Return the sentence on this line: a list item, or the one line under ``- text: |``."""
    if index and _BLOCK_START.match(lines[index - 1]):
        return lines[index].strip()
    match = _SENTENCE.match(lines[index])
    return match["text"] if match else None


def _plain(annotated: str) -> tuple[str, tuple[LabelledEntity, ...]]:
    plain, entities, last = "", [], 0
    for match in _ANNOTATION.finditer(annotated):
        plain += annotated[last : match.start()]
        details = json.loads(match["json"]) if match["json"] else {"entity": match["name"]}
        start = len(plain)
        plain += match["value"]
        entities.append(LabelledEntity(details["entity"], details.get("role"), start, len(plain)))
        last = match.end()
    return plain + annotated[last:], tuple(entities)
