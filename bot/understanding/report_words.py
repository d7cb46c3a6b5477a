"""What people say around a report in a few words: that they want to make one, whose phone it is, when they are safe.

Phrases are data (answer_phrases.tsv); what is doubtful is None or False, so that the question is asked again. No model.
"""

import re

from bot.understanding.danger import danger_phrase
from bot.understanding.entities import find_entities
from bot.understanding.model import Entity
from bot.understanding.pieces.everyday import is_everyday, is_given_name
from bot.understanding.report_numbers import children_told, departure_told, people_count
from bot.understanding.text import clauses, split_words, words
from bot.understanding.told import leading_figure, plain_words, says, without_polite, word_set

__all__ = [
    "asks",
    "bare_greeting",
    "bare_name",
    "borrowed_phone",
    "children_told",
    "departure_told",
    "people_count",
    "says_no_call",
    "tells_hours",
    "tells_of_somebody_taken",
    "told_phone",
    "told_recipient",
    "told_teller",
    "told_to_avoid",
    "wants_report",
]

_SHORT, _LONG = 8, 20
"""Words up to which an answer to a question with choices, and one about hours, is read."""

_ADULT = 18
_NAME_WORDS = 3
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])(?:[.:]\d\d|\s?[-–]\s?(?:[01]?\d|2[0-4]))(?!\d)")
_PARTS = re.compile(r"[,;.!\n]+|\b(?:tapi|tetapi|tp)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?;\n]+")
_LEADS = frozenset({"nama", "namanya", "bernama", "si", "itu", "panggil", "dipanggil"})

_ASKING = frozenset(
    """
    apa apakah apaka brp brapa barapa berapa bagaimana bagemana gimana karmana kermana boleh bolehkah bole kenapa
    mengapa kanapa siapa sapa kapan mana dimana tanya saa sa'a what how when where who why can may
    """.split()  # noqa: SIM905 - one word a line would fill the page
)


def asks(text: str) -> bool:
    """Tell whether a message asks: a question mark, or a word questions are asked with."""
    return "?" in text or not _ASKING.isdisjoint(words(text))


def wants_report(text: str) -> bool:
    """Tell whether somebody says that they want to report; asking how, where or who reports is not that."""
    said = [plain_words(clause) for clause in clauses(text)]
    return any(says("wants_report", one) and not says("not_report", one) for one in said)


def tells_of_somebody_taken(text: str) -> bool:
    """Tell whether a relative was taken along and did not come back: "anak saya dibawa tetangga, belum pulang"."""
    return says("taken_away", plain_words(text))


def told_to_avoid(text: str) -> str:
    """Return the part of a message that says whom it must not reach ("jangan sampai om saya tahu"), "" for none."""
    parts = [part.strip() for part in _SENTENCE.split(text)]
    return next((part for part in parts if says("must_not_know", plain_words(part))), "")


def borrowed_phone(text: str) -> bool:
    """Tell whether a message says anywhere that the phone belongs to somebody else."""
    said = [plain_words(part) for part in _PARTS.split(text)]
    return any(says("borrowed_phone", one) and not says("not_borrowed", one) for one in said)


def bare_greeting(text: str) -> bool:
    """Tell whether a message only greets. "Malam" alone tells a time as often and is none."""
    said = plain_words(text)
    allowed = word_set("greeting") | word_set("greeting_with") | word_set("polite")
    return bool(said) and said[0] in word_set("greeting") and set(said) <= allowed and said != ("selamat",)


def tells_hours(text: str) -> bool:
    """Tell whether a message names an hour, a part of the day or a day, and is neither a cry for help nor a question.

    A bare figure ("9") is none: it may be the number of a choice.
    """
    said = plain_words(text)
    if not 0 < len(said) <= _LONG or danger_phrase(text) or says("asks_back", said):
        return False
    if says("cry", said) and not says("not_cry", said):
        return False
    return says("hour", said) or _CLOCK.search(text) is not None


