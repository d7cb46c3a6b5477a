"""Telling a report: one long message, short answers to what is missing, or both, and nothing is passed on without a YA.

A question of the person's own in the middle is answered first. After an hour of silence the report sleeps: nothing
shows it until its author asks for it by LAPOR, and by the secret word where one was chosen.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation import report_consent, saying
from bot.conversation.report_evidence import captioned
from bot.conversation.report_facts import facts_of, tells_something
from bot.conversation.report_questions import with_short_answer
from bot.conversation.report_sending import take_consent
from bot.conversation.report_showing import shown
from bot.conversation.report_sleep import asleep, wake, without
from bot.conversation.report_state import ReportTalk
from bot.conversation.report_telling import ask, question_of, take_told, tell_on, teller_of, with_told
from bot.conversation.secret_words import DECOY, good_secret
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.reports.cases import CaseKind
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.understanding.model import Understanding
from bot.understanding.report_words import tells_hours, wants_report
from bot.understanding.short_answers import LONGEST, short_answer
from bot.understanding.text import words
from bot.vocabulary import Command, Decision, Intent

_START_OF: Mapping[CaseKind, str] = {CaseKind.RECRUITER: "report_start", CaseKind.MISSING: "missing_start"}
STARTS = frozenset(_START_OF.values())
"""The first prompts, which wait for a story."""

_CLOSED = {CaseKind.RECRUITER: "report_closed", CaseKind.MISSING: "missing_relative"}
_CHOOSES_WORD = "rahasia"
_FREE = frozenset({"report_c_when", "report_c_avoid"})
"""Questions that any words answer."""

_TELLS = frozenset({"place", "country", "departure_date", "person_count", "money_amount", "recruiter_name"})


def begin(
    state: ConversationState,
    message: TurnMessage,
    understood: Understanding,
    directory: Directory,
    kind: CaseKind = CaseKind.RECRUITER,
) -> Turn:
    """Begin a report; the command LAPOR, and nothing else, goes on with one that sleeps.

    Where nobody reads reports, say who takes them instead.
    """
    if not directory.reports.open:
        return saying.say(state.but(offer=None), message, _CLOSED[kind], directory)
    earlier = state.offer.facts if state.offer else NOTHING_TOLD
    state, bare = _calm(state), understood.command is Command.REPORT
    if bare and state.report is not None:
        return ask(state, message, state.report, directory)
    sleeping = next((draft for draft in reversed(state.drafts) if not draft.word), None) if bare else None
    if sleeping is not None:
        return _resume(without(asleep(state), sleeping), message, sleeping, directory)
    # What was just told to have an offer looked at need not be told again.
    new = ReportTalk(message.received_at, kind, earlier, teller=teller_of(understood))
    if understood.command is None and understood.number is None:
        missing = kind is CaseKind.MISSING
        told = facts_of(understood, message.received_at, message.own_phone, missing=missing)
        new = with_told(new, understood, told)
    return _start(state, message, new, directory)


def begin_with(state: ConversationState, message: TurnMessage, told: Facts, directory: Directory) -> Turn:
    """Begin a report with what was told before, as in danger that turned out to be none."""
    return _start(_calm(state), message, ReportTalk(message.received_at, facts=told), directory)


def go_on(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take what is said while a report is open; None for a message about something else, which is answered first."""
    report = state.report
    if report is None:
        return None
    hidden = _agreed_word(state, message, report, words(understood.text), directory)
    if hidden is not None:
        return hidden
    cancels = understood.intent is Intent.CANCEL and understood.decision is Decision.ACT
    stops = short_answer(understood.text, report.question) == "stop" or (cancels and report.question not in _FREE)
    if stops and understood.intent is not Intent.THANKS and not wants_report(understood.text):
        return pause(state)
    if report.question in report_consent.STEPS:
        return take_consent(state, message, report, understood, directory)
    return take_told(state, message, captioned(report, message, understood), understood, directory)


def waits_for_words(state: ConversationState, text: str) -> bool:
    """Tell whether an hour, a day or a name is waited for, which may sound like a greeting ("malam", "Yuli")."""
    report = state.report
    if report is None or not report.question:
        return False
    return report.question in {*_FREE, "report_q_who"} or tells_hours(text)


