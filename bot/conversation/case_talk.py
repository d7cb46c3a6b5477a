"""Coming back to a case: how far it is, adding to it, taking it back, and the secret word.

Every answer is the same whether or not this phone ever reported; only a right code, or the secret word on the phone
that chose it, leads to a case, and then to one of five fixed states, never to content.
"""

import re

from bot.conversation.effects import (
    AddToCase,
    AllowTakeover,
    AnswerQuestion,
    ChooseSecret,
    CountWrongCode,
    ShowQuestion,
    WithdrawCase,
)
from bot.conversation.offer_questions import looks_like_question
from bot.conversation.report_aside import is_aside
from bot.conversation.report_state import CodeTalk
from bot.conversation.secret_words import good_secret
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, KnownCase, Reply, Turn, TurnMessage
from bot.reports.case_codes import Slip, read_code
from bot.reports.case_questions import CaseQuestion
from bot.reports.cases import CaseState
from bot.understanding.model import Understanding
from bot.understanding.report_words import says_no_call
from bot.understanding.short_answers import short_answer
from bot.understanding.text import clean, fold, words
from bot.vocabulary import Decision, Intent, Kind

STATUS, ADD, WITHDRAW, PHOTO, TAKEOVER = "status", "add", "withdraw", "photo", "takeover"
_TAKE_BACK = "tarik"
_WORDS = {"status": STATUS, "tambah": ADD, _TAKE_BACK: WITHDRAW}
_SLIPS = {Slip.LOOKALIKE: "code_slip_lookalike", Slip.CHECK: "code_slip_check"}
_TYPED_CODE = re.compile(r"(?=.*\d|(?i:\s*ntt)|\s*[A-Z]{5}\s*$)[A-Za-z0-9\s._–-]{5,30}")
"""What is meant as a code, well typed or not: with a figure, after NTT, or in capitals."""

_WORD_IS = re.compile(r"(?:kata(?:nya)?(?: rahasia(?:nya)?)?|rahasia(?:nya)?)\W+(?:(?:saya|itu)\W+)?(\w+)", re.I)

_SMALL_TALK = frozenset({Intent.GREET, Intent.THANKS, Intent.GOODBYE})
_BACK = frozenset({"laporan", "laporannya", "kembali", "aduan", "lapor"})
_NO_SECRET = _BACK | {"kasus", "kode", "saya", "berapa"}
_LEADS = frozenset({"saya", "sa", "sy", "beta", "mau", "mo", "ingin", "minta", "tolong"})
_REMARK = 3  # words up to which a wrong secret word is told so


def ask(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory, then: str
) -> Turn:
    """Begin what needs a code: at once where the message holds it, else by asking for it."""
    typed = understood.command_argument or _code_in(understood)
    calm = state.but(choices=(), paging=None, pending="", given=())
    if not typed and _named_word(understood):
        known = directory.find_case_by_word(_named_word(understood))
        return _known(calm, message, known, then) if known else _unknown(calm, message, then)
    if not typed:
        waiting = calm.but(code=CodeTalk(message.received_at, "code", then))
        return Turn(waiting, (Reply("code_ask", state.language),))
    found = _with_code(calm, message, typed, then, directory)
    more = _after_code(understood)
    if then == ADD and more and found.state.code and found.state.code.wants == "addition":
        return _add(found.state, found.state.code, more)
    return found


def begins(understood: Understanding) -> str | None:
    """Return what a message begins: STATUS, TAMBAH or TARIK with a code however it is spaced, or the wish to take back.

    "status ntt kapan" has the shape of a code as well; only the check character tells them apart.
    """
    said = list(words(understood.text))
    while len(said) > 1 and said[0] in _LEADS:
        said.pop(0)
    then = _WORDS.get(said[0]) if said else None
    if then is None:
        return None
    takes_back = then == WITHDRAW and (len(said) == 1 or not _BACK.isdisjoint(said[1:4]))
    return then if takes_back or _code_in(understood) or _named_word(understood) else None


