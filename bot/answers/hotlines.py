"""Telephone numbers people may be sent: their sources, when they may be sent, and whom to call first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from bot.answers.dates import months_later, partial_date
from bot.answers.model import Confidence
from bot.vocabulary import Word

MAX_NUMBERS = 3
"""A message carries at most this many numbers: more cannot be remembered or dialled in fear."""

FRESH_MONTHS = 24
NATIONAL_SHORT_CODES = frozenset({"110", "112", "119", "129"})
"""Indonesia's emergency codes are fixed by the state; they do not go stale with their source."""

ABROAD = "ZZ"
"""The country code of lines for Indonesians in any other country (ISO 3166 leaves it free for users)."""


class Line(Word):
    """Ways to reach a hotline."""

    CALL = "call"
    SMS = "sms"
    WHATSAPP = "whatsapp"


class HotlineKind(Word):
    """Who answers."""

    POLICE = "police"
    WOMEN_CHILDREN = "women_children"
    LABOUR = "labour"
    MISSION = "mission"
    LEGAL = "legal"
    OTHER = "other"


@dataclass(frozen=True)
class Hotline:
    """A number people may be sent.

    ``number`` and ``whatsapp`` are E.164 or a listed short code, in the one form that can be tapped on
    WhatsApp and typed on any phone; one of the two may be empty. ``country`` and ``toll_free_from`` are ISO
    3166 codes: where the number serves (for a mission the host country, ``ZZ`` anywhere abroad).
    ``source_date`` and ``last_checked`` (somebody rang it) are partial dates; the latter is empty when
    nobody did. ``checked_by`` says who did.
    """

    id: str
    label: str
    name: str
    number: str
    whatsapp: str
    lines: tuple[Line, ...]
    country: str
    area: str
    hours: str
    toll_free_from: tuple[str, ...]
    kind: HotlineKind
    emergency: bool
    source: str
    source_date: str
    last_checked: str
    confidence: Confidence
    checked_by: str = ""

    @property
    def shown(self) -> str:
        """Return label and number as people read them."""
        return f"{self.label} {self.number}" if self.number else f"{self.label} WA {self.whatsapp}"


def sendable(hotline: Hotline, today: date) -> bool:
    """Return whether the number may go to the public.

    Never when its confidence is low, nor when its newest source or check is older than 24 months; Indonesia's
    national short codes do not go stale.
    """
    if hotline.confidence is Confidence.LOW:
        return False
    if hotline.country == "ID" and hotline.number in NATIONAL_SHORT_CODES:
        return True
    newest = max(partial_date(text) for text in (hotline.source_date, hotline.last_checked) if text)
    return newest >= months_later(today, -FRESH_MONTHS)


class Hotlines:
    """All hotlines, in the order of the file, which is the order of preference. Never changes."""

    def __init__(self, hotlines: Iterable[Hotline]) -> None:
        """Keep the hotlines by their ids."""
        self._by_id = MappingProxyType({hotline.id: hotline for hotline in hotlines})

    def __contains__(self, hotline_id: object) -> bool:
        """Return whether there is such a hotline."""
        return hotline_id in self._by_id

    def __getitem__(self, hotline_id: str) -> Hotline:
        """Return a hotline. Raises KeyError."""
        return self._by_id[hotline_id]

    def all(self) -> tuple[Hotline, ...]:
        """Return every hotline."""
        return tuple(self._by_id.values())

    def with_changed(self, changed: Iterable[Hotline]) -> "Hotlines":
        """Return hotlines in which some are replaced where they stand; new ones stand at the end, by their ids."""
        by_id = {hotline.id: hotline for hotline in changed}
        new = [by_id[name] for name in sorted(by_id) if name not in self]
        return Hotlines([*(by_id.get(hotline.id, hotline) for hotline in self.all()), *new])

    def without(self, hotline_ids: Collection[str]) -> "Hotlines":
        """Return hotlines in which some may not be sent, as if nobody were sure of them."""
        return Hotlines(
            replace(hotline, confidence=Confidence.LOW) if hotline.id in hotline_ids else hotline
            for hotline in self.all()
        )

    def emergency_lines(self, country: str | None, today: date) -> tuple[Hotline, ...]:
        """Return whom to call in an emergency in a country (ISO 3166 code or None): 1 to 3 numbers.

        Indonesia or unknown: the police and, beside it, a line that is not the police, because people may
        have reason to fear either. Abroad: that country's police, then the Indonesian missions there.
        Numbers of medium confidence never go without one of high confidence that works from where the
        person is, and a country's only number gets that one for company. A country we hold nothing for gets
        only the line for people abroad: Indonesia's short numbers cannot be called from there.
        """
        code = (country or "ID").upper()[:2]
        usable = [line for line in self.all() if line.emergency and sendable(line, today)]
        home = _side_by_side([line for line in usable if line.country == "ID" and _is_national(line)])
        if code == "ID":
            return home
        there = [line for line in usable if line.country == code]
        there.sort(key=lambda line: line.kind is not HotlineKind.POLICE)
        anchor = self._anchor(today)
        if not there:
            return anchor or home
        sure = any(line.confidence is Confidence.HIGH for line in there[:MAX_NUMBERS])
        if sure and len(there) > 1:
            return tuple(there[:MAX_NUMBERS])
        return (*there[: MAX_NUMBERS - 1], *anchor)

    def _anchor(self, today: date) -> tuple[Hotline, ...]:
        """Return the first sure emergency line for people in any country abroad, if there is one."""
        lines = [line for line in self.all() if line.country == ABROAD and line.emergency]
        sure = [line for line in lines if line.confidence is Confidence.HIGH and sendable(line, today)]
        return tuple(sure[:1])


def _is_national(hotline: Hotline) -> bool:
    """Return whether it serves the whole country: a regency's own line would fail everybody else."""
    return hotline.area.strip().lower() in {"indonesia", "nasional"}


def _side_by_side(lines: list[Hotline]) -> tuple[Hotline, ...]:
    """Return the first police line and the first other one, women's and children's services preferred."""
    police = [line for line in lines if line.kind is HotlineKind.POLICE]
    others = [line for line in lines if line.kind is not HotlineKind.POLICE]
    others.sort(key=lambda line: line.kind is not HotlineKind.WOMEN_CHILDREN)
    return (*police[:1], *others[:1])
