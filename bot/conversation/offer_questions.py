"""The yes/no questions about an offer, and how a message answers one of them."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.understanding.model import Understanding
from bot.understanding.offer_signs import find_signs
from bot.understanding.short_answers import LONGEST, short_answer
from bot.understanding.text import words
from bot.vocabulary import Decision, Intent, Kind

QUESTIONS: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {
        "offer_q_under_18": ("RF_UNDER_18", True),
        "offer_q_family_money": ("RF_MONEY_TO_FAMILY", True),
        "offer_q_papers_elsewhere": ("RF_DOC_OTHER_REGION", True),
        "offer_q_visit_visa": ("RF_VISIT_VISA", True),
        "offer_q_contract_read": ("RF_NO_CONTRACT", False),
        "offer_q_leave_now": ("RF_LEAVE_NOW", True),
        "offer_q_family_knows": ("RF_NO_FAMILY_PERMIT", False),
        "offer_q_passport_held": ("RF_PASSPORT_HELD", True),
    }
)
"""The questions in the order they are asked, the red flag each is about, and whether a yes or a no shows it."""

A_STORY = 6
"""Words from which a message is more than an answer that was not understood."""

_AGE = "offer_q_under_18"
_TURNED_ROUND = {"sudah": "no", "sdh": "no", "su": "no", "belum": "yes", "blm": "yes", "balom": "yes", "masih": "yes"}
"""Answers to "not yet 18?" that mean the opposite of what they say elsewhere: "sudah" is 18 already."""

_SAID_WITH = {"offer_q_leave_now": "disuruh berangkat", "offer_q_visit_visa": "berangkat pakai visa"}
"""What a one-word answer leaves out ("besok", "turis"), so that the phrases of the signs know it."""

_ADULT, _OLDEST = 18, 70
_ASKING = frozenset(
    """
    apa apakah apaka brp berapa bagaimana bagemana gimana karmana kermana boleh bolehkah bole kenapa mengapa kanapa
    siapa sapa kapan mana dimana kalau kalo saa sa'a what how when where who why can may
    """.split()  # noqa: SIM905 - one word a line would fill the page
)


def verdict_on(question: str, understood: Understanding) -> str | None:
    """Return ``yes``, ``no``, ``skip`` or ``stop`` for a short answer to a question, None for anything else.

    ``question`` may be empty, after a result: then only the bare words count.
    """
    said = words(understood.text)
    if not said or len(said) > LONGEST:
        return None
    if question == _AGE and (told := _age_verdict(said)):
        return told
    meant = short_answer(understood.text)
    if meant is None and question in _SAID_WITH and QUESTIONS[question][0] in find_signs(_whole(question, understood)):
        return "yes"
    return meant or _by_model(understood)


def own_question(understood: Understanding) -> bool:
    """Tell whether a message surely asks something of its own; a story that only sounds like a topic does not."""
    small_talk = understood.intent.kind is Kind.TALK or understood.intent is Intent.CANCEL
    about_this = understood.intent in {Intent.CHECK_OFFER, Intent.ASK_RED_FLAGS, Intent.OUT_OF_SCOPE}
    if understood.decision is not Decision.ACT or small_talk or about_this:
        return False
    return looks_like_question(understood.text) or not find_signs(understood.text)


def looks_like_question(text: str) -> bool:
    """Tell whether a message asks: a question mark, or a word questions are asked with."""
    return "?" in text or not _ASKING.isdisjoint(words(text))


def _age_verdict(said: tuple[str, ...]) -> str | None:
    ages = [int(word) for word in said if word.isdecimal() and len(word) <= 2]
    if ages and all(0 < age <= _OLDEST for age in ages):
        return "yes" if min(ages) < _ADULT else "no"
    return _TURNED_ROUND.get(said[0]) if len(said) <= 2 else None


def _whole(question: str, understood: Understanding) -> str:
    return f"{_SAID_WITH[question]} {understood.text}"


def _by_model(understood: Understanding) -> str | None:
    meant = {Intent.AFFIRM: "yes", Intent.DENY: "no", Intent.DONT_KNOW: "skip", Intent.CANCEL: "stop"}
    sure = understood.decision is Decision.ACT and len(words(understood.text)) <= 2
    return meant.get(understood.intent) if sure else None
