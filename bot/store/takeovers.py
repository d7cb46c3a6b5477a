"""Officers' parts in conversations: one at a time in each, with what was written on both sides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.reports.takeover import Pace, TakeoverState, WhyEnded
from bot.store.outbox import hold_back
from bot.store.tables.cases import Case, CaseAddition
from bot.store.tables.takeovers import TakeoverLine, TakeoverRow
from bot.store.vault import Vault

_OPEN = (TakeoverState.AGREED.value, TakeoverState.JOINED.value)


def begin_takeover(session: Session, case: Case, officer: UUID, now: datetime) -> TakeoverRow:
    """Note that the author of a case allows an officer to write to them now; whatever else was open there ends."""
    if case.conversation_id is not None:
        end_takeovers_in(session, case.conversation_id, now, WhyEnded.CASE)
    row = TakeoverRow(
        case_id=case.id, conversation_id=case.conversation_id, officer_id=officer, agreed_at=now, heard_at=now
    )
    session.add(row)
    session.flush()
    return row


def takeover_of(session: Session, case_id: UUID) -> TakeoverRow | None:
    """Return the one of a case that is not over."""
    found = select(TakeoverRow).where(TakeoverRow.case_id == case_id, TakeoverRow.state.in_(_OPEN))
    return session.scalar(found.order_by(TakeoverRow.agreed_at.desc()).limit(1))


def takeover_in(session: Session, conversation_id: UUID) -> TakeoverRow | None:
    """Return the one of a conversation that is not over."""
    found = select(TakeoverRow).where(TakeoverRow.conversation_id == conversation_id, TakeoverRow.state.in_(_OPEN))
    return session.scalar(found.order_by(TakeoverRow.agreed_at.desc()).limit(1))


def takeovers_of(session: Session, case_id: UUID) -> list[TakeoverRow]:
    """Return all of a case, the oldest first."""
    found = select(TakeoverRow).where(TakeoverRow.case_id == case_id)
    return list(session.scalars(found.order_by(TakeoverRow.agreed_at)))


def open_takeovers(session: Session, officer: UUID | None = None) -> list[TakeoverRow]:
    """Return those that are not over, of all officers or of one, whoever waits longest first."""
    found = select(TakeoverRow).where(TakeoverRow.state.in_(_OPEN))
    if officer is not None:
        found = found.where(TakeoverRow.officer_id == officer)
    return list(session.scalars(found.order_by(TakeoverRow.heard_at).limit(100)))


def pace_of(row: TakeoverRow) -> Pace:
    """Return when things were written in it."""
    return Pace(row.agreed_at, row.joined_at, row.heard_at, row.said_at, row.waits_since)


def end_takeover(session: Session, row: TakeoverRow, now: datetime, why: WhyEnded) -> None:
    """End it; what the officer wrote and nobody sent yet stays unsent."""
    row.state, row.ended_at, row.why = TakeoverState.ENDED.value, now, why.value
    unsent = select(TakeoverLine.outbox_id).where(
        TakeoverLine.takeover_id == row.id, TakeoverLine.outbox_id.is_not(None)
    )
    hold_back(session, [one for one in session.scalars(unsent) if one is not None], now)


def end_takeovers_in(session: Session, conversation_id: UUID, now: datetime, why: WhyEnded) -> None:
    """End what is open in a conversation."""
    while (row := takeover_in(session, conversation_id)) is not None:
        end_takeover(session, row, now, why)
        session.flush()


def add_line(
    session: Session, vault: Vault, row: TakeoverRow, line_id: UUID, text: str, outbox_id: UUID, now: datetime
) -> None:
    """Keep what the officer wrote."""
    line = TakeoverLine(id=line_id, takeover_id=row.id, at=now, text_sealed=b"", outbox_id=outbox_id)
    line.text_sealed = vault.seal(TakeoverLine.text_sealed, line.id, text)
    session.add(line)
    row.said_at, row.waits_since = now, None


def line_with_id(session: Session, line_id: UUID) -> TakeoverLine | None:
    """Return the line that a form made already."""
    return session.scalar(select(TakeoverLine).where(TakeoverLine.id == line_id))


def lines_of(session: Session, vault: Vault, takeover_id: UUID) -> list[tuple[TakeoverLine, str]]:
    """Return what the officer wrote, oldest first."""
    rows = session.scalars(
        select(TakeoverLine).where(TakeoverLine.takeover_id == takeover_id).order_by(TakeoverLine.seq)
    )
    return [(row, vault.open(TakeoverLine.text_sealed, row.id, row.text_sealed)) for row in rows]


def heard_in(session: Session, vault: Vault, takeover_id: UUID) -> list[tuple[CaseAddition, str]]:
    """Return what the person wrote in it, oldest first."""
    rows = session.scalars(
        select(CaseAddition).where(CaseAddition.takeover_id == takeover_id).order_by(CaseAddition.at, CaseAddition.id)
    )
    return [(row, vault.open(CaseAddition.text_sealed, row.id, row.text_sealed)) for row in rows]
