"""The attested Dawan words, to be looked up beside a text: ``responses/dawan_glossary.tsv``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.answers.sms import to_gsm7
from bot.errors import BadInputError

GLOSSARY_FILE = "dawan_glossary.tsv"
MOST_FOUND = 40
LONGEST_LOOK_UP = 60
_COLUMNS = ("dawan", "variants", "indonesian", "kind", "dialect", "sources", "confidence")
_SHORTEST_STEM = 3
_LONGEST_MEANING = 4  # words: what is looked for in a text as one
_SOURCE = re.compile(r"#\s+([A-Z0-9]{2})\s\s(.+)")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_BRACKETED = re.compile(r"\([^)]*\)|\{[^}]*\}")
_ENDINGS = ("nya", "lah", "kah", "kan", "an", "i", "ku", "mu")
_BEGINNINGS = ("ber", "ter", "per", "di", "ke", "se")
_NASAL = {"meny": "s", "peny": "s", "meng": "", "peng": "", "mem": "p", "pem": "p", "men": "t", "pen": "t"}
"""Beginnings that swallow the first letter of a stem, with that letter: "menulis" is "tulis"."""


@dataclass(frozen=True)
class Entry:
    """A Dawan word. ``indonesian``: what it means; ``sources``: where it was found, in words."""

    dawan: str
    variants: str
    indonesian: str
    kind: str
    dialect: str
    sources: tuple[str, ...]
    confidence: str

    @property
    def meanings(self) -> tuple[str, ...]:
        """Return what it means as separate words or short phrases, folded."""
        parts = re.split(r"[,;]", _BRACKETED.sub(" ", self.indonesian))
        return tuple(meaning for part in parts if (meaning := " ".join(_words(part))))


class Glossary:
    """Words by what they mean. Never changes."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        """Sort the entries by their meanings, the surest first."""
        self._entries = tuple(
            sorted(entries, key=lambda entry: (entry.confidence != "high", "TTS" not in entry.dialect))
        )
        self._by_meaning: dict[str, list[Entry]] = {}
        for entry in self._entries:
            for meaning in entry.meanings:
                self._by_meaning.setdefault(meaning, []).append(entry)

    def words_of(self, text: str) -> dict[str, tuple[Entry, ...]]:
        """Return the words and phrases of an Indonesian text that have an entry, in order of their first place."""
        words = list(_words(_BRACKETED.sub(" ", text) + " " + " ".join(_BRACKETED.findall(text))))
        found: dict[str, tuple[Entry, ...]] = {}
        at = 0
        while at < len(words):
            size = next((size for size in range(_LONGEST_MEANING, 0, -1) if self._known(words[at : at + size])), 0)
            if size:
                meaning = self._known(words[at : at + size])
                found.setdefault(meaning, tuple(self._by_meaning[meaning]))
            at += max(1, size)
        return found

    def look_up(self, word: str) -> tuple[Entry, ...]:
        """Return the entries with an Indonesian or Dawan word or a part of it, whole words first."""
        wanted = " ".join(_words(word[:LONGEST_LOOK_UP]))
        if not wanted:
            return ()
        whole = [one for one in self._entries if wanted in one.meanings or wanted in _dawan(one)]
        partly = [one for one in self._entries if wanted in " ".join((*one.meanings, *_dawan(one)))]
        return tuple(dict.fromkeys([*whole, *partly]))[:MOST_FOUND]

    def _known(self, words: list[str]) -> str:
        """Return the meaning under which these words stand; for one word its stem too, "" for none."""
        phrase = " ".join(words)
        if phrase in self._by_meaning or len(words) != 1:
            return phrase if phrase in self._by_meaning else ""
        return next((stem for stem in _stems(phrase) if stem in self._by_meaning), "")


@lru_cache(maxsize=2)
def read_glossary(folder: Path) -> Glossary:
    """Return the glossary of a content folder, an empty one without a file. Raises BadInputError for a faulty one."""
    path = folder / GLOSSARY_FILE
    if not path.exists():
        return Glossary(())
    names: dict[str, str] = {}
    entries: list[Entry] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            if match := _SOURCE.match(line):
                names[match[1]] = match[2]
        elif line != "\t".join(_COLUMNS):
            entries.append(_entry(line, number, names))
    return Glossary(tuple(entries))


def _entry(line: str, number: int, names: dict[str, str]) -> Entry:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS) or not all((cells[0], cells[2], cells[5])):
        raise BadInputError(f"{GLOSSARY_FILE} line {number}: needs a word, a meaning and a source in 7 columns")
    dawan, variants, indonesian, kind, dialect, sources, confidence = cells
    unknown = [code for code in sources.split(",") if code not in names]
    if unknown:
        raise BadInputError(f"{GLOSSARY_FILE} line {number}: names a source that is not in its head")
    return Entry(
        dawan, variants, indonesian, kind, dialect, tuple(names[one] for one in sources.split(",")), confidence
    )


def _words(text: str) -> Iterator[str]:
    return (match.group().lower() for match in _WORD.finditer(to_gsm7(text)))


def _dawan(entry: Entry) -> tuple[str, ...]:
    return tuple(_words(f"{entry.dawan} {entry.variants}"))


def _beginnings(word: str) -> Iterator[tuple[str, str]]:
    """Yield how a word may begin before its stem, each with the letter the stem has lost by it."""
    yield from ((begin, "") for begin in _BEGINNINGS if word.startswith(begin))
    for begin, lost in _NASAL.items():
        if word.startswith(begin):
            yield begin, lost if word[len(begin) : len(begin) + 1] in set("aeiou") else ""
            return


def _stems(word: str) -> Iterator[str]:
    """Yield what is left without a usual ending and beginning, the longest first."""
    bare = [word, *(word.removesuffix(end) for end in _ENDINGS if word.endswith(end))]
    shorter = [lost + stem.removeprefix(begin) for stem in bare for begin, lost in _beginnings(stem)]
    found = {stem for stem in [*bare[1:], *shorter] if len(stem) > _SHORTEST_STEM}
    yield from sorted(found, key=len, reverse=True)
