"""Labelled sentences as training data: which are new enough to teach something, and writing them down.

They go to ``train/<language>/labelled.yml`` under nlu_data, whole files at a time: written beside, then renamed.
"""

import fcntl
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.training.labels import Labelled
from bot.training.standins import with_stand_ins
from bot.training.topic_data import FILE as TOPICS
from bot.training.variety import MOST_PER_MOULD, twins, worn_moulds
from bot.understanding.examples import Example, read_examples, read_file

FILE = "labelled.yml"
HELD_OUT = ("test", "dev")
_HEAD = """# Sentences from messages that were not understood: redacted, labelled, names and figures invented.
# Written by `bot training add` and the console; may be edited and moved like every other file here.
version: "3.1"

nlu:
"""
_TOPICS_HEAD = """# Examples of how people ask for topics that admins added, as a second admin approved them.
# Written from the database by the console's jobs, which replace this file: change a sentence in the console.
version: "3.1"

nlu:
"""

Made = list[tuple[int, Example]]
"""Sentences made from labelled rows, each with its line in the sheet."""


@dataclass(frozen=True)
class Sorted:
    """Labelled rows by what becomes of them, each by its line: new sentences, and why others are not added.

    A line that is in neither is in the training data already.
    """

    made: tuple[tuple[int, Example], ...]
    faults: Mapping[int, str]

    @property
    def new(self) -> tuple[Example, ...]:
        """Return the sentences to add."""
        return tuple(one for _, one in self.made)

    @property
    def refused(self) -> tuple[str, ...]:
        """Return the reasons as lines for a terminal."""
        return tuple(f"line {line}: {fault}; not added" for line, fault in sorted(self.faults.items()))


@contextmanager
def only_writer(nlu_data: Path) -> Iterator[None]:
    """Hold the only right to add sentences: two at once would lose those of one. Waits for the other."""
    folder = os.open(nlu_data / "train", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def sort_out(rows: Sequence[Labelled], nlu_data: Path) -> Sorted:
    """Return which rows become training sentences, and for each of the others why not.

    Refused are near twins of any sentence there is, held-out ones too, and a fourth sentence from one mould: both
    teach nothing, and the first would make the measurement too good. What labelled.yml has already is passed over.
    """
    train = read_examples(nlu_data / "train")
    held_out = [example for name in HELD_OUT for example in read_examples(nlu_data / name)]
    written = {(example.text, example.intent, example.language) for example in train}
    made = [(row.line, Example(with_stand_ins(row.text), row.label, row.language)) for row in rows]
    made = [(line, one) for line, one in made if (one.text, one.intent, one.language) not in written]
    faults = {line: "nothing is left without the marks" for line, one in made if not one.text}
    faults |= _twin_faults(_without(made, faults), train, held_out)
    faults |= _mould_faults(_without(made, faults), train)
    return Sorted(tuple(_without(made, faults)), faults)


def _without(made: Made, faults: Mapping[int, str]) -> Made:
    return [(line, one) for line, one in made if line not in faults]


def _twin_faults(made: Made, train: Sequence[Example], held_out: Sequence[Example]) -> dict[int, str]:
    line_of = {id(one): line for line, one in made}
    tested = {id(example) for example in held_out}
    faults: dict[int, str] = {}
    if not made:
        return faults
    for pair in twins([*train, *held_out, *(one for _, one in made)]):
        line = line_of.get(id(pair.second))
        if line is None or line_of.get(id(pair.first)) in faults:
            continue
        where = "a sentence the model is tested with" if id(pair.first) in tested else "a sentence there is already"
        faults.setdefault(line, f"a near twin of {where}, labelled {pair.first.intent}")
    return faults


def _mould_faults(made: Made, train: Sequence[Example]) -> dict[int, str]:
    line_of = {id(one): line for line, one in made}
    worn = worn_moulds([*train, *(one for _, one in made)]).values() if made else ()
    late = [one for examples in worn for one in examples[MOST_PER_MOULD:] if id(one) in line_of]
    fault = f"made like {MOST_PER_MOULD} others but for names and figures"
    return {line_of[id(one)]: fault for one in late}


def write_topics(examples: Sequence[Example], known: Collection[str], nlu_data: Path) -> None:
    """Make the files of added topics hold these sentences, and those of topics that are not ``known`` here.

    Those may belong to another database that uses the same folder.
    """
    train = nlu_data / "train"
    there = [one for path in sorted(train.glob(f"*/{TOPICS}")) for one in read_file(path, train)]
    foreign = [one for one in there if one.intent not in known]
    for language in sorted({one.language for one in [*there, *examples]}):
        path = train / language / TOPICS
        lines = _TOPICS_HEAD.splitlines()
        mine = [one for one in [*foreign, *examples] if one.language == language]
        for one in mine:
            _insert(lines, one)
        text = "\n".join(lines) + "\n"
        if not mine:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            _replace(path, text)


def write_sentences(new: Sequence[Example], nlu_data: Path) -> None:
    """Add the sentences to their languages' files, each under its intent."""
    for language in sorted({one.language for one in new}):
        path = nlu_data / "train" / language / FILE
        lines = (path.read_text(encoding="utf-8") if path.exists() else _HEAD).splitlines()
        for one in new:
            if one.language == language:
                _insert(lines, one)
        _replace(path, "\n".join(lines).rstrip("\n") + "\n")


def _insert(lines: list[str], one: Example) -> None:
    """Put the sentence at the end of its intent's block, made at the end of the file when there is none."""
    block = f"  - intent: {one.intent}"
    sentence = f"      - {one.text}"
    if block not in lines:
        if lines[-1].strip() not in {"", "nlu:"}:
            lines.append("")
        lines += [block, "    examples: |", sentence]
        return
    at = lines.index(block) + 1
    while at < len(lines) and lines[at].strip() and not lines[at].startswith("  - "):
        at += 1
    lines.insert(at, sentence)


def _replace(path: Path, text: str) -> None:
    """Replace a file in one step; its content is on the disk before its name is."""
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.chmod(0o644)  # a part of the project like its neighbours, whatever the process's umask
    new.replace(path)
