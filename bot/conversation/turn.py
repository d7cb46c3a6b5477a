"""What goes into a turn and what comes out of it: plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.conversation.effects import Effect
from bot.conversation.state import ConversationState
from bot.recruiters.agencies import AgencyMatch, AgencyQuestion
from bot.vocabulary import Channel, Language

Values = tuple[tuple[str, str], ...]
"""Placeholders and what fills them."""


@dataclass(frozen=True)
class TurnMessage:
    """The message a turn answers. ``home_country``: the country of the sender's number, None if unknown."""

    channel: Channel
    received_at: datetime
    has_text: bool = True
    has_media: bool = False
    home_country: str | None = None
    provider_opt_out: bool = False


@dataclass(frozen=True)
class Reply:
    """One reply by its answer key. ``page``: None for the first form, 1… for a page of the full form.

    ``choices`` are answer keys, or names found, shown as a numbered list. ``country`` decides the emergency numbers.
    ``brief``: the person got this answer within the last hour, so its short form is enough. ``parts`` are the answers
    listed inside it (the red flags of an offer), ``values`` what else fills its placeholders.
    """

    key: str
    language: Language
    page: int | None = None
    choices: tuple[str, ...] = ()
    country: str | None = None
    brief: bool = False
    parts: tuple[str, ...] = ()
    values: Values = ()


@dataclass(frozen=True)
class Turn:
    """The outcome of one turn: the next state, what to say and what to do, in order."""

    state: ConversationState
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()


class Directory(Protocol):
    """What the engine needs to know about the answers, without their wording."""

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
