"""How villagers write what they heard: other spellings, slips of the thumb, words joined, cut or left out.

All rates are our choice; nobody has measured them. See ``scribbled``.
"""

import random
import re

RULES = r"""
oe>u (?<=.)u>oe j>dj dj>j y>i y>j (?<=.)i>y ie>i f>v v>f f>p (?<=.)p>f ph>f (?<=.)b>p [dt]$>t
k>c c>k ks>x x>ks s>z z>s (?<=.)th>t t(?=[aiu])>th (?<=[aeiou])([lnst])(?=[aeiou])>\1\1 ([lnst])\1>\1 h> h>
ae>ai ai>ae (?<=.)e>i (?<=.)i>e (?<=.)o>u (?<=.)u>o ao>au eo>io ua>uwa ([aeiou])\1>\1 nd>n ng>n
us$>os us$> es$>is ius$>us ia$>iah ia$>iya k$> k$>' n$>ng [aiu]$>e
"""
"""Sounds alike in Dawan or Kupang Malay, or of the old spelling and the new: a pattern, ">", what is written for it."""

SOUNDS = tuple((re.compile(sound), other) for sound, other in (rule.split(">") for rule in RULES.split()))

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
DIGITS = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5"}


def misheard(rng: random.Random, word: str) -> str:
    """Return ``word`` with one sound written another way, the same where nothing fits."""
    found = [(sound, new) for pattern, new in SOUNDS for sound in pattern.finditer(word)]
    if not found:
        return word
    sound, new = rng.choice(found)
    return word[: sound.start()] + sound.expand(new) + word[sound.end() :]


def mistyped(rng: random.Random, word: str) -> str:
    """Return ``word`` with a letter lost, doubled, swapped with the next or hit beside; short words stay."""
    if len(word) < 4:
        return word
    at = rng.randrange(len(word) - 1)
    here, following = word[at], word[at + 1]
    return (
        word[:at]
        + rng.choice((following, here * 2 + following, following + here, _beside(rng, here) + following))
        + (word[at + 2 :])
    )


def _beside(rng: random.Random, letter: str) -> str:
    for row in KEYS:
        at = row.find(letter)
        if at >= 0:
            return rng.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return letter


def shortened(rng: random.Random, word: str) -> str:
    """Return ``word`` as a thumb in a hurry writes it: "yoh.", "frans", "mrtha"."""
    if len(word) < 6:
        return word
    if rng.random() < 0.5:
        return word[: rng.randint(3, len(word) - 2)] + rng.choice((".", "", ""))
    return word[0] + "".join(letter for letter in word[1:-1] if letter not in "aeiou") + word[-1]


def prettied(rng: random.Random, word: str) -> str:
    """Return ``word`` as on a Facebook page ("yanthy", "frengkhy") or with figures for letters ("y4nti")."""
    if rng.random() < 0.3:
        letters = [letter for letter in word if letter in DIGITS]
        chosen = rng.choice(letters) if letters else ""
        return word.replace(chosen, DIGITS[chosen]) if chosen else word
    for old, new in (("t", "th"), ("k", "kh"), ("i", "y"), ("a", "aa")):
        if old in word[1:]:
            return word[0] + word[1:].replace(old, new, 1)
    return word


def scribbled(rng: random.Random, word: str) -> str:
    """Return one lower-case word as written: 71 % right, 18 % misheard, 4 % twice, 3 % mistyped, 2 % cut, 2 % odd."""
    roll = rng.random()
    if roll < 0.71 or len(word) < 3:
        return word
    if roll < 0.93:
        once = misheard(rng, word)
        return misheard(rng, once) if roll > 0.89 else once
    if roll < 0.96:
        return mistyped(rng, word)
    return shortened(rng, word) if roll < 0.98 else prettied(rng, word)


def respaced(rng: random.Random, words: list[str]) -> list[str]:
    """Split a long word ("neno besi") or join two ("mariatefa"): 3 % and 2 % of the names."""
    roll = rng.random()
    long = [at for at, word in enumerate(words) if len(word) > 6]
    if roll < 0.03 and long:
        at = rng.choice(long)
        cut = rng.randint(3, len(words[at]) - 3)
        return [*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]]
    if roll > 0.98 and len(words) > 1:
        return ["".join(words[:2]), *words[2:]]
    return words


def cased(rng: random.Random, text: str) -> str:
    """Return lower-case ``text`` as typed: half stays so, 8 % all capitals, 12 % only the first letter, else titled."""
    roll = rng.random()
    if roll < 0.5:
        return text
    if roll < 0.58:
        return text.upper()
    return text.capitalize() if roll < 0.7 else text.title()


def written(rng: random.Random, text: str) -> str:
    """Return ``text`` (a name, a place, a company) as somebody writes it from hearing."""
    words = [scribbled(rng, word) for word in text.lower().split()]
    return cased(rng, " ".join(respaced(rng, words)))
