"""The order of understanding: bare command or number, danger phrase, command with an argument, Rasa.

A danger phrase and the model are weighed together: "kalau majikan pukul, lapor ke mana" has the words of danger and
is none. Where they agree it is an emergency, where they do not the bot asks, with the emergency among the choices.
Keywords decide when Rasa does not answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import UnavailableError
from bot.understanding.commands import FoundCommand, find_command, find_number
from bot.understanding.countries import main_country
from bot.understanding.danger import danger_phrase, is_urgent, only_sounds_like_danger
from bot.understanding.decide import KEYWORD_THRESHOLDS, MODEL_THRESHOLDS, Thresholds
from bot.understanding.entities import find_entities
from bot.understanding.keywords import at_least_three, rank_by_keywords
from bot.understanding.language import guess_language
from bot.understanding.model import Entity, LanguageGuess, RankedIntent, Understanding
from bot.understanding.rasa import MAX_SENT_CHARS, RasaClient
from bot.understanding.text import words
from bot.vocabulary import Command, Decision, Intent, MessageLanguage

_UNTOLD = LanguageGuess(MessageLanguage.UND, 0.0)
KEYWORDS = "keywords"
RASA = "rasa"
BELIEVED = frozenset({"wants_to_die", "child_held"})
"""Danger phrases that are believed whatever the model says: no error is worth the one that is meant."""

_INTENT_OF_COMMAND = {
    Command.MENU: Intent.ASK_HELP,
    Command.CANCEL: Intent.CANCEL,
    Command.MORE: Intent.ASK_HELP,
    Command.LANGUAGE: Intent.CHOOSE_LANGUAGE,
    Command.REPORT: Intent.REPORT_RECRUITER,
    Command.CHECK: Intent.CHECK_COMPANY,
    Command.STATUS: Intent.ASK_REPORT_STATUS,
    Command.ADD: Intent.ADD_TO_REPORT,
    Command.ERASE: Intent.DELETE_DATA,
    Command.MY_DATA: Intent.ASK_PRIVACY,
    Command.HELP: Intent.ASK_HELP,
    Command.OFFICER: Intent.TALK_TO_HUMAN,
    Command.STOP: Intent.OPT_OUT,
    Command.START: Intent.GREET,
}
"""What a command is when one asks for the intent; the engine looks at the command itself."""


class Chain:
    """Understands messages; an ``Understander``. Without a client (``--no-nlu``) keywords decide alone.

    Safe to share between threads. Reads at most the first 2,000 characters and raises for no text.
    """

    def __init__(
        self,
        rasa: RasaClient | None,
        *,
        model_thresholds: Thresholds = MODEL_THRESHOLDS,
        keyword_thresholds: Thresholds = KEYWORD_THRESHOLDS,
    ) -> None:
        """Take the NLU server's client and the thresholds; nothing is asked yet."""
        self._rasa = rasa
        self._model_thresholds = model_thresholds
        self._keyword_thresholds = keyword_thresholds

    def understand(self, text: str) -> Understanding:
        """Understand one message of any length and content; never raises for any text."""
        command = find_command(text)
        if command and not command.argument:
            return _as_command(text, command)
        number = find_number(text)
        if number is not None:
            return _as_number(text, number)
        danger = danger_phrase(text)
        if command and not danger:  # "cek adik disekap majikan" is no company's name
            return _as_command(text, command)
        if self._rasa and words(text[:MAX_SENT_CHARS]):
            return self._by_model(self._rasa, text, danger)
        return self._by_keywords(text, danger)

    def _by_model(self, rasa: RasaClient, text: str, danger: str | None) -> Understanding:
        try:
            ranking = at_least_three(rasa.parse(text))
        except UnavailableError:
            return self._by_keywords(text, danger, degraded=True)
        if danger:
            return self._weighed(text, danger, ranking)
        ranking = _without_false_alarm(text, ranking)
        return _understanding(text, ranking, self._model_thresholds.decide(ranking), RASA, entities=find_entities(text))

    def _weighed(self, text: str, danger: str, ranking: tuple[RankedIntent, ...]) -> Understanding:
        """Weigh a danger phrase with the model: an emergency, perhaps one, or one among the choices that are offered.

        ``danger`` stays set in every case, so the reply opens with the numbers to call.
        """
        limits, confidence = self._model_thresholds, _emergency_confidence(ranking)
        likely = [ranked for ranked in ranking if ranked.confidence]
        if danger in BELIEVED or confidence >= limits.emergency_with_phrase:
            return replace(_as_emergency(text, likely), danger=danger)
        if confidence >= limits.doubt:
            return replace(_as_emergency(text, likely), danger=danger, decision=Decision.ASK_BACK, source=RASA)
        asked = _with_emergency_second(ranking)
        understood = _understanding(text, asked, Decision.ASK_BACK, RASA, urgent=False, entities=find_entities(text))
        return replace(understood, danger=danger)

    def _by_keywords(self, text: str, danger: str | None, *, degraded: bool = False) -> Understanding:
        if danger:
            return replace(_as_emergency(text, rank_by_keywords(text)), danger=danger, degraded=degraded)
        ranking = _without_false_alarm(text, rank_by_keywords(text))
        decision = self._keyword_thresholds.decide(ranking)
        return _understanding(text, ranking, decision, KEYWORDS, entities=find_entities(text), degraded=degraded)


