"""Accounts of the console: invite, change, close. Passwords and second factors are set by their owners alone."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError
from bot.messaging.smtp_url import is_mail_address
from bot.staff.permissions import READS_CASES, Actor, StaffRole
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.officers import officer_named
from bot.store.staff import (
    account,
    account_of,
    active_with_role,
    add_invitation,
    end_sessions,
    forget_passkeys,
    invited,
    use_invitation,
)
from bot.store.tables.staff import StaffAccount
from bot.vocabulary import Language

INVITED_FOR_HOURS = 72
INVITED_FOR = timedelta(hours=INVITED_FOR_HOURS)
"""How long an invitation is good (our choice: over a weekend)."""

_LONGEST_NAME = 80


@dataclass(frozen=True)
class NewAccount:
    """An account to be made. ``officer``: the name in `bot staff list`, for roles that read cases; else ""."""

    email: str
    name: str
    role: StaffRole
    language: str = ""
    officer: str = ""


@dataclass(frozen=True)
class Invited:
    """An account and the secret of its link, which is shown once and kept nowhere."""

    account: UUID
    token: str


def invite(store: Store, clock: Clock, new: NewAccount, actor: Actor | None, *, by: str = "") -> Invited:
    """Make an account and the link by which its owner chooses a password.

    ``actor`` None: the operator at the command line, named by ``by``. Raises BadInputError and ForbiddenError.
    """
    if actor is not None:
        actor.must_keep(new.role)
    email, name = _address(new.email), _name(new.name)
    _check_language(new)
    now = clock.now()
    try:
        with store.writing() as session:
            officer = _officer_of(session, new)
            row = StaffAccount(
                email=email,
                name=name,
                role=new.role.value,
                language=new.language,
                officer_id=officer,
                created_at=now,
            )
            session.add(row)
            session.flush()
            note(session, now, actor.name if actor else by, "account_invited", row.id.hex, new.role.value)
            return _invitation(session, row, clock)
    except IntegrityError:
        raise BadInputError("an account with this e-mail address is there already") from None


def invite_again(store: Store, clock: Clock, account_id: UUID, actor: Actor) -> Invited:
    """Make a new link for an account: it sets a new password and a new second factor, and ends every session.

    For who never used the first link, lost the telephone with the second factor, or forgot the password.
    """
    with store.writing() as session:
        return _invited_again(session, _kept(session, account_id, actor), clock, actor.name)


def invite_again_by_operator(store: Store, clock: Clock, email: str, by: str) -> Invited:
    """Do the same for the operator of the machine, who can help where no coordinator can sign in any more."""
    with store.writing() as session:
        row = account_of(session, _address(email))
        if row is None:
            raise BadInputError("there is no account with this e-mail address")
        return _invited_again(session, row, clock, by)


def _invited_again(session: Session, row: StaffAccount, clock: Clock, by: str) -> Invited:
    _close_doors(session, row, clock)
    row.active = True
    note(session, clock.now(), by, "account_reset", row.id.hex)
    return _invitation(session, row, clock)


def close_account(store: Store, clock: Clock, account_id: UUID, actor: Actor) -> None:
    """Close an account at once, in every browser. It can be opened by a new link."""
    with store.writing() as session:
        row = _kept(session, account_id, actor)
        if row.id == actor.account:
            raise BadInputError("nobody closes their own account: another coordinator does")
        _close_doors(session, row, clock)
        row.active = False
        note(session, clock.now(), actor.name, "account_closed", row.id.hex)


def change_role(store: Store, clock: Clock, account_id: UUID, new: NewAccount, actor: Actor) -> None:
    """Give an account another name, role, language or officer. Its sessions end: they were for what it might do then.

    Raises BadInputError and ForbiddenError.
    """
    with store.writing() as session:
        row = _kept(session, account_id, actor)
        actor.must_keep(new.role)
        _check_language(new)
        last = row.role == StaffRole.COORDINATOR.value and active_with_role(session, row.role) <= 1
        if row.id == actor.account or (last and new.role is not StaffRole.COORDINATOR):
            raise BadInputError("nobody changes their own role, and the last coordinator stays one")
        before = row.role
        row.role, row.language, row.officer_id = new.role.value, new.language, _officer_of(session, new)
        row.name = _name(new.name)
        end_sessions(session, row.id, clock.now())
        row.fs_uniquifier = uuid4().hex
        note(session, clock.now(), actor.name, "role_changed", row.id.hex, f"{before} to {row.role}")


def accept(store: Store, clock: Clock, token: str, password_hash: str) -> None:
    """Set the password of an invited account. Raises BadInputError for a link that is not good any more."""
    now = clock.now()
    with store.writing() as session:
        row = invited(session, token, now)
        if row is None:
            raise BadInputError("this link was used, is too old or was replaced by a newer one")
        use_invitation(session, token, now)
        row.password, row.fs_uniquifier = password_hash, uuid4().hex
        note(session, now, f"account {row.id.hex}", "invitation_accepted", row.id.hex)


def is_invited(store: Store, clock: Clock, token: str) -> bool:
    """Tell whether a link is still good."""
    with store.reading() as session:
        return invited(session, token, clock.now()) is not None


def _kept(session: Session, account_id: UUID, actor: Actor) -> StaffAccount:
    row = account(session, account_id)
    if row is None:
        raise BadInputError("there is no such account")
    actor.must_keep(StaffRole(row.role))
    return row


def _close_doors(session: Session, row: StaffAccount, clock: Clock) -> None:
    row.password = row.tf_primary_method = row.tf_totp_secret = row.totp_counter = row.mf_recovery_codes = None
    row.fs_uniquifier = uuid4().hex
    forget_passkeys(session, row.id)
    end_sessions(session, row.id, clock.now())


def _invitation(session: Session, row: StaffAccount, clock: Clock) -> Invited:
    token = secrets.token_urlsafe(32)
    add_invitation(session, row.id, token, clock.now() + INVITED_FOR)
    return Invited(row.id, token)


def _officer_of(session: Session, new: NewAccount) -> UUID | None:
    if new.role not in READS_CASES:
        return None
    row = officer_named(session, new.officer)
    if row is None or not row.active:
        raise BadInputError("this role needs an active officer: set one up first")
    return row.id


def _check_language(new: NewAccount) -> None:
    if new.role is StaffRole.REVIEWER and new.language not in set(Language):
        raise BadInputError(f"a reviewer needs a language: {', '.join(Language)}")
    if new.role is not StaffRole.REVIEWER and new.language:
        raise BadInputError("only reviewers have a language")


def _address(email: str) -> str:
    address = email.strip().casefold()
    if not is_mail_address(address) or len(address) > 254:
        raise BadInputError("the e-mail address must look like name@example.org")
    return address


def _name(name: str) -> str:
    shown = " ".join(name.split())
    if not 0 < len(shown) <= _LONGEST_NAME:
        raise BadInputError(f"give a name of at most {_LONGEST_NAME} characters")
    return shown
