"""What the engine remembers between two turns of one conversation, as plain JSON."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pydantic_core
from pydantic import ConfigDict, TypeAdapter

from bot.conversation.report_state import CodeTalk, DangerTalk, ReportTalk
from bot.errors import CorruptDataError
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.vocabulary import Language

VERSION = 2
_FLAT_VERSION = 1
ASKED_KEPT = timedelta(hours=1)
"""How long a number or a YA still answers what was shown before (our choice, for shared phones)."""


@dataclass(frozen=True)
class Paging:
    """Pages of an answer still to be read with LAGI: the next page and until when it is kept.

    ``parts`` and ``values`` are those of the reply whose pages they are.
    """

    key: str
    next_page: int
    until: datetime
    parts: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Given:
    """An everyday answer that was given, and when."""

    key: str
    at: datetime


@dataclass(frozen=True)
class Told:
    """What somebody said lately, and when: where the work is (an ISO 3166 code), for whom they ask, where they are.

    ``passing``: the audience holds for one message and the list below its answer only, for a child was named.
    """

    at: datetime
    country: str = ""
    audience: str = ""
    where: str = ""
    passing: bool = False


@dataclass(frozen=True)
class OfferCheck:
    """An offer that is looked at together: the codes of the red flags seen, and the questions behind us.

    ``question``: the key of the question that waits, "" while the result was given and a YA would go on. ``told``: the
    flags that were named in a result already. ``facts``: what was told, for a report that may follow.
    """

    at: datetime
    question: str = ""
    flags: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    facts: Facts = NOTHING_TOLD


@dataclass(frozen=True)
class ConversationState:
    """The engine's memory. ``choices`` are the answer keys behind the numbers last shown.

    ``language_chosen``: the person chose it, so it no longer follows the writer.
    ``pending``: the key of a question that waits for its answer, "" for none. ``asked_at``: when the
    list or the question was sent; both are forgotten after ASKED_KEPT. ``country``: where the person said to be
    when the list was offered. ``given``: the everyday answers of the last hour, newest last. ``rating``: the answer
    whose rating was asked for, "" for none; ``rated_at``: when that was asked last. ``told``, ``offer``, ``code`` and
    ``danger`` are forgotten after ASKED_KEPT too. ``report`` is the one being told, ``drafts`` are those that sleep.
    ``telling``: where the reports are kept apart, that the last of them is the one being told.
    """

    language: Language = Language.ID
    language_chosen: bool = False
    greeted: bool = False
    stopped: bool = False
    choices: tuple[str, ...] = ()
    paging: Paging | None = None
    pending: str = ""
    asked_at: datetime | None = None
    country: str | None = None
    given: tuple[Given, ...] = ()
    rating: str = ""
    rated_at: datetime | None = None
    told: Told | None = None
    offer: OfferCheck | None = None
    code: CodeTalk | None = None
    danger: DangerTalk | None = None
    report: ReportTalk | None = None
    drafts: tuple[ReportTalk, ...] = ()
    telling: bool = False

    __pydantic_config__ = ConfigDict(extra="forbid")

    def asking(self, at: datetime, *, choices: tuple[str, ...] = (), pending: str = "") -> "ConversationState":
        """Return the state after a list or a question was sent."""
        return replace(self, choices=choices, pending=pending, asked_at=at, country=None)

    def without_stale(self, now: datetime) -> "ConversationState":
        """Return the state without a list, question or talk that is too old: another person may hold the phone."""
        fresh = replace(self, given=tuple(one for one in self.given if now - one.at <= ASKED_KEPT))
        talks = {name: getattr(self, name) for name in ("told", "offer", "code", "danger")}
        fresh = fresh.but(**{name: None for name, talk in talks.items() if talk and now - talk.at > ASKED_KEPT})
        if self.paging and self.paging.until < now:
            fresh = replace(fresh, paging=None)
        if self.asked_at is not None and now - self.asked_at <= ASKED_KEPT:
            return fresh
        return replace(fresh, choices=(), pending="", rating="", asked_at=None, country=None)

    def giving(self, key: str, at: datetime) -> "ConversationState":
        """Return the state after an everyday answer was given."""
        return replace(self, given=(*(one for one in self.given if one.key != key), Given(key, at)))

    def forgetting(self) -> "ConversationState":
        """Return the state without what was told, given or asked: language, silence and the first notice stay.

        A report stays as well: it is put to sleep elsewhere, and nothing shows it until its author asks for it.
        """
        kept = replace(self, choices=(), paging=None, pending="", asked_at=None, country=None)
        return replace(kept, given=(), rating="", told=None, offer=None, code=None, danger=None)

    def only_place(self) -> "Told | None":
        """Return what was told of places only: in danger the numbers depend on it, for whom was asked does not."""
        return replace(self.told, audience="", passing=False) if self.told else None

    def gave(self, key: str) -> bool:
        """Tell whether this everyday answer was given within the last hour."""
        return any(one.key == key for one in self.given)

    def but(self, **changes: Any) -> "ConversationState":
        """Return the state with changes."""
        return replace(self, **changes)

    def all_drafts(self) -> tuple[ReportTalk, ...]:
        """Return the reports, the one being told last: they are kept apart from the rest, and for their own time."""
        return (*self.drafts, self.report) if self.report else self.drafts

    def without_drafts(self) -> "ConversationState":
        """Return the state without its reports, and a mark which of them is being told."""
        return self.but(drafts=(), report=None, telling=self.report is not None)

    def with_drafts(self, drafts: tuple[ReportTalk, ...]) -> "ConversationState":
        """Return the state with the reports that were kept apart."""
        # The one being told is the one touched last; retention may have taken others away, never that one alone.
        if not (self.telling and drafts):
            return self.but(drafts=drafts, telling=False)
        return self.but(drafts=drafts[:-1], report=drafts[-1], telling=False)

    def to_json(self) -> str:
        """Return the state as JSON."""
        return _STORED.dump_json(_Stored(self, VERSION)).decode()

    @classmethod
    def from_json(cls, text: str | None) -> "ConversationState":
        """Read a stored state; None gives a new one. Raises CorruptDataError for anything unknown."""
        if text is None:
            return cls()
        try:
            if pydantic_core.from_json(text)["version"] == _FLAT_VERSION:
                return cls(**asdict(_FLAT.validate_json(text)))
            stored = _STORED.validate_json(text)
        except (ValueError, TypeError, KeyError) as fault:
            raise CorruptDataError("a conversation's state cannot be read") from fault
        if stored.version != VERSION:
            raise CorruptDataError("a conversation's state has an unknown version")
        return stored.state


@dataclass(frozen=True)
class _Stored:
    """A state as it is kept, with the version of its form."""

    state: ConversationState
    version: int


@dataclass(frozen=True)
class _Flat:
    """What is kept of a state of version 1: what a person chose, and what they were told already."""

    language: Language
    language_chosen: bool
    greeted: bool
    stopped: bool


_STORED = TypeAdapter(_Stored)
_FLAT = TypeAdapter(_Flat)