def take(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take the answer to what waits: a code, a word, an addition or a YA; None for a message about something else."""
    talk = state.code
    if talk is None or not message.has_text:
        return None
    ended = state.but(code=None)
    match talk.wants:
        case "code":
            return _take_code(state, message, talk, understood, directory)
        case "secret":
            return _take_secret(ended, talk, understood)
        case "addition":
            return _take_addition(ended, talk, understood)
        case "answer":
            return _take_answer(ended, talk, understood)
        case _:
            return _take_withdrawal(ended, talk, understood)


def answers(state: ConversationState, understood: Understanding) -> bool:
    """Tell whether a message answers an officer's question, whatever its words may mean by themselves.

    The model takes many an answer ("lusa jam 5 pagi dari pelabuhan") for danger; without the words of danger, and where
    it is not sure or a day of departure is told, it is an answer.
    """
    if state.code is None or state.code.wants != "answer":
        return False
    tells_when = any(one.entity == "departure_date" for one in understood.entities)
    return tells_when or understood.decision is not Decision.ACT


def _code_in(understood: Understanding) -> str:
    found = next((one.normalised for one in understood.entities if one.entity == "report_code"), "")
    # The text as it was typed: folding drops one of two equal letters, which a code may have.
    _, _, rest = understood.text.strip().partition(" ")
    return found or read_code(rest).code


def _named_word(understood: Understanding) -> str:
    """Return the secret word after STATUS, TAMBAH or TARIK, folded, "" where a second word is no such word."""
    said = words(understood.text)
    asks = understood.intent.kind is Kind.FAQ and understood.decision is Decision.ACT
    if len(said) != 2 or said[0] not in {STATUS, "tambah"} or asks or said[1] in _NO_SECRET:
        return ""
    return good_secret(understood.text.split()[-1])


def _after_code(understood: Understanding) -> str:
    code = next((one for one in understood.entities if one.entity == "report_code"), None)
    rest = clean(understood.text)[code.end :].strip(" .,:;-") if code else ""
    return rest if len(words(rest)) > 1 else ""


def _take_addition(state: ConversationState, talk: CodeTalk, understood: Understanding) -> Turn | None:
    if short_answer(understood.text) in {"no", "stop", "skip"}:
        # A photo that came before is kept whether or not anything is said about it.
        key = "add_kept" if talk.then == PHOTO else "cancelled"
        return Turn(state, (Reply(key, state.language),))
    asks = looks_like_question(understood.text) and understood.intent.kind is Kind.FAQ
    if is_aside(understood) or (asks and understood.decision is not Decision.UNCLEAR):
        return None
    return _add(state, talk, understood.text)


def _add(state: ConversationState, talk: CodeTalk, text: str) -> Turn:
    added = AddToCase(talk.code, clean(text).strip(), talk.own)
    return Turn(state.but(code=None), (Reply("add_kept", state.language),), (added,))


def _take_code(
    state: ConversationState, message: TurnMessage, talk: CodeTalk, understood: Understanding, directory: Directory
) -> Turn | None:
    said, text = words(understood.text), understood.text.strip()
    typed = _code_in(understood) or read_code(text).code
    if typed:
        return _with_code(state, message, typed, talk.then, directory)
    by_word = len(said) == 1 and talk.then != WITHDRAW  # taking back needs the code
    known = directory.find_case_by_word(fold(said[0])) if by_word else None
    if known:
        return _known(state, message, known, talk.then)
    if _TYPED_CODE.fullmatch(text):
        return _with_code(state, message, text, talk.then, directory)
    one_word = len(said) == 1 and may_be_secret(understood)
    return _unknown(state, message, talk.then) if one_word else None


def _with_code(state: ConversationState, message: TurnMessage, typed: str, then: str, directory: Directory) -> Turn:
    read = read_code(typed)
    if not read.code:
        waiting = state.but(code=CodeTalk(message.received_at, "code", then))
        return Turn(waiting, (Reply(_SLIPS.get(read.slip, "code_ask"), state.language),))
    known = directory.find_case(read.code)
    return _known(state, message, known, then) if known else _unknown(state, message, then)


def _known(state: ConversationState, message: TurnMessage, case: KnownCase, then: str) -> Turn:
    if then == WITHDRAW and (not case.own or case.state is CaseState.WITHDRAWN):
        return _unknown(state, message, then)
    if then == STATUS and case.question:
        return _asked(state, message, case)
    wants = {ADD: "addition", WITHDRAW: "withdrawal"}.get(then, "")
    talk = CodeTalk(message.received_at, wants, code=case.code, own=case.own)
    key = {ADD: "add_ask", WITHDRAW: "withdraw_confirm"}.get(then, f"status_{case.state}")
    return Turn(state.but(code=talk if wants else None), (Reply(key, state.language),))


def _asked(state: ConversationState, message: TurnMessage, case: KnownCase) -> Turn:
    """Tell how far the case is, and what an officer asks: the last thing on the screen."""
    then = TAKEOVER if case.question == CaseQuestion.TAKEOVER.answer_key else ""
    waiting = state.but(code=CodeTalk(message.received_at, "answer", then, code=case.code, own=case.own))
    replies = (Reply(f"status_{case.state}", state.language, note="officer_asks"), Reply(case.question, state.language))
    return Turn(waiting, replies, (ShowQuestion(case.code),))


def _take_answer(state: ConversationState, talk: CodeTalk, understood: Understanding) -> Turn | None:
    """Take the answer to an officer's question. A no is an answer; LEWATI is none, and nobody asks why."""
    if short_answer(understood.text) in {"skip", "stop"}:
        return Turn(state, (Reply("acknowledged", state.language),), (AnswerQuestion(talk.code, ""),))
    if talk.then == TAKEOVER and short_answer(understood.text, CaseQuestion.TAKEOVER.answer_key) == "yes":
        return Turn(state, (Reply("takeover_agreed", state.language),), (AllowTakeover(talk.code),))
    asks = looks_like_question(understood.text) and understood.intent.kind is Kind.FAQ
    if is_aside(understood) or (asks and understood.decision is not Decision.UNCLEAR):
        return None
    answered = AnswerQuestion(talk.code, clean(understood.text).strip())
    return Turn(state, (Reply("add_kept", state.language),), (answered,))


def _unknown(state: ConversationState, message: TurnMessage, then: str) -> Turn:
    """Answer for no case, another phone's case and too many tries alike; the next message may be the right code."""
    key = "withdraw_not_here" if then == WITHDRAW else "code_unknown"
    waiting = state.but(code=CodeTalk(message.received_at, "code", then))
    return Turn(waiting, (Reply(key, state.language),), (CountWrongCode(),))


def _take_secret(state: ConversationState, talk: CodeTalk, understood: Understanding) -> Turn | None:
    if short_answer(understood.text) in {"skip", "no", "stop"} or says_no_call(understood.text):
        return Turn(state, (Reply("acknowledged", state.language),))
    if short_answer(understood.text) == "yes":
        return Turn(state.but(code=talk), (Reply("secret_bad", state.language),))
    small_talk = understood.intent in _SMALL_TALK and understood.decision is Decision.ACT
    if small_talk or understood.number is not None:
        return None
    named = _WORD_IS.fullmatch(understood.text.strip())
    word = good_secret(named[1] if named else understood.text)
    if word:
        return Turn(state, (Reply("secret_kept", state.language),), (ChooseSecret(talk.code, word),))
    if len(words(understood.text)) > _REMARK or looks_like_question(understood.text):
        return None
    return Turn(state.but(code=talk), (Reply("secret_bad", state.language),))


def may_be_secret(understood: Understanding) -> bool:
    """Tell whether a message is no "makasih" and no question, but may be the word somebody chose."""
    sure = understood.decision is Decision.ACT and understood.intent is not Intent.OUT_OF_SCOPE
    return understood.number is None and short_answer(understood.text) is None and not sure


def _take_withdrawal(state: ConversationState, talk: CodeTalk, understood: Understanding) -> Turn | None:
    answer = short_answer(understood.text, "withdraw")
    if answer == "yes":
        return Turn(state, (Reply("withdraw_done", state.language),), (WithdrawCase(talk.code),))
    return Turn(state, (Reply("cancelled", state.language),)) if answer in {"no", "stop"} else None
