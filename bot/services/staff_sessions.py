"""Where somebody is signed in: begun at sign-in, looked at with every request, ended by hand or by silence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.clock import Clock
from bot.errors import BadInputError
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.staff import account, end_sessions, open_sessions
from bot.store.tables.staff import StaffSession

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
"""How long a session lasts without a request, and at all (our choice: a shared office, one working day)."""

_TOUCH_EVERY = timedelta(minutes=1)
_LONGEST_DEVICE = 60


@dataclass(frozen=True)
class ShownSession:
    """A session as its owner sees it."""

    id: UUID
    device: str
    begun_at: datetime
    seen_at: datetime


def begin_session(store: Store, clock: Clock, account_id: UUID, device: str) -> UUID:
    """Note that somebody signed in; return the session's id."""
    now = clock.now()
    with store.writing() as session:
        row = StaffSession(account_id=account_id, device=device[:_LONGEST_DEVICE], begun_at=now, seen_at=now)
        session.add(row)
        note(session, now, f"account {account_id.hex}", "signed_in", row.id.hex)
        return row.id


def is_signed_in(store: Store, clock: Clock, session_id: UUID, account_id: UUID) -> bool:
    """Tell whether a session goes on, and note that it was used."""
    now = clock.now()
    with store.reading() as session:
        row = session.get(StaffSession, session_id)
        if row is None or row.account_id != account_id or row.ended_at is not None:
            return False
        if now - row.seen_at >= IDLE or now - row.begun_at >= LONGEST:
            return False
        fresh = now - row.seen_at < _TOUCH_EVERY
    if not fresh:
        with store.writing() as session:
            session.get_one(StaffSession, session_id).seen_at = now
    return True


def sessions_of(store: Store, clock: Clock, account_id: UUID) -> list[ShownSession]:
    """Return where an account is signed in, the one used last first."""
    now = clock.now()
    with store.reading() as session:
        rows = open_sessions(session, account_id, now - IDLE, now - LONGEST)
        return [ShownSession(row.id, row.device, row.begun_at, row.seen_at) for row in rows]


def end_session(store: Store, clock: Clock, account_id: UUID, session_id: UUID) -> bool:
    """End one of an account's own sessions; False for another's as for none."""
    with store.writing() as session:
        row = session.get(StaffSession, session_id, with_for_update=True)
        if row is None or row.account_id != account_id:
            return False
        row.ended_at = row.ended_at or clock.now()
        return True


def sign_out_everywhere(store: Store, clock: Clock, account_id: UUID) -> None:
    """End every session of an account; cookies that were copied are good no more."""
    now = clock.now()
    with store.writing() as session:
        row = account(session, account_id)
        if row is None:
            raise BadInputError("there is no such account")
        end_sessions(session, account_id, now)
        row.fs_uniquifier = uuid4().hex
        note(session, now, f"account {account_id.hex}", "signed_out_everywhere", account_id.hex)
