"""After the numbers: is it now, where, and how can an officer answer safely. Nothing here promises that help comes.

What is surely danger is passed on at once; what may be is asked about, and passed on after ten minutes without an
answer. Where no officer is set up, it says so.
"""

from dataclasses import replace

from bot.conversation import danger, meaning, report
from bot.conversation.danger_details import next_question, take_detail, take_more
from bot.conversation.effects import AddToCase, AlertDuty, ConfirmDanger, DropWatch, Effect, UpdateReport, WatchDanger
from bot.conversation.report_facts import facts_of, tells_something
from bot.conversation.report_state import DangerTalk
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.understanding.circumstances import is_writers_own, speaks_of_a_child
from bot.understanding.danger_answers import is_now, names_a_spot
from bot.understanding.model import Understanding
from bot.understanding.report_words import wants_report
from bot.vocabulary import Decision, Intent

NOW = "danger_q_now"
_NOBODY = "danger_nobody_reads"
_OWN_NUMBERS = frozenset({"wants_to_die", "child_held"})
_EMERGENCY = meaning.ANSWERS[Intent.EMERGENCY]


def answer(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Give the numbers, then pass the danger on or ask whether it is one now."""
    known = state.danger or DangerTalk(message.received_at, "")
    told = facts_of(understood, message.received_at, message.own_phone)
    talk = replace(
        known,
        at=message.received_at,
        child=known.child or understood.danger == "child_held" or told.under_18 is True,
        own=known.own or is_writers_own(understood) or not speaks_of_a_child(understood.text),
        country=understood.country or known.country,
        facts=known.facts.and_also(told),
    )
    given = danger.answer(state, message, understood, talk.country or None, child=talk.child)
    numbers = Turn(_told_to_report(given.state, told), given.replies)
    if not directory.reports.open:
        return _nobody_reads(state, numbers, message, understood, directory)
    if talk.code and directory.is_open(talk.code):
        # Another cry within the hour: the same case hears of it, and the question stands.
        return _asked(numbers, talk, (UpdateReport(talk.code, talk.facts, talk.consent),))
    sure = danger.is_emergency(understood) and not danger.is_faint(understood)
    if not sure or (state.report is not None and understood.danger is None):
        choices = tuple(key for key in meaning.likely(understood, directory) if key != _EMERGENCY)
        return _asked(numbers, replace(talk, question=NOW, watched=True, choices=choices), (WatchDanger(told),))
    return _passed_on(numbers, message, talk, directory)


def chosen(state: ConversationState, message: TurnMessage, directory: Directory) -> Turn:
    """Take the number of "danger now" in a list of what a message may have meant: that is a yes."""
    numbers = danger.give(state, message, state.country)
    if not directory.reports.open:
        return Turn(numbers.state, _with_note(numbers.replies, _NOBODY))
    return _passed_on(numbers, message, state.danger or DangerTalk(message.received_at, ""), directory)


def answers(state: ConversationState, understood: Understanding) -> bool:
    """Tell whether a message answers a question about danger, whatever its words mean by themselves."""
    talk = state.danger
    if talk is None or not talk.question or understood.danger in _OWN_NUMBERS:
        return False
    if talk.question == NOW:
        return understood.danger is None and is_now(understood.text) is not None
    cries = understood.danger is not None or understood.intent is Intent.EMERGENCY
    return not cries or (talk.question == "danger_q_place" and names_a_spot(understood.text))


def take(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take an answer to a question about danger; None for a message about something else."""
    talk = state.danger
    if talk is None or understood.command is not None or not message.has_text:
        return None
    if understood.intent is Intent.GREET and understood.decision is Decision.ACT:
        return None
    if not talk.question:
        busy = state.report or state.offer or state.pending or state.code or state.choices or state.stopped
        wants_else = busy or not talk.code or wants_report(understood.text)
        return None if wants_else else take_more(state, message, talk, understood)
    if talk.question != NOW:
        return take_detail(state, message, talk, understood)
    now = is_now(understood.text)
    if now is None:
        return None
    return _passed_on(Turn(state), message, talk, directory) if now else _no_danger(state, message, talk, directory)


def without_old_question(before: ConversationState, turn: Turn) -> Turn:
    """Let a number or a yes belong to what was asked last: "is it now?" no longer waits once something else does."""
    talk, after = turn.state.danger, turn.state
    if talk is None or talk != before.danger or talk.question != NOW:
        return turn
    asks = after.choices or after.pending or after.report or after.code or (after.offer and after.offer.question)
    return Turn(after.but(danger=replace(talk, question="")), turn.replies, turn.effects) if asks else turn


def remember(state: ConversationState, message: TurnMessage, understood: Understanding) -> ConversationState:
    """Keep what a message told that perhaps is danger, while its meaning is asked for by a list."""
    if _EMERGENCY not in state.choices or state.danger is not None:
        return state
    told = facts_of(understood, message.received_at, message.own_phone)
    return state.but(danger=DangerTalk(message.received_at, "", country=understood.country or "", facts=told))


def _nobody_reads(
    state: ConversationState, numbers: Turn, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn:
    replies = _with_note(numbers.replies, _NOBODY)
    asking = meaning.ask_back(numbers.state, message, understood, directory)
    if danger.is_faint(understood) and not state.stopped and asking:
        return Turn(asking.state, (*replies, *asking.replies))
    return Turn(numbers.state, replies)


def _passed_on(before: Turn, message: TurnMessage, talk: DangerTalk, directory: Directory) -> Turn:
    """Begin the case, or confirm the one that ten minutes of silence began.

    That it was passed on is told later, once an alert was accepted.
    """
    begun = directory.open_danger()
    if not (begun or message.fresh_code):
        return Turn(before.state, _with_note(before.replies, _NOBODY) or (Reply(_NOBODY, before.state.language),))
    passed = replace(talk, code=begun or message.fresh_code, question="", watched=False, at=message.received_at)
    dropped: tuple[Effect, ...] = (DropWatch(),) if talk.watched else ()
    alert: Effect = ConfirmDanger(begun, talk.facts) if begun else AlertDuty(message.fresh_code, talk.facts, talk.child)
    return _asked(before, next_question(passed), (*dropped, alert))


def _asked(before: Turn, talk: DangerTalk, effects: tuple[Effect, ...]) -> Turn:
    replies = before.replies
    if talk.question:
        replies = _with_note(replies, talk.question) or (Reply(talk.question, before.state.language),)
    return Turn(before.state.but(danger=talk), replies, (*before.effects, *effects))


def _with_note(replies: tuple[Reply, ...], note: str) -> tuple[Reply, ...]:
    """Say a note in the last of these messages, which holds the numbers; () for no message."""
    return (*replies[:-1], replace(replies[-1], note=note)) if replies else ()


def _no_danger(state: ConversationState, message: TurnMessage, talk: DangerTalk, directory: Directory) -> Turn:
    """End the watch; what was told of a recruiter or a child begins a report, for nothing else asks for it again."""
    calm, reply = state.but(danger=None), Reply("danger_no", state.language)
    begun = directory.open_danger()
    effects: tuple[Effect, ...] = (DropWatch(), *((AddToCase(begun, _NO_DANGER),) if begun else ()))
    if state.stopped or state.report or state.offer:
        return Turn(calm, (reply,), effects)
    if talk.facts.under_18 or talk.facts.tells_who:
        told = report.begin_with(calm, message, talk.facts, directory)
        return Turn(told.state, (reply, *told.replies), (*effects, *told.effects))
    if len(talk.choices) < 2:
        return Turn(calm, (reply,), effects)
    asked = calm.asking(message.received_at, choices=talk.choices)
    return Turn(asked, (reply, Reply("ask_back", state.language, choices=talk.choices)), effects)


_NO_DANGER = "[danger_q_now] tidak"


def _told_to_report(state: ConversationState, told: Facts) -> ConversationState:
    """Let a report that is being told hear of it as well."""
    report_talk = state.report
    if report_talk is None or not tells_something(told) or told == NOTHING_TOLD:
        return state
    return state.but(report=replace(report_talk, facts=report_talk.facts.and_also(told)))
