"""Words of a case: what it is about, how far it is, how pressing it is, and who may read it."""

from dataclasses import dataclass
from datetime import datetime

from bot.vocabulary import Word


class CaseKind(Word):
    """What a case is about."""

    RECRUITER = "recruiter"
    DANGER = "danger"
    MISSING = "missing"
    CALLBACK = "callback"


class CaseState(Word):
    """How far a case is: the only five things a reporter can learn by STATUS."""

    RECEIVED = "received"
    TAKEN = "taken"
    PASSED_ON = "passed_on"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Level(Word):
    """How pressing a case is, the most pressing first."""

    NOW = "now"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class PassTo(Word):
    """Who may read a report, chosen by its author. The provincial coordinator where nothing is chosen."""

    COORDINATOR = "coordinator"
    NGO = "ngo"
    BP3MI = "bp3mi"
    POLICE = "police"


class Teller(Word):
    """Who tells, seen from the person at risk."""

    SELF = "self"
    FAMILY = "family"
    OTHER = "other"
    CHILD = "child"


class Phone(Word):
    """Whose phone it is that the report comes from."""

    OWN = "own"
    SHARED = "shared"
    BORROWED = "borrowed"


@dataclass(frozen=True)
class Consent:
    """What the author of a report allowed. ``reply``: officers may write back; ``hours``: when, as it was said.

    ``avoid``: whom it must not reach, in the author's words; "" for nobody named.
    ``photo_place``: where a photo was taken, as written inside it, may be passed on.
    """

    to: PassTo = PassTo.COORDINATOR
    reply: bool = False
    hours: str = ""
    phone: Phone | None = None
    avoid: str = ""
    photo_place: bool = False


NOTHING_ALLOWED = Consent()
"""What holds before anything was chosen: the coordinator reads it, nobody writes back."""


@dataclass(frozen=True)
class Triage:
    """How pressing a case is. ``reasons``: names of the rules that say so. ``act_by``: until when somebody must act."""

    level: Level
    reasons: tuple[str, ...]
    act_by: datetime
