"""What a turn wants done beyond its replies. The engine only names it; services do it."""

from dataclasses import dataclass, field
from uuid import UUID

from bot.reports.cases import CaseKind, Consent, Teller
from bot.reports.facts import Facts
from bot.reports.takeover import WhyEnded
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


@dataclass(frozen=True)
class SaveReport:
    """A report is passed on: a case with this code begins. ``confirmed``: False for danger that nobody confirmed.

    ``evidence``: the messages whose photos and files belong to it.
    """

    case_code: str
    kind: CaseKind
    facts: Facts = field(repr=False)
    consent: Consent = field(repr=False)
    teller: Teller | None = None
    confirmed: bool = True
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class AlertDuty:
    """Somebody is in danger now: a case begins and the officers on duty are told at once."""

    case_code: str
    facts: Facts = field(repr=False)
    child: bool = False


@dataclass(frozen=True)
class ConfirmDanger:
    """The danger that was passed on after ten minutes of silence is one: somebody answered after all."""

    case_code: str
    facts: Facts = field(repr=False)


@dataclass(frozen=True)
class WatchDanger:
    """Perhaps somebody is in danger: unless DropWatch follows within ten minutes, it becomes a case, unconfirmed."""

    facts: Facts = field(repr=False)


@dataclass(frozen=True)
class DropWatch:
    """What was perhaps danger is answered for: it is none, or it was passed on."""


@dataclass(frozen=True)
class CallHuman:
    """The person asks to be called back at a time they name."""

    case_code: str
    consent: Consent = field(repr=False)


@dataclass(frozen=True)
class UpdateReport:
    """More was told, or decided, about a case of this phone that was passed on before its end."""

    case_code: str
    facts: Facts = field(repr=False)
    consent: Consent = field(repr=False)
    teller: Teller | None = None


@dataclass(frozen=True)
class AddToCase:
    """Somebody adds to a case; from another phone it is kept apart until an officer accepts it."""

    case_code: str
    text: str = field(repr=False)
    own_phone: bool = True


@dataclass(frozen=True)
class ShowQuestion:
    """The author of a case is shown what an officer asks."""

    case_code: str


@dataclass(frozen=True)
class AnswerQuestion:
    """The author of a case answers what an officer asked; "": they do not want to."""

    case_code: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class AllowTakeover:
    """The author of a case allows the officer to write in this conversation, now."""

    case_code: str


@dataclass(frozen=True)
class PassOn:
    """While an officer writes in the conversation, a message goes to them and not to the bot; "": a photo or a file."""

    case_code: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class EndTakeover:
    """The officer writes in this conversation no more."""

    case_code: str
    why: WhyEnded


@dataclass(frozen=True)
class KeepEvidence:
    """What came along with the message is kept: with this case, or ("") with the report that is being told."""

    case_code: str = ""
    own_phone: bool = True


@dataclass(frozen=True)
class ChooseSecret:
    """The author of a case chose a word (folded) by which this phone can ask for it."""

    case_code: str
    word: str = field(repr=False)


@dataclass(frozen=True)
class WithdrawCase:
    """The author takes a case back."""

    case_code: str


@dataclass(frozen=True)
class CountWrongCode:
    """A code or word that leads to no case was typed."""


@dataclass(frozen=True)
class NoteProbe:
    """Somebody asked who reported whom: an officer is to see that, whoever it was."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class TakeCase:
    """An officer takes a case by texting TERIMA and its code."""

    case_code: str


CaseEffect = (
    SaveReport
    | AlertDuty
    | ConfirmDanger
    | WatchDanger
    | DropWatch
    | CallHuman
    | UpdateReport
    | AddToCase
    | ShowQuestion
    | AnswerQuestion
    | AllowTakeover
    | PassOn
    | EndTakeover
    | KeepEvidence
    | ChooseSecret
    | WithdrawCase
    | CountWrongCode
    | NoteProbe
    | TakeCase
)
Effect = StopContact | StartContact | EraseContact | RateAnswer | CaseEffect
