"""One turn of a conversation. Pure: no wording, no clock, no database; the same input gives the same turn.

Order: danger before everything, then silence after STOP, then commands, then what the person was asked,
then what the message means. While an officer writes in the conversation, what comes after commands goes to them.
"""

from dataclasses import replace

from bot.conversation import (
    callback,
    case_talk,
    checks,
    commands,
    company,
    danger,
    danger_talk,
    meaning,
    offer,
    officer_talk,
    rating,
    report,
    report_evidence,
    takeover,
)
from bot.conversation.added_topics import without_lost_pages, without_lost_topics
from bot.conversation.callback import ASKED_WHEN
from bot.conversation.effects import EraseContact, NoteProbe
from bot.conversation.report_facts import facts_of, tells_something
from bot.conversation.report_sleep import asleep, without_silent
from bot.conversation.state import ConversationState, Told
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.conversation.writer_language import follow_writer
from bot.reports.cases import CaseKind
from bot.understanding.circumstances import UNDER_18, audience_of, destination_of, is_writers_own
from bot.understanding.model import Understanding
from bot.understanding.probes import is_probe
from bot.understanding.report_words import bare_greeting, tells_hours, tells_of_somebody_taken, wants_report
from bot.vocabulary import Command, Decision, Intent

_GRAVER = frozenset({Intent.ADD_TO_REPORT})


