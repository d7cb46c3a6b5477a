"""Learn the language weights: ``.venv/bin/python ops/language_weights.py``; about two minutes, always the same result.

Reads the training sentences of nlu_data/train (never the held-out ones), short pieces cut out of them, the word lists
of the language rules and the words of neighbouring languages (data/neighbour_words.tsv), and writes
bot/understanding/data/language_weights.tsv. Run it after a larger change of these; then train the understanding
model again, which reads the guessed language.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log, sqrt
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.understanding.datafile import FOLDER, read_table  # noqa: E402
from bot.understanding.examples import read_examples  # noqa: E402
from bot.understanding.language_cues import cue_scores  # noqa: E402
from bot.understanding.language_letters import LANGUAGES, SCALE, START, features  # noqa: E402
from bot.understanding.text import fold, words  # noqa: E402
from bot.vocabulary import Intent, MessageLanguage  # noqa: E402

ID, MKN, AOZ, EN, OTHER = LANGUAGES
Row = tuple[MessageLanguage, tuple[str, ...]]

OUTPUT = FOLDER / "language_weights.tsv"
MOST_BYTES = 290_000
ROUNDS = 4
STEP = 0.05
SEEN_AT_LEAST = 2
PIECES_A_SENTENCE = 0.6
NEIGHBOUR_MESSAGES = 6_000
BORROWED_FROM = 2.0
"""The rules' score of another language from which an Indonesian sentence is left out: one word that proves much."""

LISTED_FROM = 0.8
LISTED_WEIGHT = 0.5
WEIGHTS: Mapping[MessageLanguage, float] = {ID: 0.5, MKN: 1.8, AOZ: 1.5, EN: 1.5, OTHER: 0.6}
"""What one example counts: the folders differ in size, and a missed regional language costs more."""

NEAR = {"tetun": 3, "rotenese": 3, "helong": 3, "javanese": 3, "sundanese": 3}
"""Neighbours and the largest languages come up more often than others (1)."""

HEAD = """\
# Weights that tell a message's language: words (=), letter sequences (_: a word's edge), rules' scores (~). In 1/25.
# Learned by ops/language_weights.py; do not edit by hand.
"""


def main() -> int:
    """Learn and write. Returns the exit code."""
    learned = learn(examples(sentences(ROOT / "nlu_data" / "train")))
    OUTPUT.write_text(as_table(learned), encoding="utf-8")
    print(f"wrote {OUTPUT.name}: {OUTPUT.stat().st_size} bytes")
    return 0


def sentences(folder: Path) -> list[Row]:
    """Return the words of the training sentences with the language of their folder, file by file.

    What is out of scope is left out, for it holds other languages on purpose, and so are Indonesian sentences that
    borrow telling words of a region: they are there for their intent and teach nothing of Indonesian.
    """
    in_scope = (one for one in read_examples(folder) if one.intent != Intent.OUT_OF_SCOPE.value)
    found = [(MessageLanguage(one.language), alphabetic(one.text)) for one in in_scope]
    return [(language, row) for language, row in found if row and not (language is ID and _borrows(row))]


def _borrows(row: tuple[str, ...]) -> bool:
    scores = cue_scores(row)
    return max(scores[MKN], scores[OTHER]) >= BORROWED_FROM


def alphabetic(text: str) -> tuple[str, ...]:
    """Return the folded words without figures, as the language rules see them."""
    return tuple(word for word in words(text) if word.isalpha())


def examples(rows: Sequence[Row]) -> list[tuple[Row, float]]:
    """Return what is learned from, each with its weight."""
    chance = random.Random(1)  # noqa: S311 - the same every time
    seen = [*rows, *cut_pieces(rows, chance), *neighbour_messages(chance)]
    weighted = [(row, WEIGHTS[row[0]]) for row in seen]
    return weighted + [(row, LISTED_WEIGHT) for row in listed_words()]


def cut_pieces(rows: Sequence[Row], chance: random.Random) -> Iterator[Row]:
    """Yield pieces of 1 to 5 words; one of a regional message without a regional word is plain Indonesian."""
    odds = _odds(rows)
    for language, found in rows:
        size = chance.choice((1, 2, 2, 3, 3, 4, 5))
        if chance.random() > PIECES_A_SENTENCE or len(found) <= size:
            continue
        start = chance.randrange(len(found) - size + 1)
        piece = found[start : start + size]
        yield language_of_piece(language, piece, odds), piece


def language_of_piece(
    language: MessageLanguage, piece: Sequence[str], odds: Mapping[MessageLanguage, Mapping[str, float]]
) -> MessageLanguage:
    """Return the language a piece of a message shows: its own, or Kupang Malay or Indonesian in a mixed one."""
    if language is AOZ and max(odds[AOZ].get(word, 0.0) for word in piece) > 1.5:
        return AOZ
    if language in {AOZ, MKN}:
        return MKN if max(odds[MKN].get(word, 0.0) for word in piece) > 1.3 else ID
    return language


