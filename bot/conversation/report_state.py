"""What is remembered while somebody reports, comes back to a report, or is in danger."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.reports.cases import NOTHING_ALLOWED, CaseKind, Consent, Teller
from bot.reports.facts import NOTHING_TOLD, Facts


@dataclass(frozen=True)
class ReportTalk:
    """A report that is being told, or sleeps: who told it may go on, nobody else learns of it.

    ``at``: the last message that belonged to it. ``question``: the key of the question that waits, "" for none.
    ``asked``: the questions behind us. ``word``: the secret word that alone opens it again, folded, "" for none.
    ``code``: its case code once it was passed on before its end, as for a child. ``repeated``: the question that was
    asked again because something else was told; it is not asked a third time. ``evidence``: the messages whose photos
    and files belong to it.
    """

    at: datetime
    kind: CaseKind = CaseKind.RECRUITER
    facts: Facts = NOTHING_TOLD
    question: str = ""
    asked: tuple[str, ...] = ()
    teller: Teller | None = None
    consent: Consent = NOTHING_ALLOWED
    word: str = ""
    code: str = ""
    repeated: str = ""
    evidence: tuple[UUID, ...] = ()

    def asking(self, question: str) -> "ReportTalk":
        """Return the talk with a question that waits."""
        return replace(self, question=question)

    def answered(self) -> "ReportTalk":
        """Return the talk with the question that waited behind it."""
        return replace(self, question="", asked=(*self.asked, self.question)) if self.question else self


@dataclass(frozen=True)
class CodeTalk:
    """A question about a case that waits. ``wants``: code, addition, secret or withdrawal; ``then``: status or add.

    ``code``: the case it is about, once it is known. ``own``: whether this phone made it.
    """

    at: datetime
    wants: str
    then: str = ""
    code: str = ""
    own: bool = False


@dataclass(frozen=True)
class DangerTalk:
    """Danger that is asked about. ``question``: the one that waits. ``code``: the case, "" while it is not confirmed.

    ``own``: the child in danger may be who writes, not a parent. ``watched``: it is passed on by itself after ten
    minutes. ``country``: where the cry said to be, "" where it did not.
    ``choices``: what else the first message may have meant, offered when it was no danger.
    """

    at: datetime
    question: str
    code: str = ""
    child: bool = False
    own: bool = False
    watched: bool = False
    repeated: bool = False
    country: str = ""
    facts: Facts = NOTHING_TOLD
    consent: Consent = NOTHING_ALLOWED
    choices: tuple[str, ...] = ()
