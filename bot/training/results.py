"""One held-out sentence beside what was understood of it, and the questions a measurement asks of the pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.understanding.examples import Example
from bot.understanding.model import Understander, Understanding
from bot.vocabulary import Decision, Intent

MIXED = "mixed"
"""The set of messages in several languages at once: no single language is the right one."""

SHORT_WORDS = 5
"""Up to how many words a message counts as short where languages are told apart."""


@dataclass(frozen=True)
class Result:
    """A held-out sentence and what was understood; a sentence's second label (``alt``) is as right as its first."""

    example: Example
    understood: Understanding

    @property
    def right(self) -> bool:
        """Tell whether the best intent is one of the labels."""
        return self.understood.name in self._labels

    @property
    def strictly_right(self) -> bool:
        """Tell whether the best intent is the first label."""
        return self.understood.name == self.example.intent

    @property
    def in_three(self) -> bool:
        """Tell whether a label is among the three best intents."""
        return any(ranked.name in self._labels for ranked in self.understood.ranking[:3])

    @property
    def label(self) -> str:
        """Return the label to count the sentence under: the chosen one where that is right, else the first."""
        return self.understood.name if self.right else self.example.intent

    @property
    def acted(self) -> bool:
        """Tell whether the bot would answer without asking back."""
        return self.understood.decision is Decision.ACT

    @property
    def wrongly_answered(self) -> bool:
        """Tell whether the bot would answer something else than was wanted, without asking back."""
        return self.acted and not self.right

    @property
    def asked_back(self) -> bool:
        """Tell whether the bot would offer choices."""
        return self.understood.decision is Decision.ASK_BACK

    @property
    def is_emergency(self) -> bool:
        """Tell whether the sentence is an emergency."""
        return self.example.intent == Intent.EMERGENCY

    @property
    def gets_numbers(self) -> bool:
        """Tell whether the reply opens with the numbers to call: perhaps an emergency, or the words of one."""
        return self.taken_for_emergency or self.understood.danger is not None

    @property
    def taken_for_emergency(self) -> bool:
        """Tell whether an emergency is the best intent, surely or perhaps."""
        return self.understood.intent is Intent.EMERGENCY and self.understood.decision is not Decision.UNCLEAR

    @property
    def alarms(self) -> bool:
        """Tell whether the bot takes it for an emergency for certain."""
        return self.acted and self.understood.intent is Intent.EMERGENCY

    @property
    def language_right(self) -> bool:
        """Tell whether the language was recognised."""
        return self.understood.language.language.value == self.example.language

    @property
    def _labels(self) -> tuple[str | None, ...]:
        return self.example.intent, self.example.alternative


def understand_all(understander: Understander, examples: Iterable[Example]) -> tuple[Result, ...]:
    """Return every sentence with what is understood of it, each as the first message of a conversation."""
    return tuple(Result(example, understander.understand(example.text)) for example in examples)


def of_language(results: Sequence[Result], language: str) -> tuple[Result, ...]:
    """Return the results of one held-out set."""
    return tuple(result for result in results if result.example.language == language)


def languages_of(results: Iterable[Result]) -> tuple[str, ...]:
    """Return the held-out sets there are results of, sorted."""
    return tuple(sorted({result.example.language for result in results}))
