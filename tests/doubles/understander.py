"""An understander that follows a script: for tests of everything behind understanding."""

from collections.abc import Mapping

from bot.understanding.model import LanguageGuess, RankedIntent, Understanding
from bot.vocabulary import Decision, Intent, MessageLanguage


class ScriptedUnderstander:
    """Understands what the script lists; anything else is a question about cost. Remembers what it was asked."""

    def __init__(self, script: Mapping[str, Understanding | Exception] | None = None) -> None:
        """Take what to understand, or to raise, for which text."""
        self.script = dict(script or {})
        self.asked: list[str] = []

    def understand(self, text: str) -> Understanding:
        """Follow the script."""
        self.asked.append(text)
        planned = self.script.get(text)
        if isinstance(planned, Exception):
            raise planned
        if planned is not None:
            return planned
        ranking = tuple(
            RankedIntent(intent, confidence)
            for intent, confidence in ((Intent.ASK_COST, 0.9), (Intent.ASK_SALARY, 0.05), (Intent.GREET, 0.01))
        )
        return Understanding(text, LanguageGuess(MessageLanguage.ID, 0.9), ranking, Decision.ACT, "rasa")