def _understanding(
    text: str,
    ranking: tuple[RankedIntent, ...],
    decision: Decision,
    source: str,
    *,
    entities: tuple[Entity, ...] = (),
    urgent: bool | None = None,
    command: FoundCommand | None = None,
    number: int | None = None,
    degraded: bool = False,
) -> Understanding:
    help_needed = ranking[0].intent is Intent.EMERGENCY and decision is Decision.ACT
    return Understanding(
        text=text,
        language=guess_language(text),
        ranking=ranking,
        decision=decision,
        source=source,
        urgent=(help_needed or is_urgent(text)) if urgent is None else urgent,
        entities=entities,
        command=command.command if command else None,
        command_argument=command.argument if command else "",
        command_language=command.language if command else None,
        country=main_country(text),
        number=number,
        degraded=degraded,
    )


def _as_command(text: str, command: FoundCommand) -> Understanding:
    ranking = at_least_three([RankedIntent(_INTENT_OF_COMMAND[command.command], 1.0)])
    entities = find_entities(text)
    understood = _understanding(text, ranking, Decision.ACT, KEYWORDS, urgent=False, command=command, entities=entities)
    # What follows CEK is a name, whatever language it looks like.
    return replace(understood, language=_UNTOLD) if command.argument else understood


def _as_number(text: str, number: int) -> Understanding:
    """A number alone says nothing until the conversation tells what was asked."""
    return _understanding(text, at_least_three([]), Decision.UNCLEAR, KEYWORDS, urgent=False, number=number)


def _as_emergency(text: str, ranking: Sequence[RankedIntent]) -> Understanding:
    """Put the emergency first and keep what the ranking says after it."""
    others = [ranked for ranked in ranking if ranked.intent is not Intent.EMERGENCY]
    ranking = at_least_three([RankedIntent(Intent.EMERGENCY, 1.0), *others])
    return _understanding(text, ranking, Decision.ACT, KEYWORDS, urgent=True, entities=find_entities(text))


def _emergency_confidence(ranking: Sequence[RankedIntent]) -> float:
    return next((ranked.confidence for ranked in ranking if ranked.intent is Intent.EMERGENCY), 0.0)


def _without_false_alarm(text: str, ranking: tuple[RankedIntent, ...]) -> tuple[RankedIntent, ...]:
    """Take the emergency out of the ranking where an everyday phrase explains the words of danger.

    The others keep their confidences: a small one stays unclear.
    """
    if not only_sounds_like_danger(text):
        return ranking
    return at_least_three(ranked for ranked in ranking if ranked.intent is not Intent.EMERGENCY)


def _with_emergency_second(ranking: Sequence[RankedIntent]) -> tuple[RankedIntent, ...]:
    """Return the ranking with the emergency among the choices that are offered, whatever its confidence."""
    others = [ranked for ranked in ranking if ranked.intent is not Intent.EMERGENCY]
    second = RankedIntent(Intent.EMERGENCY, others[1].confidence if len(others) > 1 else 0.0)
    return (others[0], second, *others[1:])
