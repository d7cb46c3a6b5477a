"""What the engine remembers between two turns of one conversation, as plain JSON."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.errors import CorruptDataError
from bot.vocabulary import Language

VERSION = 1


@dataclass(frozen=True)
class Paging:
    """Pages of an answer still to be read with LAGI: the next page and until when it is kept."""

    key: str
    next_page: int
    until: datetime


@dataclass(frozen=True)
class ConversationState:
    """The engine's memory. ``choices`` are the answer keys behind the numbers last shown.

    ``language_chosen``: the person chose it, so it no longer follows the writer.
    ``pending``: the key of a yes/no question that waits for its answer, "" for none.
    """

    language: Language = Language.ID
    language_chosen: bool = False
    greeted: bool = False
    stopped: bool = False
    choices: tuple[str, ...] = ()
    paging: Paging | None = None
    pending: str = ""

    def but(self, **changes: Any) -> "ConversationState":
        """Return the state with changes."""
        return replace(self, **changes)

    def to_json(self) -> str:
        """Return the state as JSON."""
        stored = asdict(self) | {"version": VERSION}
        if self.paging:
            stored["paging"]["until"] = self.paging.until.isoformat()
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
        stored["language"] = Language(stored["language"])
        stored["choices"] = tuple(str(key) for key in stored["choices"])
        return cls(**stored)
