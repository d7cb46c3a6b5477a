"""Names of persons in the forms that are compared: titles off, today's spelling, and as they sound.

Reporters write a recruiter's name from hearing: "Om Jos", "Yosep Nabu", "Bpk. Joesoef N.". Rules: the spelling from
before 1972 (EYD reform: oe, dj, tj, nj, sj, ch), and what is heard alike in the Christian and Muslim names of NTT
(j/y/i, v/f/p, z/s, c/k/s, a silent h, e/i, o/u, doubled letters). The rules are our choice. Standard library only.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

MOST_WORDS = 5
"""Words of one name that are compared; what is longer is a sentence."""

_HE, _SHE, _ANY = "m", "f", ""
_TITLES: Mapping[str, str] = {
    **dict.fromkeys(
        ("pak", "bapak", "bapa", "bpk", "bp", "pa", "om", "oom", "tuan", "tn", "bang", "abang", "bung"), _HE
    ),
    **dict.fromkeys(("haji", "nyong", "romo", "pater", "bruder", "mas", "too", "opa", "ama"), _HE),
    **dict.fromkeys(("ibu", "bu", "mama", "mamak", "mami", "tanta", "tante", "tanteh", "nona", "noni", "nn"), _SHE),
    **dict.fromkeys(("nyonya", "ny", "hajah", "hajjah", "hj", "usi", "suster", "mbak", "oma"), _SHE),
    **dict.fromkeys(("kak", "kaka", "kakak", "ka", "adik", "ade", "adek", "bos", "boss", "sdr", "sdri", "si"), _ANY),
    **dict.fromkeys(("pdt", "pendeta", "dr", "drs", "ir", "calo", "agen", "perekrut", "sponsor", "bin", "binti"), _ANY),
}
"""Words in front of a name that say what somebody is called, with the sex they tell."""

_NAMES_TOO = frozenset(["ade", "ama", "usi"])
"""Titles that are names as well, where nothing else is told."""

_ALSO = re.compile(
    r"\b(?:alias|als|a\.?k\.?a|nama lain|(?:biasa|sering)?\s*(?:di)?panggil(?:an)?(?:nya)?)\b\.?:?|[/;()\[\]\"“”]",
    re.IGNORECASE,
)
_DEGREES = re.compile(r",.*")
_OLD = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"))
_SOUNDS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"^chr", "kr"),
        (r"^mi[ck]?h", "mik"),
        (r"^ch(?=[aeiou])", "k"),
        (r"kh|ch", "h"),
        (r"ph", "f"),
        (r"sy|sh", "s"),
        (r"ck|cc", "k"),
        (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"),
        (r"x", "ks"),
        (r"h", ""),
    )
)
_ALIKE = str.maketrans({"v": "f", "p": "f", "z": "s", "y": "i", "j": "i", "e": "i", "o": "u"})
_RUN = re.compile(r"(\w)\1+")
_VOWELS = re.compile(r"[aiu]")


@dataclass(frozen=True)
class PersonName:
    """One name. ``words``: in small plain letters and today's spelling, of an initial its letter. ``sex``: m, f, ""."""

    words: tuple[str, ...]
    sex: str = ""

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """Return how each word sounds."""
        return tuple(map(sound, self.words))

    @cached_property
    def full_sounds(self) -> tuple[str, ...]:
        """Return how each word sounds, without initials and repeats, in order of the alphabet."""
        return tuple(sorted({heard for heard in self.sounds if len(heard) > 1}))


def read_name(told: str) -> PersonName:
    """Return a name without titles, degrees and capitals; no words where nothing is left ("Pak")."""
    words = [word for word in re.split(r"[\W_]+", _plain(_DEGREES.sub("", told))) if word and not word.isdigit()]
    sex, start = "", 0
    while start < len(words) and (words[start] in _TITLES or (words[start] == "h" and len(words) > start + 1)):
        sex = sex or _TITLES.get(words[start], _HE)
        start += 1
    named = [word for word in words[start:] if word not in {"bin", "binti"}]
    if not named and words and words[-1] in _NAMES_TOO:
        named = words[-1:]
    return PersonName(tuple(map(_spelt_today, named[:MOST_WORDS])), sex)


def names_told(told: str) -> tuple[str, ...]:
    """Return the names in one told name: "Yosef Nabu alias Om Beni (Ben)" holds three."""
    parts = (" ".join(part.split()).strip(" .,:-") for part in _ALSO.split(told))
    return tuple(dict.fromkeys(part for part in parts if any(char.isalpha() for char in part)))


def sound(word: str) -> str:
    """Return how one word of a name sounds when heard roughly; of an initial one letter."""
    heard = word
    for written, said in _SOUNDS:
        heard = written.sub(said, heard)
    return _RUN.sub(r"\1", heard.translate(_ALIKE)) or word[:1].translate(_ALIKE)


def skeleton(heard: str) -> str:
    """Return a sounding word without its vowels but the first letter: what a slip of the pen leaves most often."""
    return heard[:1] + _VOWELS.sub("", heard[1:])


def _plain(text: str) -> str:
    levelled = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in levelled if not unicodedata.combining(char))
    return re.sub(r"['’ʼ`´]", "", bare)


def _spelt_today(word: str) -> str:
    for old, new in _OLD:
        word = word.replace(old, new)
    return _RUN.sub(r"\1", word)
