"""Whether a handful of sentences are near twins of any there is: a look within a second, for a page that waits.

variety.py compares every pair and takes a minute or two; the writing of training data does that as well. Here only
sentences that share half of their words as they are typed are compared at all.
"""

from collections import defaultdict
from collections.abc import Sequence

from bot.training.variety import TWIN_SHARE, pieces
from bot.understanding.examples import Example

_SHARED_WORDS = 0.5


def near_twins(texts: Sequence[str], known: Sequence[Example]) -> dict[int, Example]:
    """Return the likest near twin of each text that has one, by the text's place."""
    wanted = [frozenset(text.lower().split()) for text in texts]
    places: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(wanted):
        for word in words:
            places[word].append(place)
    found: dict[int, tuple[float, Example]] = {}
    own = [pieces(text) for text in texts]
    for example in known:
        words = frozenset(example.text.lower().split())
        for place in _alike(words, wanted, places):
            share = _share(own[place], pieces(example.text))
            if share >= TWIN_SHARE and share > found.get(place, (0.0, example))[0]:
                found[place] = (share, example)
    return {place: example for place, (_, example) in found.items()}


def _alike(words: frozenset[str], wanted: Sequence[frozenset[str]], places: dict[str, list[int]]) -> list[int]:
    shared: dict[int, int] = defaultdict(int)
    for word in words:
        for place in places.get(word, ()):
            shared[place] += 1
    return [p for p, count in shared.items() if 2 * count >= _SHARED_WORDS * (len(words) + len(wanted[p]))]


def _share(first: frozenset[str], second: frozenset[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second))
