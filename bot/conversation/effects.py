"""What a turn wants done beyond its replies. The engine only names it; services do it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StopContact:
    """The person wants no more messages ("BERHENTI"). Only an emergency is answered from now on."""


@dataclass(frozen=True)
class StartContact:
    """The person wants messages again ("MULAI")."""


@dataclass(frozen=True)
class EraseContact:
    """The person wants everything on our side erased ("HAPUS"), the address too once the reply is sent."""


Effect = StopContact | StartContact | EraseContact
