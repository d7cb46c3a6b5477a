"""What an officer reads of a conversation they, or another officer, took part in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.reports.facts import Facts
from bot.reports.takeover import TakeoverState
from bot.services.handle_case import Who, active_officer, case_seen, look_at
from bot.services.mask_told import mask_told
from bot.services.takeovers import why_over
from bot.store.cases import facts_of
from bot.store.engine import Store
from bot.store.evidence import evidence_of_case
from bot.store.officers import all_officers
from bot.store.outbox import sending_states
from bot.store.people import recipient
from bot.store.tables.cases import Case
from bot.store.tables.takeovers import TakeoverRow
from bot.store.takeovers import heard_in, lines_of, open_takeovers, pace_of, takeovers_of
from bot.vocabulary import Channel

PERSON, OFFICER, FILE = "person", "officer", "file"


@dataclass(frozen=True)
class ShownLine:
    """One message. ``by``: person, officer, or file for what came along; ``state``: of sending, "" for the person's."""

    at: datetime
    by: str
    text: str = field(repr=False)
    state: str = ""


@dataclass(frozen=True)
class ShownTakeover:
    """One part of an officer in a conversation: words of bot/reports/takeover.py. ``holds_until``: None once over.

    ``mine``: of the officer who reads. ``hidden``: how many names and numbers are masked; none are for the officer in
    it, while it holds.
    """

    officer: str
    mine: bool
    state: TakeoverState
    agreed_at: datetime
    ended_at: datetime | None
    why: str
    holds_until: datetime | None
    lines: tuple[ShownLine, ...]
    hidden: int

    @property
    def live(self) -> bool:
        """Tell whether the officer who reads is in it now."""
        return self.mine and self.state is TakeoverState.JOINED and self.holds_until is not None

    @property
    def waits(self) -> bool:
        """Tell whether the person waits for the officer who reads."""
        return self.mine and self.state is TakeoverState.AGREED and self.holds_until is not None


@dataclass(frozen=True)
class ConversationView:
    """The conversation about a case, the newest part first. ``channel``: None where its author cannot be written to."""

    code: str
    channel: Channel | None
    parts: tuple[ShownTakeover, ...]

    @property
    def newest(self) -> ShownTakeover | None:
        """Return the newest part."""
        return self.parts[0] if self.parts else None


@dataclass(frozen=True)
class OpenTalk:
    """A conversation that waits for an officer (not ``joined``), or is in. ``until``: when it ends by itself."""

    code: str
    joined: bool
    unanswered: bool
    until: datetime


def read_conversation(store: Store, clock: Clock, code: str, officer: Who) -> ConversationView:
    """Return it for an officer to whom the case is open. Raises BadInputError.

    That it was looked at is noted first, but for the officer who is in it: that they joined is.
    """
    with case_seen(store, code, officer) as (session, case):
        found = _view(store, session, case, officer, clock.now())
    if found.newest is not None and found.newest.live:
        return found
    shown: list[ConversationView] = []

    def show(session: Session, case: Case) -> None:
        shown.append(_view(store, session, case, officer, clock.now()))

    look_at(store, clock, code, officer, show, action="read_conversation")
    return shown[0]


def glance(store: Store, clock: Clock, code: str, officer: Who) -> ConversationView:
    """Return how far it is, without a line of it: for the page of a case whose opening was noted."""
    with case_seen(store, code, officer) as (session, case):
        return _view(store, session, case, officer, clock.now(), lines=False)


def open_talks(store: Store, clock: Clock, officer: UUID) -> tuple[OpenTalk, ...]:
    """Return the officer's conversations that are not over, whoever waits longest first. Nothing of them is told."""
    now = clock.now()
    with store.reading() as session:
        rows = [row for row in open_takeovers(session, officer) if why_over(session, store.vault, row, now) is None]
        return tuple(
            OpenTalk(
                session.get_one(Case, row.case_id).code,
                row.joined_at is not None,
                row.waits_since is not None,
                pace_of(row).ends_at(),
            )
            for row in rows
        )


def _view(
    store: Store, session: Session, case: Case, officer: Who, now: datetime, *, lines: bool = True
) -> ConversationView:
    names = {row.id: row.name for row in all_officers(session)}
    reader, vault = active_officer(session, officer).id, store.vault
    parts = tuple(
        _part(store, session, case, row, names, reader, now, lines=lines)
        for row in reversed(takeovers_of(session, case.id))
    )
    channel = recipient(session, vault, case.conversation_id).channel if case.conversation_id else None
    return ConversationView(case.code, channel, parts)


def _part(
    store: Store,
    session: Session,
    case: Case,
    row: TakeoverRow,
    names: Mapping[UUID, str],
    reader: UUID,
    now: datetime,
    *,
    lines: bool,
) -> ShownTakeover:
    open_ = row.ended_at is None and why_over(session, store.vault, row, now) is None
    shown = sorted(_lines(store, session, case, row), key=lambda line: line.at) if lines else []
    hidden = 0
    if not (open_ and row.officer_id == reader):
        shown, hidden = _masked(shown, facts_of(store.vault, case))
    return ShownTakeover(
        officer=names.get(row.officer_id, ""),
        mine=row.officer_id == reader,
        state=TakeoverState(row.state),
        agreed_at=row.agreed_at,
        ended_at=row.ended_at,
        why=row.why,
        holds_until=pace_of(row).ends_at() if open_ else None,
        lines=tuple(shown),
        hidden=hidden,
    )


def _lines(store: Store, session: Session, case: Case, row: TakeoverRow) -> Iterator[ShownLine]:
    for addition, text in heard_in(session, store.vault, row.id):
        yield ShownLine(addition.at, PERSON, text)
    said = lines_of(session, store.vault, row.id)
    states = sending_states(session, [line.outbox_id for line, _ in said if line.outbox_id])
    for line, text in said:
        yield ShownLine(line.at, OFFICER, text, states.get(line.outbox_id, "") if line.outbox_id else "")
    if row.joined_at is None:
        return
    for sent in evidence_of_case(session, case.id):
        if row.joined_at <= sent.created_at and (row.ended_at is None or sent.created_at <= row.ended_at):
            yield ShownLine(sent.created_at, FILE, "")


def _masked(lines: list[ShownLine], facts: Facts) -> tuple[list[ShownLine], int]:
    masked = [mask_told(line.text, facts) for line in lines]
    hidden = sum(one.hidden for one in masked)
    return [ShownLine(line.at, line.by, one.text, line.state) for line, one in zip(lines, masked, strict=True)], hidden
