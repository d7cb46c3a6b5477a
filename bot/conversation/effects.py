"""What a turn wants done beyond its replies. The engine only names it; services do it."""

from dataclasses import dataclass

from bot.vocabulary import Language


@dataclass(frozen=True)
class StopContact:
    """The person wants no more messages ("BERHENTI"). Only an emergency is answered from now on."""


@dataclass(frozen=True)
class StartContact:
    """The person wants messages again ("MULAI")."""


@dataclass(frozen=True)
class EraseContact:
    """The person wants everything on our side erased ("HAPUS"), the address too once the reply is sent."""


@dataclass(frozen=True)
class RateAnswer:
    """The person says that an answer helped, or did not. Counted without anything about the person."""

    key: str
    language: Language
    helped: bool


Effect = StopContact | StartContact | EraseContact | RateAnswer
