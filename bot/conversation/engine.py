"""One turn of a conversation. Pure: no wording, no clock, no database; the same input gives the same turn.

Order: danger before everything, then silence after STOP, then commands, then what the person was asked,
then what the message means.
"""

from dataclasses import replace

from bot.conversation import checks, commands, company, danger, meaning, offer, rating
from bot.conversation.effects import EraseContact
from bot.conversation.state import ConversationState, Told
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.understanding.circumstances import UNDER_18, audience_of, destination_of, is_writers_own
from bot.understanding.model import Understanding
from bot.understanding.short_answers import short_answer
from bot.understanding.text import fold
from bot.vocabulary import Command, Decision, Intent, Language, MessageLanguage

_FOLLOWED = {
    MessageLanguage.ID: Language.ID,
    MessageLanguage.MKN: Language.ID,  # Kupang Malay is answered in plain Indonesian
    MessageLanguage.AOZ: Language.AOZ,
    MessageLanguage.EN: Language.EN,
}
_SAID_EVERYWHERE = frozenset({"hai", "hi", "halo", "helo", "hei", "hey"})
"""Greetings that tell no language, though "hai" is a word of Uab Meto too."""

_GRAVER = frozenset({Intent.REPORT_RECRUITER, Intent.ADD_TO_REPORT, Intent.MISSING_RELATIVE})
_FOLLOW_FROM = 0.6
"""Language confidence from which the conversation follows the writer; below, it keeps its language."""


def take_turn(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Answer one message. The caller saves the state, sends the replies and does the effects."""
    state = _follow_writer(state.without_stale(message.received_at), understood)
    answers_us = understood.danger is None and offer.answers(state, understood)
    if danger.is_emergency(understood) and not answers_us:
        numbers = danger.answer(state, message, understood)
        ask = danger.is_faint(understood) and not state.stopped
        return _asking_too(numbers, message, understood, directory) if ask else numbers
    if state.stopped:
        return _while_stopped(state, understood, message)
    turn = _answer(_notice_circumstances(state, message, understood), message, understood, directory)
    return _introduce(turn, message)


def _follow_writer(state: ConversationState, understood: Understanding) -> ConversationState:
    guess = understood.language
    language = _FOLLOWED.get(guess.language)
    if fold(understood.text).strip(" .!?") in _SAID_EVERYWHERE:
        return state
    # The words we ask people to type are Indonesian, whatever they speak.
    ours = understood.command is not None or short_answer(understood.text) is not None
    if state.language_chosen or language is None or guess.confidence < _FOLLOW_FROM or (ours and state.greeted):
        return state
    return state.but(language=language)


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


def _while_stopped(state: ConversationState, understood: Understanding, message: TurnMessage) -> Turn:
    if understood.command is Command.START and not message.provider_opt_out:
        return commands.start(state)
    if understood.command is Command.ERASE:
        erased = commands.erase(state)  # done without a word: after STOP nothing but an emergency is answered
        return Turn(erased.state.but(stopped=True), effects=erased.effects)
    return Turn(state)


def _answer(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    if message.provider_opt_out:
        return commands.stop(state)
    if understood.command is not None:
        obeyed = commands.obey(state, message, understood, directory)
        return obeyed if understood.command is Command.MORE else offer.ask_again(state, obeyed)
    state = _without_earlier_talk(state, understood)
    return offer.ask_again(state, _take(state, message, understood, directory))


def _take(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Take a message in words: as the answer to what was asked, else by its meaning."""
    closed = state.but(pending="", rating="")
    if understood.number is not None and state.choices:
        return meaning.choose(closed, message, understood, directory)
    if not message.has_text:
        return meaning.without_text(closed, message)
    answered = _answered(state, message, understood, directory)
    return answered or meaning.act(closed, message, understood, directory)


def _without_earlier_talk(state: ConversationState, understood: Understanding) -> ConversationState:
    """Forget what was told and asked when somebody says hello: it may be another person, who must not learn of it.

    A report or a missing relative ends a check as well: "oko mama?" is no question to put below that.
    """
    if understood.decision is not Decision.ACT:
        return state
    if understood.intent is Intent.GREET:
        return state.forgetting()
    return state.but(offer=None) if understood.intent in _GRAVER else state


def _answered(
    state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory
) -> Turn | None:
    """Return the turn of a message that answers an open question, None for any other message."""
    picked = company.pick(state, message, understood, directory)
    if picked is not None:
        return picked
    if state.pending == company.ASKED_NAME:
        return checks.take_name(state, message, understood, directory)
    if state.pending:
        return commands.confirm(state, understood)
    if state.offer:
        return offer.go_on(state, message, understood, directory)
    return rating.take(state, understood) if state.rating else None


def _asking_too(numbers: Turn, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Ask what was meant after the numbers: a message that only sounds like danger wants its own answer."""
    asking = meaning.ask_back(numbers.state, message, understood, directory)
    return Turn(asking.state, numbers.replies + asking.replies) if asking else numbers


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
    last, offer_check = turn.replies[-1], turn.state.offer
    asks = bool(last.choices) or (offer_check is not None and last.key in {offer_check.question, offer.MORE_QUESTIONS})
    at = len(turn.replies) - asks
    replies = (*turn.replies[:at], Reply("privacy_notice", state.language), *turn.replies[at:])
    return Turn(state, replies, turn.effects)
