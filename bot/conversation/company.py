"""Looking a company up in the lists: by its name as somebody heard it, by licence number or by phone.

A name that is only like one in the lists is never answered for it: who asks is shown the names and picks. What the
lists say is told with its day, and an unknown name proves nothing. Nothing about reports is looked at here.
"""

import re

from bot.clock import WITA
from bot.conversation import saying
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.recruiters.agencies import AgencyMatch, AgencyQuestion, AgencyRecord, AgencyStatus
from bot.understanding.model import Understanding
from bot.understanding.short_answers import short_answer
from bot.vocabulary import Decision, Intent

ASKED_NAME = "agency_name"
"""The pending question "which company?"."""

NAMED = "agency:"
"""How a choice begins that is a company's name and no answer's key."""

OTHER = "agency_other"
UNKNOWN = "agency_unknown"
_WHICH = "agency_which"
_NOTICES = {
    AgencyStatus.REVOKED: "agency_revoked",
    AgencyStatus.SUSPENDED: "agency_suspended",
    AgencyStatus.SANCTION_ENDED: "agency_sanction_ended",
    AgencyStatus.SIGHTED: "agency_sighted",
}
_WARNINGS = frozenset(
    [*_NOTICES.values(), "agency_gone", "agency_expired", "agency_register_revoked", "agency_register_suspended"]
) - {"agency_sighted"}
_LICENCE_ALONE = re.compile(r"(?=.*\d)[A-Za-z0-9]*[\d./-]{3,}[A-Za-z0-9./ -]{0,50}")
_LICENCE_NAMED = re.compile(
    r"\b(?:izin\w*|ijin\w*|sip3mi|sip2mi|licen[cs]e)\W+(?:(?:no|nomor|number)\W+)?(\w*\d[\w./-]{2,60})", re.IGNORECASE
)
"""A licence number: all that follows CEK, or right after a word for it; elsewhere "12/2025" is a date."""

LONGEST_NAME = 80
"""Characters of a name that are looked up and shown."""

_MOST_WORDS = 8
_UNKNOWN_TO_THEM = re.compile(
    r"\b(?:lupa|(?:tidak|tdk|sonde|son|belum|blm|kurang|ga|gak) (?:tahu|tau|jelas))\b", re.IGNORECASE
)
_FILLERS = re.compile(
    r"\b(?:apakah|apa|cara|bagaimana|gimana|cek|tolong|mohon|mau|tanya|ini|itu|resmi|asli|legal|terdaftar|ada|izin|"
    r"izinnya|ijin|kah|ka|ko|ya|kak|min|pak|bu|nama|namanya|perusahaan|perusahaannya)\b",
    re.IGNORECASE,
)
"""Words around a name when somebody just writes it: "apakah bina karya resmi"."""


