"""How different training sentences are: near twins, and sentences made from one mould.

A model that learns from letter sequences learns nothing from the same sentence with another comma, so counts of
sentences count different messages only: two are twins when they share four fifths of their letter sequences
(Dice: twice the shared ones over the sum of both), and a mould (the sentence with names, places, figures and
forms of address taken out) may serve three times.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from bot.understanding.datafile import read_table
from bot.understanding.examples import Example
from bot.understanding.patterns import word_sets, written_out
from bot.understanding.text import fold

PIECE = 4
"""Letters in a sequence."""

TWIN_SHARE = 0.8
"""From this share of common sequences two sentences count as one."""

MOST_PER_MOULD = 3

_SMALLEST = TWIN_SHARE / (2 - TWIN_SHARE)
"""The share of one twin's sequences that the other has at least: with fewer, four fifths cannot be shared."""

_ADDRESS = frozenset(
    """
    pak bu bapak ibu mama bapa kak kaka min admin mas mbak om tante usi ma bang ya kah
    """.split()  # noqa: SIM905 - one word a line would fill the page
)
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True)
class Twins:
    """Two sentences that are one after normalising; ``share`` from 0.8 to 1."""

    first: Example
    second: Example
    share: float


def pieces(text: str) -> frozenset[str]:
    """Return the sequences of four letters of a normalised sentence, spaces counted, with one at either end."""
    line = f" {' '.join(written_out(text))} "
    return frozenset(line[at : at + PIECE] for at in range(max(1, len(line) - PIECE + 1)))


def twins(examples: Sequence[Example]) -> Iterator[Twins]:
    """Yield every pair of near twins among the sentences, whatever their intent or language, in order of the second.

    Prefix filtering (Bayardo, Ma and Srikant 2007): two sentences of share 0.8 have a sequence in common among the
    rarest fifth of the shorter one and the rarest third of the longer one, so only those that meet there are compared.
    """
    ranked = _ranked([pieces(example.text) for example in examples])
    held = [frozenset(one) for one in ranked]
    met: dict[int, deque[int]] = defaultdict(deque)
    pairs: list[tuple[int, int, float]] = []
    for place in sorted(range(len(ranked)), key=lambda at: len(ranked[at])):
        one, size = ranked[place], len(ranked[place])
        smallest = _at_least(size, _SMALLEST)
        candidates: set[int] = set()
        for piece in one[: size - smallest + 1]:
            shorter = met[piece]
            while shorter and len(ranked[shorter[0]]) < smallest:
                shorter.popleft()
            candidates.update(shorter)
        for other in candidates:
            share = 2 * len(held[place] & held[other]) / (size + len(ranked[other]))
            if share >= TWIN_SHARE:
                pairs.append((max(place, other), min(place, other), share))
        for piece in one[: size - _at_least(size, TWIN_SHARE) + 1]:
            met[piece].append(place)
    for second, first, share in sorted(pairs):
        yield Twins(examples[first], examples[second], share)


def _at_least(size: int, share: float) -> int:
    """Return the smallest number that is at least a share of a size; a product a hair too large must not raise it."""
    return ceil(size * share - 1e-9)


def _ranked(found: Sequence[frozenset[str]]) -> list[list[int]]:
    """Return the sequences of each sentence as numbers, the rarest of all first."""
    rarity = Counter(piece for one in found for piece in one)
    ranks = {piece: rank for rank, piece in enumerate(sorted(rarity, key=lambda piece: (rarity[piece], piece)))}
    return [sorted(ranks[piece] for piece in one) for one in found]


def mould(example: Example) -> str:
    """Return the sentence with names, places, countries, relatives, figures and forms of address taken out."""
    plain, last = "", 0
    for entity in sorted(example.entities, key=lambda entity: entity.start):
        if entity.entity != "document":
            plain += f"{example.text[last : entity.start]} 0 "
            last = entity.end
    kept = [_slot(word) for word in written_out(plain + example.text[last:])]
    return " ".join(word for word, before in zip(kept, ["", *kept], strict=False) if word and word != before)


def worn_moulds(examples: Iterable[Example]) -> dict[str, list[Example]]:
    """Return the moulds that serve more than three times, with their sentences; a mould of slots alone is none."""
    used: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        used[mould(example)].append(example)
    return {name: made for name, made in used.items() if len(made) > MOST_PER_MOULD and set(name.split()) - {"_"}}


def _slot(word: str) -> str:
    if word in _ADDRESS:
        return ""
    return "_" if _FIGURE.fullmatch(word) or word in _slots() else word


@lru_cache(maxsize=1)
def _slots() -> frozenset[str]:
    places = {fold(row["alias"]) for table in ("countries", "home_places") for row in read_table(table)}
    figures = {row["word"] for row in read_table("number_words")}
    return frozenset(places | figures | set(word_sets()["kin"]) - {"nona", "nyong"})
