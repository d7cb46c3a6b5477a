"""Whole conversations as data: what the person says, how it is understood, what follows.

The state goes through JSON between two turns. Commands, numbers and danger phrases are understood by the real
rules; ``intent`` (with ``confidence``, ``decision``, ``others``) stands for the model where a step needs one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import tomllib

from bot.answers.catalog import load_catalog
from bot.answers.filling import Context
from bot.config import PROJECT
from bot.conversation.engine import take_turn
from bot.conversation.state import ConversationState
from bot.conversation.turn import KnownCase, ReportRules, Takeover, Turn, TurnMessage
from bot.recruiters.agencies import AgencyList, AgencyRecord, AgencyStatus
from bot.recruiters.agency_files import shipped_notices
from bot.recruiters.agency_search import AgencyIndex
from bot.reports.cases import CaseState, PassTo
from bot.services.replies import compose
from bot.services.turn_directory import TurnDirectory
from bot.understanding.chain import Chain
from bot.understanding.model import LanguageGuess, RankedIntent, Understanding
from bot.understanding.text import words
from bot.vocabulary import Channel, Decision, Intent, MessageLanguage
from tests.factories import NOON

FOLDER = Path(__file__).parent.parent / "transcripts"
CATALOG = load_catalog(PROJECT / "responses")
CONTEXT = Context(date(2026, 11, 21), "Jalan Aman")
DIRECTORY = TurnDirectory(CATALOG, CONTEXT, AgencyIndex(shipped_notices().values()))
_RULES = Chain(None)


@dataclass
class Player:
    """Plays a transcript's steps one by one."""

    channel: Channel
    home: str | None
    state: ConversationState
    directory: TurnDirectory = DIRECTORY
    own_phone: str | None = "+6281234567890"
    hours: float = 0
    turns: int = 0

    def play(self, step: dict[str, Any]) -> Turn:
        """Take the turn of one step; the state is written and read again afterwards."""
        self.hours += step.get("after_hours", 0)
        self.turns += 1
        message = TurnMessage(
            channel=self.channel,
            received_at=NOON + timedelta(hours=self.hours),
            has_text=bool(step["says"].strip()),
            has_media=any(step.get(kind, False) for kind in ("media", "voice", "refused")),
            home_country=self.home,
            provider_opt_out=step.get("opt_out", False),
            own_phone=self.own_phone,
            fresh_code=f"NTT-{self.turns:05d}" if self.directory.reports.open else "",
            id=UUID(int=self.turns),
            has_voice=step.get("voice", False),
            has_refused=step.get("refused", False),
        )
        turn = take_turn(self.state, message, understanding_of(step), self.directory)
        self.state = ConversationState.from_json(turn.state.to_json())
        return turn


def read(path: Path) -> dict[str, Any]:
    """Read a transcript."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def player_of(transcript: dict[str, Any]) -> Player:
    """Return a player at the beginning of a transcript."""
    channel, home = Channel(transcript.get("channel", "sms")), transcript.get("home", "ID")
    own_phone = transcript.get("phone", "+6281234567890")
    return Player(channel, home, ConversationState(), _directory(transcript), own_phone)


def _directory(transcript: dict[str, Any]) -> TurnDirectory:
    """Return what can be looked up: the notices that come along, and the transcript's own ``[[register]]``.

    ``officers``: who may read a report ("coordinator" and the like); none, where it is missing. ``[[case]]``: cases
    that are there already, with ``code``, ``state``, ``own``, a secret ``word`` and what an officer asks (``asked``, an
    answer's key). ``place_in_photos``: every photo of
    a report says where it was taken. ``[takeover]``: an officer writes in the conversation about the case ``code``, or
    may (``joined`` false); the person wrote in it last at the beginning of the transcript.
    """
    records = [AgencyRecord(listed_in=AgencyList.REGISTER, **_record(row)) for row in transcript.get("register", [])]
    agencies = AgencyIndex([*records, *shipped_notices().values()]) if records else DIRECTORY.agencies
    officers = tuple(map(PassTo, transcript.get("officers", ())))
    rules = ReportRules(bool(officers), recipients=officers or (PassTo.COORDINATOR,))
    return TurnDirectory(
        CATALOG,
        CONTEXT,
        agencies,
        rules,
        ListedCases(transcript.get("case", []), transcript.get("place_in_photos", False), transcript.get("takeover")),
    )


@dataclass(frozen=True)
class ListedCases:
    """The cases of a transcript."""

    rows: list[dict[str, Any]]
    place_in_photos: bool = False
    joined: dict[str, Any] | None = None

    def tells_a_place(self, evidence: Sequence[UUID]) -> bool:
        """Tell whether the photos say where they were taken."""
        return self.place_in_photos and bool(evidence)

    def by_code(self, code: str) -> KnownCase | None:
        """Return the case with this code."""
        return next((_case(row) for row in self.rows if row["code"] == code), None)

    def by_word(self, word: str) -> KnownCase | None:
        """Return the sender's case with this word."""
        return next((_case(row) for row in self.rows if words(row.get("word", "")) == (word,)), None)

    def open_danger(self) -> str:
        """Return the code of danger nobody confirmed."""
        return next((row["code"] for row in self.rows if row.get("unconfirmed", False)), "")

    def is_open(self, code: str) -> bool:
        """Tell whether a case is still worked on; every case of a script is."""
        return bool(code)

    def takeover(self) -> Takeover | None:
        """Return the officer's part in the conversation."""
        return Takeover(self.joined["code"], self.joined.get("joined", True), NOON) if self.joined else None

    def may_take(self, code: str) -> bool:
        """Tell whether the sender is an officer who was told of it."""
        return any(row["code"] == code and row.get("told", False) for row in self.rows)


def _case(row: dict[str, Any]) -> KnownCase:
    return KnownCase(row["code"], CaseState(row.get("state", "received")), row.get("own", True), row.get("asked", ""))


def _record(row: dict[str, Any]) -> dict[str, Any]:
    return (
        {"status": AgencyStatus.REGISTERED} | row | ({"status": AgencyStatus(row["status"])} if "status" in row else {})
    )


def understanding_of(step: dict[str, Any]) -> Understanding:
    """Understand a step by the rules, with the scripted intent in the model's place."""
    understood = _RULES.understand(step["says"])
    if "language" in step:
        understood = replace(understood, language=LanguageGuess(MessageLanguage(step["language"]), 0.9))
    if "intent" not in step:
        return understood
    others = [RankedIntent(Intent(name), 0.1) for name in step.get("others", ["ask_salary", "greet"])]
    best = RankedIntent(Intent(step["intent"]), step.get("confidence", 0.9))
    return replace(understood, ranking=(best, *others), decision=Decision(step.get("decision", "act")))


def answers_of(turn: Turn) -> list[str]:
    """Return a turn's answers as transcripts write them: key, with "/2" for a page and "+key" for a note below it."""
    pages = [reply.key if reply.page is None else f"{reply.key}/{reply.page}" for reply in turn.replies]
    return [f"{page}+{reply.note}" if reply.note else page for page, reply in zip(pages, turn.replies, strict=True)]


def texts_of(turn: Turn, channel: Channel) -> list[str]:
    """Return the texts a turn sends."""
    return [content.text for content in compose(turn.replies, channel, CATALOG, CONTEXT)]
