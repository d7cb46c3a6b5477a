"""Words a person can text in any state, and the yes/no questions that some of them ask."""

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import case_talk, checks, offer, report, saying
from bot.conversation.effects import EraseContact, StartContact, StopContact
from bot.conversation.report_sleep import asleep
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.understanding.model import Understanding
from bot.vocabulary import Command, Decision, Intent, Language

LANGUAGE_CHOICES = ("language_id", "language_aoz", "language_en")

_IN_THE_MIDDLE = frozenset({Command.MORE, Command.LANGUAGE, Command.CHECK})
_NEEDS_CODE = {Command.STATUS: case_talk.STATUS, Command.ADD: case_talk.ADD}
_ASIDE = frozenset({*_IN_THE_MIDDLE, Command.MENU, Command.HELP, Command.MY_DATA, Command.OFFICER})
"""Commands that leave a question about a case open."""


def obey(state: ConversationState, message: TurnMessage, understood: Understanding, directory: Directory) -> Turn:
    """Answer a command. It also ends whatever question was open, but for the next page, a language, or a company."""
    command, looking = understood.command, state.offer
    pending = state.pending if command is Command.MORE else ""
    kept = looking if command in _IN_THE_MIDDLE or command is Command.CANCEL else None
    asked_about = state.danger and replace(state.danger, question="")
    state = state.but(pending=pending, rating="", offer=kept, code=state.code if command in _ASIDE else None)
    state = state if command is Command.MORE else state.but(danger=asked_about)
    if command in _NEEDS_CODE:
        return case_talk.ask(state, message, understood, directory, _NEEDS_CODE[command])
    told: dict[Command | None, Callable[[], Turn]] = {
        Command.MY_DATA: lambda: saying.say(state, message, "data_held", directory),
        Command.OFFICER: lambda: saying.say(state, message, saying.human(directory), directory),
        Command.REPORT: lambda: report.begin(state, message, understood, directory),
        Command.LANGUAGE: lambda: ask_language(state, message, understood.command_language),
        Command.MORE: lambda: saying.more(state, message, directory),
        Command.CHECK: lambda: checks.check_company(state, message, understood, directory),
    }
    if command in told:
        return told[command]()
    if command is Command.CANCEL and looking:
        return offer.stop(state, message, directory)
    if command is Command.CANCEL and state.report:
        return report.pause(state)
    simple: dict[Command | None, Callable[[ConversationState], Turn]] = {
        Command.STOP: stop,
        Command.START: start,
        Command.ERASE: erase,
        Command.CANCEL: lambda now: Turn(now.forgetting(), (Reply("cancelled", now.language),)),
    }
    act = simple.get(command)
    return act(state) if act else saying.menu(state, message)


def stop(state: ConversationState) -> Turn:
    """Be silent from now on, but for emergencies."""
    return Turn(asleep(state).forgetting().but(stopped=True), (Reply("stopped", state.language),), (StopContact(),))


def start(state: ConversationState) -> Turn:
    """Answer again."""
    return Turn(state.but(stopped=False), (Reply("started", state.language),), (StartContact(),))


def erase(state: ConversationState) -> Turn:
    """Forget everything at once, the language too: the next message must look like a first one."""
    return Turn(ConversationState(), (Reply("erased", state.language),), (EraseContact(),))


def ask(state: ConversationState, message: TurnMessage, pending: str, question: str) -> Turn:
    """Ask once before doing what a sentence, not the command, asked for: it may have meant something else."""
    asked = state.but(paging=None).asking(message.received_at, pending=pending)
    return Turn(asked, (Reply(question, state.language),))


def ask_language(state: ConversationState, message: TurnMessage, wanted: Language | None) -> Turn:
    """Switch to the named language, or offer the languages."""
    if wanted is None:
        offered = state.but(paging=None).asking(message.received_at, choices=LANGUAGE_CHOICES)
        return Turn(offered, (Reply("language_menu", state.language, choices=LANGUAGE_CHOICES),))
    return set_language(state, wanted)


def set_language(state: ConversationState, wanted: Language) -> Turn:
    """Use the chosen language from now on, whatever the person writes in."""
    chosen = state.but(language=wanted, language_chosen=True, choices=())
    return Turn(chosen, (Reply("language_set", wanted),))


def confirm(state: ConversationState, understood: Understanding) -> Turn | None:
    """Take the answer to an open yes/no question; None when the message is about something else.

    Only a sure and short yes counts: "ya, tapi jangan dulu" must not erase anything.
    """
    sure = understood.decision is Decision.ACT and len(understood.text.split()) <= _LONGEST_YES
    if state.pending not in _CONFIRMED:
        return None
    if understood.intent is Intent.AFFIRM and sure:
        return _CONFIRMED[state.pending](state.but(pending=""))
    if understood.intent in {Intent.DENY, Intent.CANCEL}:
        return Turn(state.but(pending=""), (Reply("cancelled", state.language),))
    return None


_CONFIRMED: dict[str, Callable[[ConversationState], Turn]] = {"erase": erase, "stop": stop}
_LONGEST_YES = 2  # words
