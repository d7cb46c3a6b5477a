"""Phrase patterns of the rule tables: words with alternatives and limited gaps, no regular expressions.

A pattern is words separated by spaces. ``a|b`` is either word, ``@name`` any word of a named set,
``word?`` may be missing, ``~3`` stands for up to three other words. ``ancam*`` is a word's beginning.
Before matching, a message's words are folded and short forms and Kupang Malay spellings are written out
("sy", "beta" as "saya"), so one Indonesian pattern covers how people text it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from bot.errors import CorruptDataError
from bot.understanding.datafile import read_table
from bot.understanding.text import fold, words

MAX_WORDS = 400
_SUFFIXES = ("nya", "lah", "kah")
_WHOLE_WORDS = frozenset(
    ["punya", "hanya", "tanya", "bertanya", "sekolah", "masalah", "ijazah", "langkah", "apakah", "bolehkah"]
)
_GAP = re.compile(r"~([1-6])$")


@lru_cache(maxsize=1)
def _full_forms() -> Mapping[str, tuple[str, ...]]:
    rows = read_table("short_forms")
    return {fold(row["short"]): tuple(fold(word) for word in row["full"].split()) for row in rows}


@lru_cache(maxsize=1)
def word_sets() -> Mapping[str, tuple[str, ...]]:
    """Return the named word sets (``@me``, ``@kin``, …) of data/word_sets.tsv."""
    return {row["name"]: tuple(row["words"].split()) for row in read_table("word_sets")}


def written_out(text: str) -> tuple[str, ...]:
    """Return at most 400 folded words of the text with short forms written out."""
    full = _full_forms()
    spread = [part for word in words(text)[:MAX_WORDS] for part in full.get(word, (word,))]
    spread = _joined_passives(spread)
    return tuple(_without_suffix(word) for word in spread[:MAX_WORDS])


def written_out_word(word: str) -> str:
    """Return one folded word written out; the full form may be two words ("dmn": "di mana")."""
    return " ".join(_without_suffix(part) for part in _full_forms().get(word, (word,)))


def _joined_passives(found: list[str]) -> list[str]:
    """Join "di pukul" and "d pukul", written apart as often as not, to "dipukul"."""
    verbs, joined = frozenset(word_sets()["afterdi"]), list[str]()
    for word in found:
        if joined and joined[-1] in {"di", "d"} and word in verbs:
            joined[-1] = f"di{word}"
        else:
            joined.append(word)
    return joined


def line_of(message_words: Iterable[str]) -> str:
    """Return the words as one line with a space around each: what compiled patterns search."""
    return f" {' '.join(message_words)} "


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Turn a phrase pattern into something to search a ``line_of(written_out(...))`` with. Raises CorruptDataError."""
    return _compiled(pattern, _canonical)


def compile_exact(pattern: str) -> re.Pattern[str]:
    """Turn a phrase pattern over folded words as they were typed into something to search a ``line_of`` with."""
    return _compiled(pattern, _folded)


def _compiled(pattern: str, shape: Callable[[str], str]) -> re.Pattern[str]:
    parts = [_part(token, pattern, shape) for token in pattern.split()]
    if not parts:
        raise CorruptDataError("an empty phrase pattern in a rule table")
    return re.compile("(?<= )" + "".join(parts))


def _part(token: str, pattern: str, shape: Callable[[str], str]) -> str:
    gap = _GAP.match(token)
    if gap:
        return rf"(?:\S+ ){{0,{gap[1]}}}?"
    optional = token.endswith("?")
    choices = [choice for name in token.rstrip("?").split("|") for choice in _choices(name, pattern, shape)]
    return f"(?:(?:{'|'.join(sorted(choices))}) )" + ("?" if optional else "")


def _choices(name: str, pattern: str, shape: Callable[[str], str]) -> tuple[str, ...]:
    if name.startswith("@"):
        members = word_sets().get(name[1:])
        if members is None:
            raise CorruptDataError(f"unknown word set {name} in the pattern '{pattern}'")
        return tuple(choice for member in members for choice in _choices(member, pattern, shape))
    stem, star = (name[:-1], r"\S*") if name.endswith("*") else (name, "")
    if not stem:
        raise CorruptDataError(f"an empty word in the pattern '{pattern}'")
    return (re.escape(shape(stem)) + star,)


def _folded(word: str) -> str:
    return fold(word).replace("'", "")


def _canonical(word: str) -> str:
    folded = _folded(word)
    return " ".join(_without_suffix(full) for full in _full_forms().get(folded, (folded,)))


def _without_suffix(word: str) -> str:
    """Drop the clitics "-nya", "-lah", "-kah" of longer words: "majikannya" is "majikan"."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 4 and word not in _WHOLE_WORDS:
            return word[: -len(suffix)]
    return word
