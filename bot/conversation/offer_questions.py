"""The yes/no questions about an offer, and how a message answers one of them."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.understanding.circumstances import ADULT
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
AGE_ASKED = (_AGE,)
"""The questions behind us where a story told the age."""

_NOT_YET = frozenset({"belum", "blm", "balom", "bawah", "dibawah", "kurang", "hampir", "mau"})
"""Beside "18" they say that somebody is younger; beside a higher figure they say nothing sure ("belum nikah, 25")."""

_YOUNGEST, _OLDEST = 10, 70
_SURELY_A_QUESTION = 0.97
"""Confidence from which a few words ask for an answer of their own though no word of asking is in them."""

_ASKING = frozenset(
    """
    apa apakah apaka brp brapa barapa berapa bagaimana bagemana gimana karmana kermana boleh bolehkah bole kenapa
    mengapa kanapa siapa sapa kapan mana dimana tanya saa sa'a what how when where who why can may
    """.split()  # noqa: SIM905 - one word a line would fill the page
)


def verdict_on(question: str, understood: Understanding) -> str | None:
    """Return ``yes``, ``no``, ``skip`` or ``stop`` for a short answer to a question, None for anything else.

    ``question`` may be empty, after a result: then only the bare words count.
    """
    said = words(understood.text)
    if not said or len(said) > LONGEST:
        return None
    meant = short_answer(understood.text, question) or (_by_age(said) if question == _AGE else None)
    # "ya belum": a yes or no that something else takes back is no answer, whatever the model makes of it.
    return meant or (None if short_answer(said[0], question) else _by_model(understood))


def own_question(understood: Understanding) -> bool:
    """Tell whether a message surely asks something of its own; a story that only sounds like a topic does not."""
    small_talk = understood.intent.kind is Kind.TALK or understood.intent is Intent.CANCEL
    wants_else = understood.intent.kind is Kind.FLOW and understood.intent is not Intent.CHECK_COMPANY
    about_this = understood.intent in {Intent.CHECK_OFFER, Intent.ASK_RED_FLAGS, Intent.OUT_OF_SCOPE}
    if understood.decision is not Decision.ACT or small_talk or about_this:
        return False
    signs = find_signs(understood.text)
    told = signs or (len(words(understood.text)) <= LONGEST and understood.confidence < _SURELY_A_QUESTION)
    return wants_else or looks_like_question(understood.text) or not told


def looks_like_question(text: str) -> bool:
    """Tell whether a message asks: a question mark, or a word questions are asked with."""
    return "?" in text or not _ASKING.isdisjoint(words(text))


def _by_age(said: tuple[str, ...]) -> str | None:
    ages = [int(word) for word in said if word.isdecimal() and len(word) <= 2]
    if not ages or not all(_YOUNGEST <= age <= _OLDEST for age in ages):
        return None
    if min(ages) < ADULT or (min(ages) == ADULT and not _NOT_YET.isdisjoint(said)):
        return "yes"
    return "no" if _NOT_YET.isdisjoint(said) else None


def _by_model(understood: Understanding) -> str | None:
    sure = understood.decision is Decision.ACT
    if sure and understood.intent in {Intent.THANKS, Intent.GOODBYE, Intent.CANCEL}:
        return "stop"
    meant = {Intent.AFFIRM: "yes", Intent.DENY: "no", Intent.DONT_KNOW: "skip"}
    return meant.get(understood.intent) if sure and len(words(understood.text)) <= 2 else None