def answers(state: ConversationState, message: TurnMessage, understood: Understanding) -> bool:
    """Tell whether a message answers the question that waits, whatever its words may mean by themselves.

    The model takes many an answer ("besok malam dari bandara") for danger; without the words of danger it is an answer.
    """
    report = state.report
    if report is None or not report.question:
        return False
    if report.question in report_consent.STEPS or understood.decision is not Decision.ACT:
        return True
    tells = any(one.entity in _TELLS for one in understood.entities)
    few = len(words(understood.text)) <= LONGEST and short_answer(understood.text, report.question) is not None
    return tells or few or with_short_answer(report, understood, message.received_at) is not None


def pause(state: ConversationState) -> Turn:
    """Stop telling. What was told stays for its author; what was passed on before, as a child's, is said to be."""
    passed = (state.report and state.report.code) or (state.danger and state.danger.code)
    key = "report_stopped_passed" if passed else "report_paused"
    return Turn(asleep(state).forgetting(), (Reply(key, state.language),))


def ask_again(before: ConversationState, answered: Turn, message: TurnMessage, directory: Directory) -> Turn:
    """Put the question that still waits below the answer to something else, unless that asks by itself."""
    report, after = before.report, answered.state
    if report is None or after.report != report or not answered.replies or after.pending or after.code or after.danger:
        return answered
    kept = after.but(report=replace(report, at=message.received_at))
    if not report.question or answered.replies[-1].key in {report.question, "language_menu", "report_answer_hint"}:
        return Turn(kept, answered.replies, answered.effects)
    replies = (
        *(replace(reply, choices=()) for reply in answered.replies),
        question_of(state=kept, directory=directory),
    )
    return Turn(kept.but(choices=()), replies, answered.effects)


def _resume(state: ConversationState, message: TurnMessage, report: ReportTalk, directory: Directory) -> Turn:
    asked = ask(state, message, report, directory)
    parts, values = shown(report.facts)
    again = (Reply("report_resumed", state.language, parts=parts, values=values),) if parts else ()
    return Turn(asked.state, (*again, *asked.replies), asked.effects)


def _agreed_word(
    state: ConversationState, message: TurnMessage, report: ReportTalk, said: tuple[str, ...], directory: Directory
) -> Turn | None:
    """Take the words that were agreed on: the one that hides the talk, and the author's own, chosen or typed again."""
    if said == DECOY:
        # Nothing of what was told may choose the answer: it would show of whom and of where.
        return saying.say(asleep(state).forgetting(), message, "ask_requirements", directory)
    woken = wake(state, said)
    if woken is not None:
        return _resume(without(asleep(state), woken), message, woken, directory)
    if said[:1] != (_CHOOSES_WORD,) or len(said) > 2:
        return None
    word = good_secret(" ".join(said[1:]))
    if not word:
        answered = Turn(state, (Reply("secret_bad", state.language),))
    else:
        answered = Turn(state.but(report=replace(report, word=word)), (Reply("report_word_kept", state.language),))
    return ask_again(answered.state, answered, message, directory)


def _calm(state: ConversationState) -> ConversationState:
    """Return the state without what else was asked or offered."""
    return state.but(offer=None, code=None, paging=None, choices=(), pending="", given=())


def _start(state: ConversationState, message: TurnMessage, new: ReportTalk, directory: Directory) -> Turn:
    start = _start_replies(state, message, new.kind, directory)
    if tells_something(new.facts):
        turn = tell_on(asleep(state), message, new, directory, show=new.facts)
        return Turn(turn.state, (*start, *turn.replies), turn.effects)
    if new.kind is CaseKind.MISSING:
        turn = ask(asleep(state), message, new, directory)
        return Turn(turn.state, (*start, *turn.replies), turn.effects)
    return Turn(asleep(state).but(report=new), start)


def _start_replies(
    state: ConversationState, message: TurnMessage, kind: CaseKind, directory: Directory
) -> tuple[Reply, ...]:
    start = Reply(_START_OF[kind], state.language)
    if kind is not CaseKind.MISSING:
        return (start,)
    # What to do oneself stands first: nobody here can promise to find anybody.
    steps = saying.say(state, message, "missing_relative", directory).replies
    return (*(replace(reply, choices=()) for reply in steps), start)
