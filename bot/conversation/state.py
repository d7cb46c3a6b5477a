"""What the engine remembers between two turns of one conversation, as plain JSON."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import CorruptDataError
from bot.vocabulary import Language

VERSION = 1
ASKED_KEPT = timedelta(hours=1)
"""How long a number or a YA still answers what was shown before (our choice, for shared phones)."""


@dataclass(frozen=True)
class Paging:
    """Pages of an answer still to be read with LAGI: the next page and until when it is kept."""

    key: str
    next_page: int
    until: datetime


@dataclass(frozen=True)
class Given:
    """An everyday answer that was given, and when."""

    key: str
    at: datetime


@dataclass(frozen=True)
class ConversationState:
    """The engine's memory. ``choices`` are the answer keys behind the numbers last shown.

    ``language_chosen``: the person chose it, so it no longer follows the writer.
    ``pending``: the key of a yes/no question that waits for its answer, "" for none. ``asked_at``: when the
    list or the question was sent; both are forgotten after ASKED_KEPT. ``country``: where the person said to be
    when the list was offered. ``given``: the everyday answers of the last hour, newest last. ``rating``: the answer
    whose rating was asked for, "" for none; ``rated_at``: when that was asked last.
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

    def asking(self, at: datetime, *, choices: tuple[str, ...] = (), pending: str = "") -> "ConversationState":
        """Return the state after a list or a yes/no question was sent."""
        return replace(self, choices=choices, pending=pending, asked_at=at, country=None)

    def without_stale(self, now: datetime) -> "ConversationState":
        """Return the state without a list or question that is too old: another person may hold the phone."""
        fresh = replace(self, given=tuple(one for one in self.given if now - one.at <= ASKED_KEPT))
        if self.asked_at is not None and now - self.asked_at <= ASKED_KEPT:
            return fresh
        return replace(fresh, choices=(), pending="", rating="", asked_at=None, country=None)

    def giving(self, key: str, at: datetime) -> "ConversationState":
        """Return the state after an everyday answer was given."""
        return replace(self, given=(*(one for one in self.given if one.key != key), Given(key, at)))

    def gave(self, key: str) -> bool:
        """Tell whether this everyday answer was given within the last hour."""
        return any(one.key == key for one in self.given)

    def but(self, **changes: Any) -> "ConversationState":
        """Return the state with changes."""
        return replace(self, **changes)

    def to_json(self) -> str:
        """Return the state as JSON."""
        stored = asdict(self) | {"version": VERSION}
        if self.paging:
            stored["paging"]["until"] = self.paging.until.isoformat()
        if self.asked_at:
            stored["asked_at"] = self.asked_at.isoformat()
        if self.rated_at:
            stored["rated_at"] = self.rated_at.isoformat()
        stored["given"] = [[one.key, one.at.isoformat()] for one in self.given]
        return json.dumps(stored)

    @classmethod
    def from_json(cls, text: str | None) -> "ConversationState":
        """Read a stored state; None gives a new one. Raises CorruptDataError for anything unknown."""
        if text is None:
            return cls()
        try:
            return cls._read(json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise CorruptDataError("a conversation's state cannot be read") from fault

    @classmethod
    def _read(cls, stored: dict[str, Any]) -> "ConversationState":
        if stored.pop("version") != VERSION or set(stored) - {field.name for field in fields(cls)}:
            raise ValueError("unknown version or field")
        paging = stored.get("paging")
        if paging:
            until = datetime.fromisoformat(paging["until"])
            stored["paging"] = Paging(str(paging["key"]), int(paging["next_page"]), until)
        if stored.get("asked_at"):
            stored["asked_at"] = datetime.fromisoformat(stored["asked_at"])
        if stored.get("rated_at"):
            stored["rated_at"] = datetime.fromisoformat(stored["rated_at"])
        stored["given"] = tuple(Given(str(key), datetime.fromisoformat(at)) for key, at in stored.get("given", ()))
        stored["language"] = Language(stored["language"])
        stored["choices"] = tuple(str(key) for key in stored["choices"])
        return cls(**stored)