def check(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Look up the company a message names; ask for its name when it names none."""
    asked = _asked(understood)
    if asked is None:
        return _ask_name(saying.say(state, message, "check_company", directory), message)
    return _look_up(state, message, asked, understood, directory)


def take_name(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take the message after "which company?" as the name; None when it is no name or about something else."""
    if short_answer(understood.text) or _is_about_else(understood):
        return None
    asked = _asked(understood) or _bare_name(understood)
    if asked is None:
        return None
    return _look_up(state.but(pending=""), message, asked, understood, directory)


def pick(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take a "no", or a "yes" to a single name, for the number of a list of companies; None for anything else."""
    names = [choice for choice in state.choices if choice.startswith(NAMED)]
    said = short_answer(understood.text)
    if not names or understood.number is not None:
        return None
    if said == "no":
        return saying.say(state, message, OTHER, directory)
    return choose(state, message, names[0], directory) if said == "yes" and len(names) == 1 else None


def warning(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> tuple[Reply, ...]:
    """Return the reply that warns of a company which a message names, where the lists do; else nothing."""
    for name in _names(understood):
        found = directory.find_agencies(AgencyQuestion(name))
        if found and found[0].exact:
            key, values = _finding(found[0], _today(message))
            if key in _WARNINGS:
                return (Reply(key, state.language, brief=True, values=(("company", found[0].name), *values)),)
    return ()


def choose(state: ConversationState, message: TurnMessage, choice: str, directory: Directory) -> Turn:
    """Tell about the company that was picked from the names shown."""
    name = choice.removeprefix(NAMED)
    found = [match for match in directory.find_agencies(AgencyQuestion(name=name)) if match.shown == name]
    return _tell(state, message, found[0] if found else None, name, directory)


def _asked(understood: Understanding) -> AgencyQuestion | None:
    """Return what a message says about a company, None when it names none."""
    argument = understood.command_argument
    names = _names(understood)
    phones = [entity.normalised for entity in understood.entities if entity.entity == "phone_number"]
    licence = _licence_in(argument, understood.text)
    alone = bool(licence and licence == argument) or (bool(phones) and not any(map(str.isalpha, argument)))
    name = "" if alone else argument or (names[0] if names else "")
    if not (name or phones or licence):
        return None
    return AgencyQuestion(name[:LONGEST_NAME], licence, phones[0] if phones else "")


def _licence_in(argument: str, text: str) -> str:
    if _LICENCE_ALONE.fullmatch(argument):
        return argument
    named = _LICENCE_NAMED.search(text)
    return named[1] if named else ""


def _is_about_else(understood: Understanding) -> bool:
    """Tell whether a message surely wants something else than to name a company."""
    named = understood.intent in {Intent.CHECK_COMPANY, Intent.OUT_OF_SCOPE} or bool(_names(understood))
    return understood.decision is Decision.ACT and not named


def _names(understood: Understanding) -> list[str]:
    return [entity.normalised for entity in understood.entities if entity.entity == "company_name"]


def _bare_name(understood: Understanding) -> AgencyQuestion | None:
    words = understood.text.split()
    if not words or len(words) > _MOST_WORDS or _UNKNOWN_TO_THEM.search(understood.text):
        return None
    name = " ".join(_FILLERS.sub(" ", understood.text).split())[:LONGEST_NAME]
    return AgencyQuestion(name) if any(char.isalpha() for char in name) else None


def _ask_name(told: Turn, message: TurnMessage) -> Turn:
    state = told.state.but(pending=ASKED_NAME, asked_at=message.received_at)
    return Turn(state, told.replies, told.effects)


def _look_up(
    state: ConversationState,
    message: TurnMessage,
    asked: AgencyQuestion,
    understood: Understanding,
    directory: Directory,
) -> Turn:
    found = directory.find_agencies(asked)
    if not (found and found[0].exact):
        found = _by_all_words(understood, directory) or found
    shown = asked.name or asked.licence_no or asked.phone
    if not found:
        return _tell(state, message, None, shown, directory)
    if found[0].exact:
        return _tell(state, message, found[0], found[0].name, directory)
    choices = (*(NAMED + match.shown for match in dict.fromkeys(found)), OTHER)
    which = Reply(_WHICH, state.language, choices=choices)
    return Turn(state.but(paging=None).asking(message.received_at, choices=choices), (which,))


def _by_all_words(understood: Understanding, directory: Directory) -> tuple[AgencyMatch, ...]:
    """Look the whole short message up: the rules for names may have cut the company's name."""
    asked = _bare_name(understood)
    return directory.find_agencies(asked) if asked else ()


def _tell(
    state: ConversationState, message: TurnMessage, match: AgencyMatch | None, name: str, directory: Directory
) -> Turn:
    if match is None:
        return saying.say(state, message, UNKNOWN, directory, values=(("company", name),))
    key, values = _finding(match, _today(message))
    return saying.say(state, message, key, directory, values=(("company", match.name), *values))


def _finding(match: AgencyMatch, today: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the answer that tells what the lists say, and what fills it."""
    register, notice = match.register, match.notice
    if register is None:
        return (_NOTICES[notice.status], (("date", _day_of(notice)),)) if notice else (UNKNOWN, ())
    if register.gone_as_of:
        return "agency_gone", (("date", register.gone_as_of),)
    if register.status in {AgencyStatus.REVOKED, AgencyStatus.SUSPENDED}:
        return f"agency_register_{register.status.name.lower()}", (("date", register.as_of),)
    if register.valid_until and register.valid_until.isoformat() < today:
        return "agency_expired", (("date", register.valid_until.isoformat()), ("noted", register.as_of))
    if notice and notice.status in {AgencyStatus.REVOKED, AgencyStatus.SUSPENDED}:
        return "agency_registered_noted", (("date", register.as_of), ("noted", _day_of(notice)))
    return "agency_registered", (("date", register.as_of),)


def _today(message: TurnMessage) -> str:
    """Return the day in NTT, where licences run out."""
    return message.received_at.astimezone(WITA).date().isoformat()


def _day_of(notice: AgencyRecord) -> str:
    return notice.source_date or notice.status_date
