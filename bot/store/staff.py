"""Accounts, invitations, sessions and wrong passwords of the console."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.store.tables.staff import LoginFailure, StaffAccount, StaffInvitation, StaffPasskey, StaffSession


def account(session: Session, account_id: UUID) -> StaffAccount | None:
    """Return an account, locked until the commit."""
    return session.get(StaffAccount, account_id, with_for_update=True)


def account_of(session: Session, email: str) -> StaffAccount | None:
    """Return the account with this address, in small letters."""
    return session.scalar(select(StaffAccount).where(StaffAccount.email == email))


def all_accounts(session: Session) -> list[StaffAccount]:
    """Return every account by name, the closed ones last."""
    return list(session.scalars(select(StaffAccount).order_by(StaffAccount.active.desc(), StaffAccount.name)))


def active_with_role(session: Session, role: str) -> int:
    """Return how many open accounts of a role have a password."""
    found = select(func.count()).where(
        StaffAccount.role == role, StaffAccount.active, StaffAccount.password.is_not(None)
    )
    return session.scalar(found) or 0


def token_hash(token: str) -> bytes:
    """Return what is kept of a link: 256 random bits need no key."""
    return hashlib.sha256(token.encode()).digest()


def add_invitation(session: Session, account_id: UUID, token: str, expires_at: datetime) -> None:
    """Keep an invitation; earlier ones of the account are good no more."""
    session.execute(delete(StaffInvitation).where(StaffInvitation.account_id == account_id))
    session.add(StaffInvitation(token_hash=token_hash(token), account_id=account_id, expires_at=expires_at))


def invited(session: Session, token: str, now: datetime) -> StaffAccount | None:
    """Return the account a link is for, locked; None for one that is unknown, used, too old or for a closed account."""
    row = session.get(StaffInvitation, token_hash(token), with_for_update=True)
    if row is None or row.used_at is not None or row.expires_at <= now:
        return None
    found = account(session, row.account_id)
    return found if found is not None and found.active else None


def use_invitation(session: Session, token: str, now: datetime) -> None:
    """Note that a link was used."""
    session.execute(update(StaffInvitation).where(StaffInvitation.token_hash == token_hash(token)).values(used_at=now))


def waiting_invitations(session: Session, now: datetime) -> set[UUID]:
    """Return the accounts with a link that is still good."""
    found = select(StaffInvitation.account_id).where(
        StaffInvitation.used_at.is_(None), StaffInvitation.expires_at > now
    )
    return set(session.scalars(found))


def open_sessions(
    session: Session, account_id: UUID, seen_after: datetime, begun_after: datetime
) -> list[StaffSession]:
    """Return where an account is signed in, the one used last first."""
    found = select(StaffSession).where(
        StaffSession.account_id == account_id,
        StaffSession.ended_at.is_(None),
        StaffSession.seen_at > seen_after,
        StaffSession.begun_at > begun_after,
    )
    return list(session.scalars(found.order_by(StaffSession.seen_at.desc())))


def end_sessions(session: Session, account_id: UUID, now: datetime, *, but: UUID | None = None) -> int:
    """End an account's sessions; return how many were open."""
    mine = (StaffSession.account_id == account_id) & StaffSession.ended_at.is_(None)
    others = mine if but is None else mine & (StaffSession.id != but)
    ended = session.execute(update(StaffSession).where(others).values(ended_at=now))
    return int(getattr(ended, "rowcount", 0))


def forget_passkeys(session: Session, account_id: UUID) -> None:
    """Forget an account's passkeys."""
    session.execute(delete(StaffPasskey).where(StaffPasskey.account_id == account_id))


def failures_since(session: Session, who: Collection[bytes], since: datetime) -> int:
    """Return how many wrong passwords and codes there were since then."""
    found = select(func.count()).where(LoginFailure.who.in_(list(who)), LoginFailure.at > since)
    return session.scalar(found) or 0


def forget_failures(session: Session, before: datetime) -> None:
    """Forget wrong passwords and codes, and sessions and invitations that are long over."""
    session.execute(delete(LoginFailure).where(LoginFailure.at < before))
    session.execute(delete(StaffSession).where(StaffSession.seen_at < before))
    session.execute(delete(StaffInvitation).where(StaffInvitation.expires_at < before))
