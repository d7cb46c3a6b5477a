"""What the service understood of one message: plain values, no model needed to read them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.vocabulary import Command, Decision, Intent, Language, MessageLanguage


@dataclass(frozen=True)
class LanguageGuess:
    """A message's language with a confidence between 0 and 1."""

    language: MessageLanguage
    confidence: float


@dataclass(frozen=True)
class RankedIntent:
    """An intent with the model's confidence between 0 and 1. ``topic``: the key of an added topic, else ""."""

    intent: Intent
    confidence: float
    topic: str = ""

    @property
    def name(self) -> str:
        """Return what the model calls it: the topic's key, else the intent."""
        return self.topic or self.intent.value


@dataclass(frozen=True)
class Entity:
    """A piece of the message. ``start`` and ``end`` (exclusive) count characters of the unchanged text."""

    entity: str
    value: str
    normalised: str
    start: int
    end: int
    role: str | None = None


def entity_at(name: str, text: str, start: int, end: int, normalised: str) -> Entity:
    """Return the entity that stands in ``text`` from ``start`` to ``end`` (exclusive)."""
    return Entity(name, text[start:end], normalised, start, end)


@dataclass(frozen=True)
class Understanding:
    """All that was understood of one message.

    ``ranking`` is best first and never empty; ``intent`` is its first entry whatever the decision.
    ``danger`` is the rule of the danger phrase that was found (see data/danger_phrases.tsv); where the best intent is
    another one, the model is nearly sure that the phrase means no danger.
    ``command`` is set when the whole message is a command, ``command_argument`` holds what followed it.
    ``command_language`` is set for "BAHASA DAWAN" and the like. ``country`` is the ISO 3166 code of the
    country somebody is in now ("di Johor", "di Kupang"); None when the message tells no such place.
    ``source`` is ``keywords`` or ``rasa``.
    """

    text: str
    language: LanguageGuess
    ranking: tuple[RankedIntent, ...]
    decision: Decision
    source: str
    urgent: bool = False
    danger: str | None = None
    entities: tuple[Entity, ...] = ()
    command: Command | None = None
    command_argument: str = ""
    command_language: Language | None = None
    country: str | None = None
    number: int | None = None
    """The menu number when the message is one ("2", "no 2", "dua")."""

    degraded: bool = field(default=False)
    """True when the NLU server was asked and did not answer, so keywords decided."""

    @property
    def intent(self) -> Intent:
        """Return the best intent."""
        return self.ranking[0].intent

    @property
    def name(self) -> str:
        """Return what the model calls the best intent: the topic's key where it is an added one."""
        return self.ranking[0].name

    @property
    def confidence(self) -> float:
        """Return the confidence of the best intent."""
        return self.ranking[0].confidence


class Understander(Protocol):
    """Anything that understands messages: the chain of rules and Rasa, or a script in tests."""

    def understand(self, text: str) -> Understanding:
        """Understand one message of any length and content; never raises for any text."""
        ...


def best_first(ranking: Sequence[RankedIntent]) -> tuple[RankedIntent, ...]:
    """Return the ranking sorted by falling confidence."""
    return tuple(sorted(ranking, key=lambda ranked: ranked.confidence, reverse=True))