def take_turn(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Answer one message. The caller saves the state, sends the replies and does the effects."""
    return report_evidence.keep(_take_turn(state, message, understood, directory), message)


def _take_turn(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    understood = without_lost_topics(understood, directory)
    state = without_lost_pages(state.without_stale(message.received_at), directory)
    state = follow_writer(state, understood)
    state = without_silent(state, directory.reports, message.received_at)
    joined = None if state.stopped else directory.takeover()
    if joined is None:
        return _by_itself(state, message, understood, directory)
    passed_on = takeover.take(state, message, understood, joined)
    if passed_on is not None:
        return passed_on
    return takeover.beside(message, understood, joined, _by_itself(state, message, understood, directory))


def _by_itself(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Answer a message where no officer writes in the conversation."""
    cries = danger.is_emergency(understood) or (not (state.report or state.offer) and danger.may_be_held(understood))
    if cries and not _answers_us(state, message, understood):
        return danger_talk.answer(state, message, understood, directory)
    agreed = None if state.stopped else _agreed(state, message, understood, directory)
    if agreed is not None:
        return _introduce(agreed, message)
    detail = danger_talk.take(state, message, understood, directory)
    if detail is not None:
        return report.ask_again(state, detail, message, directory)
    if state.stopped:
        return _while_stopped(state, understood, message, directory)
    turn = _answer(_notice_circumstances(state, message, understood), message, understood, directory)
    turn = Turn(danger_talk.remember(turn.state, message, understood), turn.replies, turn.effects)
    return _introduce(danger_talk.without_old_question(state, turn), message)


def _answers_us(state: ConversationState, message: TurnMessage, understood: Understanding) -> bool:
    """Tell whether a message answers what was asked, whatever its words may mean by themselves."""
    if danger_talk.answers(state, understood):
        return True
    if understood.danger is not None:
        return False
    if state.pending == ASKED_WHEN:
        return tells_hours(understood.text)
    told = offer.answers(state, understood) or report.answers(state, message, understood)
    return told or case_talk.answers(state, understood)


def _notice_circumstances(
    state: ConversationState, message: TurnMessage, understood: Understanding
) -> ConversationState:
    """Note where the work is and for whom is asked; what was told before stands until something else is told."""
    if understood.number is not None or understood.command is not None:
        return state
    before = state.told or Told(message.received_at)
    if before.passing:
        before = replace(before, audience="", passing=False)
    country, audience, where = destination_of(understood), audience_of(understood), understood.country or ""
    if not (country or where) and audience is None:
        return state if state.told is None else state.but(told=before)
    known = before.audience if audience is None else audience
    passing = audience == UNDER_18 and not is_writers_own(understood)
    now = Told(message.received_at, country or before.country, known, where or before.where, passing)
    return state.but(told=now)


def _while_stopped(
    state: ConversationState, understood: Understanding, message: TurnMessage, directory: Directory
) -> Turn:
    """Answer with nothing but an emergency. What is asked of us without an answer is done all the same."""
    if understood.command is Command.START and not message.provider_opt_out:
        return commands.start(state)
    if understood.command is Command.ERASE:
        erased = commands.erase(state)
        return Turn(erased.state.but(stopped=True), effects=erased.effects)
    taken = officer_talk.take(state, understood, directory)
    return Turn(state, effects=taken.effects if taken else ())


def _answer(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    if message.provider_opt_out:
        return commands.stop(state)
    if understood.command is not None:
        obeyed = commands.obey(state, message, understood, directory)
        return obeyed if understood.command is Command.MORE else _ask_again(state, obeyed, message, directory)
    state = _without_earlier_talk(state, understood)
    return _ask_again(state, _take(state, message, understood, directory), message, directory)


def _ask_again(state: ConversationState, answered: Turn, message: TurnMessage, directory: Directory) -> Turn:
    """Put the question that waits below the answer to something else: that of a report, or of a check."""
    return report.ask_again(state, offer.ask_again(state, answered), message, directory)


def _take(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Take a message in words: as the answer to what was asked, else by its meaning."""
    closed = state.but(pending="", rating="", code=None)
    if meaning.chosen(state, understood) == meaning.ANSWERS[Intent.EMERGENCY]:
        return danger_talk.chosen(closed, message, directory)
    if understood.number is not None and state.choices:
        return meaning.choose(closed, message, understood, directory)
    if not message.has_text:
        wordless = state.but(rating="")
        return report_evidence.take(wordless, message) or meaning.without_text(wordless, message)
    if state.report is None and wants_report(understood.text):
        return report.begin(closed, message, understood, directory)
    if state.report is None and tells_of_somebody_taken(understood.text):
        return report.begin(closed, message, understood, directory, CaseKind.MISSING)
    answered = _answered(state, message, understood, directory)
    return answered or meaning.act(closed, message, understood, directory)


def _agreed(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Return the turn of the whole messages that are no command and mean the same at any time; None for others."""
    if understood.command is not None and understood.command not in {Command.STATUS, Command.ADD}:
        return None
    calm = state.but(pending="", rating="", code=None)
    if callback.wants_callback(understood):
        return callback.begin(calm, message, directory)
    asked = case_talk.begins(understood)
    if asked is not None:
        return case_talk.ask(calm, message, understood, directory, asked)
    taken = officer_talk.take(calm, understood, directory)
    told = state.report is not None and tells_something(facts_of(understood, message.received_at, message.own_phone))
    if taken is not None or told or not is_probe(understood.text):
        return taken
    # Another person may hold the phone: no question waits below this answer, no page and no number is left of before.
    forgot = asleep(state).forgetting()
    return Turn(forgot, (Reply("probe_answer", state.language),), (NoteProbe(understood.text),))


def _without_earlier_talk(state: ConversationState, understood: Understanding) -> ConversationState:
    """Forget what was told and asked when somebody says hello: it may be another person, who must not learn of it.

    What is added to a report ends a check as well: "oko mama?" is no question to put below that.
    """
    if understood.decision is not Decision.ACT:
        return state
    if understood.intent is Intent.GREET:
        waits = state.pending == ASKED_WHEN or report.waits_for_words(state, understood.text)
        return state if waits and not bare_greeting(understood.text) else asleep(state).forgetting()
    return state.but(offer=None) if understood.intent in _GRAVER else state


def _answered(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Return the turn of a message that answers an open question, None for any other message."""
    open_talk = company.pick(state, message, understood, directory) or case_talk.take(
        state, message, understood, directory
    )
    if open_talk is not None:
        return open_talk
    if state.pending in _PENDING:
        return _PENDING[state.pending](state, message, understood, directory)
    if state.pending:
        return commands.confirm(state, understood)
    if state.report:
        return report.go_on(state, message, understood, directory)
    if state.offer:
        return offer.go_on(state, message, understood, directory)
    return rating.take(state, understood) if state.rating else None


_PENDING = {
    company.ASKED_NAME: checks.take_name,
    ASKED_WHEN: callback.take,
}


def _introduce(turn: Turn, message: TurnMessage) -> Turn:
    """Say once who writes, what a message costs and what happens with it; to a greeting, offer the languages."""
    if turn.state.greeted or turn.state.stopped or not turn.replies or EraseContact() in turn.effects:
        return turn
    state = turn.state.but(greeted=True)
    if turn.replies[-1].key == "greeting" and not state.language_chosen:
        notice = Reply("privacy_notice", state.language, choices=commands.LANGUAGE_CHOICES)
        offered = state.asking(message.received_at, choices=commands.LANGUAGE_CHOICES)
        return Turn(offered, (*turn.replies, notice), turn.effects)
    # A numbered list, or a question that waits, stays the last thing on the screen.
    last, asking = turn.replies[-1], (turn.state.offer, turn.state.report)
    waiting = {offer.MORE_QUESTIONS, *report.STARTS, *(talk.question for talk in asking if talk)}
    officer_asks = turn.state.code is not None and turn.state.code.wants == "answer"
    asks = bool(last.choices) or last.key in waiting or officer_asks
    at = len(turn.replies) - asks
    replies = (*turn.replies[:at], Reply("privacy_notice", state.language), *turn.replies[at:])
    return Turn(state, replies, turn.effects)
