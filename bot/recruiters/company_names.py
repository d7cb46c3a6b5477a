"""Names of companies in the forms that are compared: as spelt today, and as they sound.

People write a name from hearing or from a printed card: without "PT", in one word, in the spelling from before 1972
(oe, dj, tj, nj, sj: the reform of that year, EYD), with f for v. Standard library only.
"""

import re
import unicodedata

_FORMS = frozenset(["pt", "cv", "ud", "tbk", "persero", "perseroan", "perusahaan", "p3mi", "pjtki", "pptkis", "p3tki"])
"""Words that say what kind of company it is, not which."""

_ASIDE = re.compile(r"\(.*|,.*")
_IN_BRACKETS = re.compile(r"\((\w[\w .-]{0,14})\)")
_DOTTED_FORM = re.compile(r"\bp\s*\.?\s*t\b\.?", re.IGNORECASE)
_OLD_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"))
_SOUNDS = (("sy", "s"), ("kh", "h"), ("ch", "h"), ("ph", "f"), ("dz", "z"), ("th", "t"), ("dh", "d"), ("ks", "x"))
_SOUNDS_ALIKE = str.maketrans({"v": "f", "p": "f", "z": "s", "q": "k", "y": "i", "j": "i", "e": "i", "o": "u"})
_RUN = re.compile(r"(\w)\1+")


def name_words(name: str) -> tuple[str, ...]:
    """Return the words that tell a company from others, in small plain letters and today's spelling.

    What stands in brackets or after a comma (a short form, a branch) does not belong to the name.
    """
    levelled = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold()
    bare = "".join(char for char in levelled if not unicodedata.combining(char))
    named = _DOTTED_FORM.sub(" ", bare).lstrip(" .,-")
    cut = _ASIDE.sub("", named)
    plain = cut if _letters(cut) else named
    spaced = re.sub(r"[^\w]|_", " ", plain.replace("'", "").replace("’", ""))
    return tuple(_spelt_today(word) for word in spaced.split() if word not in _FORMS)


def short_form_key(name: str) -> str:
    """Return the short form a name has in brackets ("... (BUS)") as it is compared, "" where there is none."""
    found = _IN_BRACKETS.search(name)
    return spelling_key(found[1]) if found else ""


def spelling_key(name: str) -> str:
    """Return the name as one word: equal for names that differ in "PT", spaces, capitals or old spelling only."""
    return "".join(name_words(name))


def sound_key(joined: str) -> str:
    """Return how one word of a name sounds when heard roughly: e as i, o as u, p and v as f."""
    for written, heard in _SOUNDS:
        joined = joined.replace(written, heard)
    return _RUN.sub(r"\1", joined.translate(_SOUNDS_ALIKE)).rstrip("h")


def licence_key(licence_no: str) -> str:
    """Return a licence number as it is compared: letters and figures only."""
    return "".join(char for char in licence_no.casefold() if char.isalnum())


def _spelt_today(word: str) -> str:
    for old, new in _OLD_SPELLING:
        word = word.replace(old, new)
    return _RUN.sub(r"\1", word)


def _letters(text: str) -> bool:
    return any(char.isalpha() for char in text)
