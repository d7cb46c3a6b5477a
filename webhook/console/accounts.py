"""Signing in: Flask-Security over our tables of accounts. Its datastore holds its own session, for accounts only.

The tables are plain (bot/store/tables/staff.py); what Flask-Security needs of a user is added here, so ``bot`` knows no
web framework. Every reading ends at once: a request that goes on to work on a case holds no transaction of ours.
"""

import base64
from typing import Any, cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask
from flask_login import current_user
from flask_security import RoleMixin, Security, SQLAlchemySessionUserDatastore, UserMixin, WebAuthnMixin
from flask_security.totp import Totp
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import object_session, scoped_session, sessionmaker

from bot.bootstrap import Runtime
from bot.errors import UnavailableError
from bot.services.login_guard import count_failure, is_shut
from bot.store.tables.staff import StaffAccount, StaffPasskey
from webhook.console.login_forms import (
    GuardedCodeForm,
    GuardedLoginForm,
    GuardedRecoveryForm,
    GuardedVerifyForm,
    PlainPasswords,
)
from webhook.console.login_settings import LOGIN_SETTINGS
from webhook.console.security import source
from webhook.runtime import get_runtime


class Role(RoleMixin):
    """A role by its name; what it may do stands in bot/staff/permissions.py."""

    def __init__(self, name: str) -> None:
        """Take the name."""
        self.name = name
        self.permissions: list[str] = []


class Account(StaffAccount, UserMixin):  # type: ignore[misc]  # Flask-Security declares ids as numbers
    """An account as Flask-Security sees it."""

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]  # nobody writes a role here
        """Return the one role."""
        return [Role(self.role)]

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:  # noqa: ARG002 - its form
        """Count a wrong password or code."""
        runtime = get_runtime()
        count_failure(runtime.store, runtime.clock, self.email, source())

    def is_locked(self, form_error: list[str] | None = None) -> bool:  # noqa: ARG002 - said by the form itself
        """Tell whether too many wrong passwords and codes were tried."""
        runtime = get_runtime()
        return is_shut(runtime.store, runtime.clock, self.email, source())

    @property
    def webauthn(self) -> list["Passkey"]:  # type: ignore[override]  # kept beside the account, not in it
        """Return the account's passkeys."""
        session = object_session(self)
        mine = select(Passkey).where(Passkey.account_id == self.id).order_by(Passkey.name)
        return list(session.scalars(mine)) if session else []


class Passkey(StaffPasskey, WebAuthnMixin):  # type: ignore[misc]  # the same
    """A passkey as Flask-Security sees it."""

    def get_user_mapping(self) -> dict[str, Any]:
        """Return how its account is found."""
        return {"id": self.account_id}


class CountedTotp(Totp):
    """Codes of an authenticator, each good once (RFC 6238, 5.2)."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the last code that was used."""
        return _account(user).totp_counter

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Remember the code that was used."""
        _account(user).totp_counter = tmatch.counter


class Accounts(SQLAlchemySessionUserDatastore):
    """The accounts in the database. A reading ends with it; what was changed is written in a transaction of its own."""

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Account | None:  # noqa: ARG002 - its form
        """Return the account with this e-mail address, in any case, or other field. Raises UnavailableError."""
        ((name, value),) = by.items()
        wanted = value.casefold() if name == "email" else value
        try:
            found: Account | None = self.db.session.scalar(select(Account).where(getattr(Account, name) == wanted))
            # SQLite refuses to write in a transaction whose reading is older than somebody else's writing.
            self.db.session.commit()
        except (DatabaseError, InterfaceError, PoolTimeoutError) as fault:
            raise UnavailableError("the database does not answer, is locked or has not today's tables") from fault
        return found

    def create_webauthn(  # type: ignore[override]  # the rest goes on as it is
        self, user: UserMixin, credential_id: bytes, public_key: bytes, **told: Any
    ) -> None:
        """Keep a new passkey of an account."""
        owner, now = _account(user), get_runtime().clock.now()
        made = Passkey(
            account_id=owner.id, credential_id=credential_id, public_key=public_key, lastuse_datetime=now, **told
        )
        self.db.session.add(made)


def set_up_accounts(app: Flask, runtime: Runtime) -> Security:
    """Attach signing in to the application."""
    sessions = scoped_session(sessionmaker(runtime.store.engine, expire_on_commit=False))

    @app.teardown_appcontext
    def _close(_fault: BaseException | None) -> None:
        sessions.remove()

    keys = runtime.settings.data_keys
    app.config.update(
        LOGIN_SETTINGS,
        SECURITY_DATETIME_FACTORY=runtime.clock.now,
        SECURITY_WAN_RP_NAME=runtime.settings.service_name,
        SECURITY_TOTP_ISSUER=runtime.settings.service_name,
        SECURITY_TOTP_SECRETS={key.id: _derived(key.secret, "totp") for key in keys},
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[_derived(key.secret, "recovery").encode() for key in keys],
    )
    security = Security(
        app,
        Accounts(sessions, Account, Role, Passkey),
        login_form=GuardedLoginForm,
        verify_form=GuardedVerifyForm,
        two_factor_verify_code_form=GuardedCodeForm,
        mf_recovery_form=GuardedRecoveryForm,
        totp_cls=CountedTotp,
        password_util_cls=PlainPasswords,
    )
    security.want_json(lambda _request: False)  # pages only
    return security


def current_account() -> Account | None:
    """Return whose browser this is, None before signing in."""
    user: Any = current_user
    return cast("Account", user._get_current_object()) if user.is_authenticated else None


def _account(user: UserMixin) -> StaffAccount:
    found: Any = user
    return cast("StaffAccount", found)


def _derived(secret: bytes, purpose: str) -> str:
    """Return a key for one purpose, as URL-safe base64 of 32 bytes: no key is used for two things."""
    made = HKDF(SHA256(), 32, None, f"jalan-aman console {purpose}".encode()).derive(secret)
    return base64.urlsafe_b64encode(made).decode()