def says_no_call(text: str) -> bool:
    """Tell whether a message refuses a call: "jangan", "jang telepon dulu, ada suami", "tidak usah".

    "Jangan malam, siang saja" names hours and refuses none; "jangan malam" alone does: in doubt nobody rings.
    """
    said = without_polite(plain_words(text))
    if not said or says("not_no_call", said):
        return False
    parts = [part for part in (plain_words(part) for part in _PARTS.split(text)) if part]
    safe_hours = any(says("hour", one) and says("yes_hours", one) and not says("no_call", one) for one in parts)
    free = any(says("hour", one) and not says("no_call", without_polite(one)) for one in parts[1:])
    if says("time_to_avoid", said) and (free or safe_hours):
        return False
    return says("no_call", said) and not safe_hours


def told_teller(text: str) -> str | None:
    """Return who the writer says to be, seen from the person at risk: ``self``, ``family``, ``other`` or ``child``."""
    said = plain_words(text)
    if not 0 < len(said) <= _SHORT:
        return None
    kin = says("kin_of_mine", said)
    if not kin and (says("child_teller", said) or _is_young(text)):
        return "child"
    known = (
        ("other_teller", "family_teller")
        if says("not_self", said)
        else ("other_teller", "family_teller", "self_teller")
    )
    return next((name.removesuffix("_teller") for name in known if says(name, said)), None)


def told_phone(text: str) -> str | None:
    """Return whose phone it is: ``own``, ``shared`` or ``borrowed``. A negation is never ``own``."""
    _, said = leading_figure(plain_words(text))
    if not 0 < len(said) <= _SHORT:
        return None
    denied = not word_set("no").isdisjoint(said) or "jangan" in said
    lent = says("phone_borrowed", said) and not denied
    if lent or borrowed_phone(text) or any(says("phone_not_own", plain_words(part)) for part in _PARTS.split(text)):
        return "borrowed" if lent or not says("not_borrowed", said) else None
    if denied:
        return None
    return "shared" if says("shared_phone", said) else "own" if says("own_phone", said) else None


def told_recipient(text: str) -> str | None:
    """Return who may read: ``coordinator``, ``ngo``, ``bp3mi`` or ``police``; None where none or several are named."""
    if len(words(text)) > _SHORT or "?" in text or says("asks_back", plain_words(text)):
        return None
    parts = [plain_words(part) for part in _PARTS.split(text)]
    wanted = [part for part in parts if not says("not_to", part)]
    named = {name for part in wanted for name in ("coordinator", "ngo", "bp3mi", "police") if says(f"to_{name}", part)}
    return named.pop() if len(named) == 1 else None


def bare_name(text: str) -> str | None:
    """Return the answer to "who invites?" as it is written where it is a name alone: one to three words.

    A word that the tables know for an everyday word, or that answers something, is no name; nor is a listed place.
    """
    said = list(split_words(text))
    while len(said) > 1 and said[0].text in _LEADS:
        said.pop(0)
    if not 1 <= len(said) <= _NAME_WORDS or "?" in text or any(char.isdecimal() for char in text):
        return None
    name = text[said[0].start : said[-1].end]
    if [entity.value for entity in find_entities(name) if entity.entity == "recruiter_name"] == [name]:
        return name
    own = [word.text for word in said if word.text not in word_set("title") or len(said) == 1]
    capitals = {word.text for word in said if text[word.start].isupper()}
    if (
        not own
        or len(own[0]) == 1
        or not all(_may_be_name(word, capital=word in capitals) for word in own)
        or _is_listed(name, own)
    ):
        return None
    return name


def _may_be_name(word: str, *, capital: bool) -> bool:
    if is_given_name(word, capital=capital) or (capital and len(word) == 1):
        return True
    plain = plain_words(word)
    answers = word_set("no_answer_name") | word_set("yes") | word_set("no") | word_set("greeting") | word_set("calm")
    known = is_everyday(word) or word in word_set("title") or not answers.isdisjoint((word, *plain))
    return len(word) > 2 and not known and plain == (word,) and not word.isdecimal() and any(c in "aeiou" for c in word)


def _is_listed(name: str, own: list[str]) -> bool:
    """Tell whether the words are a place, a company or the like and no given name."""
    found: tuple[Entity, ...] = find_entities(name)
    other = any(entity.entity not in {"recruiter_name"} for entity in found)
    return other and not any(is_given_name(word, capital=True) for word in own)


def _is_young(text: str) -> bool:
    ages = (entity.normalised for entity in find_entities(text) if entity.entity == "age")
    return any(age.isdecimal() and int(age) < _ADULT for age in ages)
