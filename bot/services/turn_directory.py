"""What one turn may look up: the answers as they stand now, and the agencies."""

from dataclasses import dataclass

from bot.answers.directory import AnswerDirectory
from bot.recruiters.agencies import AgencyMatch, AgencyQuestion
from bot.recruiters.agency_search import AgencyIndex


@dataclass(frozen=True)
class TurnDirectory(AnswerDirectory):
    """The answers, with the agencies beside them; both as they were read at the beginning of the turn."""

    agencies: AgencyIndex

    def find_agencies(self, asked: AgencyQuestion) -> tuple[AgencyMatch, ...]:
        """Return the agencies that somebody may mean, the likeliest first, at most three."""
        return self.agencies.find(asked)