def _odds(rows: Sequence[Row]) -> dict[MessageLanguage, dict[str, float]]:
    """Return how much more often each word stands in regional messages than in Indonesian ones, as a logarithm."""
    counts: dict[MessageLanguage, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for language, found in rows:
        counts[language].update(set(found))
    sums = {language: sum(count.values()) + 1 for language, count in counts.items()}

    def rate(language: MessageLanguage, word: str) -> float:
        return log((counts[language][word] + 0.3) / sums[language])

    return {of: {word: rate(of, word) - rate(ID, word) for word in counts[of]} for of in (AOZ, MKN)}


def neighbour_messages(chance: random.Random) -> Iterator[Row]:
    """Yield messages made of the words of one neighbouring language, usual words more often.

    Half the longer ones hold a word that every language here uses ("paspor", "Malaysia"), as people's messages do.
    """
    shared = [row["word"] for row in read_table("language_words") if row["language"] == "any"]
    lists = [(row["language"], _folded(row["words"])) for row in read_table("neighbour_words")]
    pool = [known for name, known in lists for _ in range(NEAR.get(name, 1))]
    for _ in range(NEIGHBOUR_MESSAGES):
        known = chance.choice(pool)
        size = chance.choice((1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 8))
        found = [known[int(len(known) * chance.random() ** 1.3)] for _ in range(size)]
        if size > 1 and chance.random() < 0.5:
            found.insert(chance.randrange(size + 1), chance.choice(shared))
        yield OTHER, tuple(found)


def _folded(listed: str) -> list[str]:
    return [fold(word).replace("'", "").replace("-", "") for word in listed.split()]


def listed_words() -> Iterator[Row]:
    """Yield every strong word of the rules' lists as a message of one word."""
    for row in read_table("language_words"):
        if row["language"] in LANGUAGES and row["language"] != OTHER and float(row["weight"]) >= LISTED_FROM:
            yield MessageLanguage(row["language"]), (row["word"],)


def learn(weighted: Sequence[tuple[Row, float]]) -> dict[str, list[float]]:
    """Return a weight a language for each feature: multinomial logistic regression by AdaGrad."""
    named = [list(features(found, cue_scores(found))) for (_, found), _ in weighted]
    seen = Counter(name for names in named for name in set(names))
    learned = {name: [0.0] * len(LANGUAGES) for name, count in seen.items() if count >= SEEN_AT_LEAST}
    squares = {name: [1.0] * len(LANGUAGES) for name in learned}
    rows = [
        (LANGUAGES.index(language), weight, [name for name in names if name in learned])
        for ((language, _), weight), names in zip(weighted, named, strict=True)
    ]
    chance = random.Random(2)  # noqa: S311 - the same every time
    for _ in range(ROUNDS):
        chance.shuffle(rows)
        for right, weight, names in rows:
            _step(learned, squares, right, weight, names)
    return learned


def _step(
    learned: Mapping[str, list[float]], squares: Mapping[str, list[float]], right: int, weight: float, names: list[str]
) -> None:
    sums = [sum(column) for column in zip(*(learned[name] for name in names), strict=True)]
    shares = [exp(total - max(sums)) for total in sums]
    whole = sum(shares)
    slopes = [weight * (share / whole - (i == right)) for i, share in enumerate(shares)]
    moving = [(i, slope) for i, slope in enumerate(slopes) if abs(slope) > 0.003]
    for name in names if moving else ():
        values, square = learned[name], squares[name]
        for i, slope in moving:
            square[i] += slope * slope
            values[i] -= STEP * slope / sqrt(square[i])


def as_table(learned: Mapping[str, Sequence[float]]) -> str:
    """Return the file: the features that weigh most, as many as fit, sorted by name."""
    lines: dict[str, str] = {}
    size = 0
    for name in sorted(learned, key=lambda name: (name != START, -_spread(learned[name]), name)):
        middle = sum(learned[name]) / len(LANGUAGES)
        cells = [str(round((value - middle) * SCALE)) for value in learned[name]]
        line = "\t".join([name, *("" if cell in {"0", "-0"} else cell for cell in cells)]).rstrip("\t")
        size += len(line.encode()) + 1
        if size > MOST_BYTES:
            break
        if "\t" in line:
            lines[name] = line
    columns = "\t".join(["piece", *(language.value for language in LANGUAGES)])
    return HEAD + columns + "\n" + "\n".join(lines[name] for name in sorted(lines)) + "\n"


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)


if __name__ == "__main__":
    sys.exit(main())
