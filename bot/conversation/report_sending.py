"""The questions about consent and their answers, up to the YA that passes a report on."""

from dataclasses import replace

from bot.conversation import report_consent, saying
from bot.conversation.report_aside import is_aside, is_question_of_its_own
from bot.conversation.report_facts import tells_something
from bot.conversation.report_sleep import asleep
from bot.conversation.report_state import ReportTalk
from bot.conversation.report_telling import finish, hint, tell_on, told_in, with_told
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.understanding.model import Understanding
from bot.understanding.short_answers import short_answer
from bot.understanding.text import words

_A_STORY = 6
"""Words from which a message at the end tells more and is no answer."""

_MORE = "tambah"


def take_consent(
    state: ConversationState, message: TurnMessage, report: ReportTalk, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take an answer about consent; None for a message that is answered first."""
    answer = short_answer(understood.text, report.question)
    if report.question == report_consent.SEND:
        return _take_verdict(state, message, report, understood, directory)
    if answer == "skip":
        return tell_on(state, message, report.answered(), directory)
    taken = report_consent.take(report, understood, directory.reports)
    if taken is None:
        return _more_or_hint(state, message, report, understood, directory)
    return tell_on(state, message, taken, directory)


def _take_verdict(
    state: ConversationState, message: TurnMessage, report: ReportTalk, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take the YA that passes a report on, or the TIDAK that keeps it."""
    answer = short_answer(understood.text, report.question)
    if answer == "yes" and not message.fresh_code:
        # The last reader left meanwhile: nothing is passed on, and who can be told today is named.
        return saying.say(asleep(state), message, "report_closed", directory)
    if answer == "yes":
        sent = replace(report, code=message.fresh_code)
        return finish(state, sent, (report_consent.saved(sent),))
    if answer in {"no", "skip"}:
        return Turn(asleep(state), (Reply("report_not_sent", state.language),))
    return _more_or_hint(state, message, report, understood, directory)


def _more_or_hint(
    state: ConversationState, message: TurnMessage, report: ReportTalk, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take more that is told instead of an answer; the question stands."""
    told = told_in(report, message, understood)
    if is_aside(understood) or (not tells_something(told) and is_question_of_its_own(understood)):
        return None
    said = words(understood.text)
    if report.repeated == report.question != report_consent.SEND:
        # Twice not understood: the careful choice holds, and what was said is kept.
        return tell_on(state, message, with_told(report, understood, told).answered(), directory)
    report = replace(report, repeated=report.question)
    if not tells_something(told) and len(said) <= _A_STORY and _MORE not in said:
        return hint(state.but(report=report), message, directory)
    turn = tell_on(state, message, with_told(report, understood, told), directory, show=told)
    if tells_something(told):
        return turn
    return Turn(turn.state, (Reply("report_kept", state.language), *turn.replies), turn.effects)
