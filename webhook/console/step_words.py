"""What the steps of a case's history say beside their names: kept as our own words, shown in the page's language."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from flask import g
from flask_babel import gettext as _

from bot.services.hotline_desk import hotline_names
from webhook.console.answers import editing
from webhook.console.case_words import FILE_WORDS, KIND_WORDS, LEVEL_WORDS, QUESTION_WORDS
from webhook.console.work_words import (
    INSTITUTION_WORDS,
    OFFICE_WORDS,
    OUTCOME_WORDS,
    REFERRAL_STATE_WORDS,
    SHARED_WORDS,
    WHY_ENDED_WORDS,
)
from webhook.runtime import get_runtime

_Tables = tuple[Mapping[str, str], ...]

WAY_WORDS: Mapping[str, str] = MappingProxyType(
    {"email": "surel", "sms": "SMS", "whatsapp": "WhatsApp", "webhook": "sistem lain"}
)
PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "from the same phone": "dari HP yang sama",
        "from another phone; an officer has to accept it": "dari HP lain, menunggu diterima petugas",
        "an answer to a question that had ended": "jawaban atas pertanyaan yang sudah berakhir",
        "everybody was told and nobody took it": "semua sudah diberi tahu",
        "nobody is set up whom it may reach": "belum ada petugas yang boleh membacanya",
        "it names who took it": "kasus ini menyebut petugasnya",
    }
)
NAMED_PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "did not open it in time": "%(name)s tidak membukanya pada waktunya",
        "is not on duty any more": "%(name)s tidak bertugas lagi",
        "may not read it any more": "%(name)s pindah tugas dan tidak membacanya lagi",
    }
)
"""What stands after an officer's name."""
WHY_OVER_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "not_allowed": "tidak diizinkan lagi",
        "case_ended": "kasus berakhir",
        "no_answer": "tidak dijawab",
        "changed": "keinginan pelapor berubah",
        "no_way": "tidak bisa dikirimi pesan",
    }
)
ALL = (WAY_WORDS, PHRASES, NAMED_PHRASES, WHY_OVER_WORDS)

_OF_QUESTIONS: _Tables = (QUESTION_WORDS, WHY_OVER_WORDS)
_OF_STEPS: Mapping[str, _Tables] = MappingProxyType(
    {
        "opened": (KIND_WORDS, LEVEL_WORDS),
        "updated": (LEVEL_WORDS,),
        "level_changed": (LEVEL_WORDS,),
        "author_asked": _OF_QUESTIONS,
        **{f"question_{each}": _OF_QUESTIONS for each in ("asked", "shown", "answered", "declined", "over")},
        "evidence_opened": (FILE_WORDS,),
        "closed": (OUTCOME_WORDS,),
        "passed_on": (INSTITUTION_WORDS, SHARED_WORDS, OFFICE_WORDS),
        "takeover_ended": (WHY_ENDED_WORDS,),
        "takeover_missed": (WHY_ENDED_WORDS,),
        "referred": (REFERRAL_STATE_WORDS,),
        "referral_changed": (REFERRAL_STATE_WORDS,),
    }
)
_SENT = re.compile(r"(email|sms|whatsapp|webhook) to (.+)")
_TOLD = re.compile(r"(.+) step (\d+)")


def step_words(detail: str, event: str) -> str:
    """Return the detail of a step as it is read: its words by their names, contacts by theirs."""
    if detail in PHRASES:
        return str(_(PHRASES[detail]))
    for phrase, word in NAMED_PHRASES.items():
        if detail.endswith(f" {phrase}"):
            return str(_(word, name=detail.removesuffix(f" {phrase}")))
    if sent := _SENT.fullmatch(detail):
        return f"{_(WAY_WORDS[sent[1]])}: {sent[2]}"
    if told := _TOLD.fullmatch(detail):
        return str(_("%(name)s, langkah %(number)s", name=told[1], number=told[2]))
    tables = _OF_STEPS.get(event)
    if not tables:
        return detail
    joined = " → " if event == "level_changed" else ", "
    return joined.join(_named(word, tables) for word in detail.split())


def _named(word: str, tables: _Tables) -> str:
    known = next((table[word] for table in tables if word in table), None)
    if known is not None:
        return str(_(known))
    hotlines = get_runtime().wording.catalog.hotlines
    return hotlines[word].name if word in hotlines else _added_hotlines().get(word, word)


def _added_hotlines() -> Mapping[str, str]:
    """Return the names of the numbers that were changed or added in the console; read once a page."""
    if "hotline_names" not in g:
        g.hotline_names = hotline_names(editing())
    names: Mapping[str, str] = g.hotline_names
    return names
