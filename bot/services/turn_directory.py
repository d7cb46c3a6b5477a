"""What one turn may look up: the answers as they stand now, the agencies, and cases by their code."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from bot.answers.directory import AnswerDirectory
from bot.conversation.turn import CLOSED, KnownCase, ReportRules, Takeover
from bot.recruiters.agencies import AgencyMatch, AgencyQuestion
from bot.recruiters.agency_search import AgencyIndex


class Cases(Protocol):
    """Where cases are looked up."""

    def by_code(self, code: str) -> KnownCase | None:
        """Return the case with this code."""
        ...

    def by_word(self, word: str) -> KnownCase | None:
        """Return the sender's newest case with this secret word."""
        ...

    def tells_a_place(self, evidence: Sequence[UUID]) -> bool:
        """Tell whether a photo of these messages says where it was taken."""
        ...

    def may_take(self, code: str) -> bool:
        """Tell whether the sender may take the case."""
        ...

    def open_danger(self) -> str:
        """Return the code of the sender's danger that nobody took yet."""
        ...

    def is_open(self, code: str) -> bool:
        """Tell whether a case is still worked on."""
        ...

    def takeover(self) -> Takeover | None:
        """Return the officer's part in the sender's conversation."""
        ...


class NoCases:
    """No case at all: where nothing was ever reported."""

    def by_code(self, code: str) -> KnownCase | None:  # noqa: ARG002
        """Return None."""
        return None

    def by_word(self, word: str) -> KnownCase | None:  # noqa: ARG002
        """Return None."""
        return None

    def tells_a_place(self, evidence: Sequence[UUID]) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def may_take(self, code: str) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def open_danger(self) -> str:
        """Return none."""
        return ""

    def is_open(self, code: str) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def takeover(self) -> Takeover | None:
        """Return none."""
        return None


@dataclass(frozen=True)
class TurnDirectory(AnswerDirectory):
    """All that can be looked up, as it was read at the beginning of the turn."""

    agencies: AgencyIndex
    reports: ReportRules = CLOSED
    cases: Cases = field(default_factory=NoCases)

    def find_agencies(self, asked: AgencyQuestion) -> tuple[AgencyMatch, ...]:
        """Return the agencies that somebody may mean, the likeliest first, at most three."""
        return self.agencies.find(asked)

    def find_case(self, code: str) -> KnownCase | None:
        """Return the case with this code."""
        return self.cases.by_code(code)

    def find_case_by_word(self, word: str) -> KnownCase | None:
        """Return the sender's newest case with this secret word."""
        return self.cases.by_word(word)

    def tells_a_place(self, evidence: Sequence[UUID]) -> bool:
        """Tell whether a photo of these messages says where it was taken."""
        return bool(evidence) and self.cases.tells_a_place(evidence)

    def may_take(self, code: str) -> bool:
        """Tell whether the sender is an officer whom this case was told to."""
        return self.cases.may_take(code)

    def open_danger(self) -> str:
        """Return the code of this phone's danger that nobody took yet."""
        return self.cases.open_danger()

    def is_open(self, code: str) -> bool:
        """Tell whether a case is still worked on."""
        return self.cases.is_open(code)

    def takeover(self) -> Takeover | None:
        """Return the officer's part in this conversation."""
        return self.cases.takeover()
