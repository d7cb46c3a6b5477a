"""What goes into a turn and what comes out of it: plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.conversation.effects import Effect
from bot.conversation.state import ConversationState
from bot.recruiters.agencies import AgencyMatch, AgencyQuestion
from bot.reports.cases import CaseState, PassTo
from bot.vocabulary import Channel, Language

Values = tuple[tuple[str, str], ...]
"""Placeholders and what fills them."""


@dataclass(frozen=True)
class TurnMessage:
    """The message a turn answers. ``home_country``: the country of the sender's number, None if unknown.

    ``own_phone``: that number in E.164 form, None where the address shows none. ``fresh_code``: a case code nobody has
    yet, for the case that this turn may begin. ``has_voice``: what came along claims to be a voice note, all of it;
    ``has_refused``: to be of a type that is not kept.
    """

    channel: Channel
    received_at: datetime
    has_text: bool = True
    has_media: bool = False
    home_country: str | None = None
    provider_opt_out: bool = False
    own_phone: str | None = None
    fresh_code: str = ""
    id: UUID | None = None
    has_voice: bool = False
    has_refused: bool = False


@dataclass(frozen=True)
class Reply:
    """One reply by its answer key. ``page``: None for the first form, 1… for a page of the full form.

    ``choices`` are answer keys, or names found, shown as a numbered list. ``country`` decides the emergency numbers.
    ``brief``: the person got this answer within the last hour, so its short form is enough. ``parts`` are the answers
    listed inside it (the red flags of an offer), ``values`` what else fills its placeholders. ``note``: the key of an
    answer said below it in the same message, so that the numbers to call stay on a small screen.
    """

    key: str
    language: Language
    page: int | None = None
    choices: tuple[str, ...] = ()
    country: str | None = None
    brief: bool = False
    parts: tuple[str, ...] = ()
    values: Values = ()
    note: str = ""


@dataclass(frozen=True)
class Turn:
    """The outcome of one turn: the next state, what to say and what to do, in order."""

    state: ConversationState
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class ReportRules:
    """How reports are taken here. ``open``: an officer is set up who reads them.

    ``sleeps_after``: silence after which a report that is being told is hidden. ``recipients``: who may read one, the
    first where nobody chose.
    """

    open: bool = False
    sleeps_after: timedelta = timedelta(minutes=60)
    recipients: tuple[PassTo, ...] = (PassTo.COORDINATOR,)


CLOSED = ReportRules()
"""Where no officer is set up."""


@dataclass(frozen=True)
class KnownCase:
    """A case somebody asks about. ``own``: it came from the phone that asks.

    ``question``: the key of what an officer asks its author, "" for nothing, and for everybody else.
    """

    code: str
    state: CaseState
    own: bool
    question: str = ""


@dataclass(frozen=True)
class Takeover:
    """An officer writes in this conversation, or was allowed to (``joined`` False): about the case with this code.

    ``heard_at``: when the person last wrote in it, at first when they allowed it.
    """

    code: str
    joined: bool
    heard_at: datetime


class Directory(Protocol):
    """What the engine needs to know about answers, without their wording, and about cases, without their content."""

    @property
    def reports(self) -> ReportRules:
        """Return how reports are taken."""
        ...

    def find_case(self, code: str) -> KnownCase | None:
        """Return the case with this code; None also where this phone typed too many wrong ones today."""
        ...

    def find_case_by_word(self, word: str) -> KnownCase | None:
        """Return the newest case of this phone with this secret word; None as above."""
        ...

    def open_danger(self) -> str:
        """Return the code of this phone's danger of the last hour that nobody took yet, "" for none."""
        ...

    def is_open(self, code: str) -> bool:
        """Tell whether a case is still worked on."""
        ...

    def takeover(self) -> Takeover | None:
        """Return the officer's part in this conversation, None where the bot alone answers."""
        ...

    def tells_a_place(self, evidence: Sequence[UUID]) -> bool:
        """Tell whether a photo of these messages, as far as they were fetched, says where it was taken."""
        ...

    def may_take(self, code: str) -> bool:
        """Tell whether the sender is an officer whom this case was told to."""
        ...

    def can_offer(self, key: str) -> bool:
        """Tell whether there is an answer with this key that has a label to show in a list."""
        ...

    def variant(self, key: str, destination: str, audience: str) -> str:
        """Return the key of the answer that stands in for ``key`` there or for them, ``key`` itself where none does."""
        ...

    def page_count(self, key: str, language: Language, parts: Sequence[str], values: Mapping[str, str]) -> int:
        """Return how many SMS pages the full form has."""
        ...

    def follow_ups(self, key: str) -> tuple[str, ...]:
        """Return the keys of the answers people ask for next."""
        ...

    def find_agencies(self, asked: AgencyQuestion) -> tuple[AgencyMatch, ...]:
        """Return the agencies that somebody may mean, the likeliest first, at most three."""
        ...
