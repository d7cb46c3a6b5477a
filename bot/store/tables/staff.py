"""Accounts of the console, how they came to be, and where they are signed in."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number, random_id


class StaffAccount(Base, kw_only=True):
    """Somebody who may sign in. ``role``: see bot/staff/permissions.py; ``language``: what a reviewer reviews, else "".

    ``officer_id``: the officer of the task force whose account it is. ``password``: an Argon2 hash, None until the
    invitation was accepted. ``fs_uniquifier``: random, in every session; a new one signs out everywhere. The second
    factor's secret and the recovery codes are encrypted by the console's keys; ``totp_counter``: the last code used,
    which is never taken again. ``fs_webauthn_user_handle``: how passkeys name the account, random.
    """

    __tablename__ = "staff_accounts"

    id: Mapped[UUID] = random_id()
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(3), default="")
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(String(255), default=None)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default_factory=lambda: uuid4().hex)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64), default=None)
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255), default=None)
    totp_counter: Mapped[int | None] = mapped_column(BigInteger, default=None)
    mf_recovery_codes: Mapped[list[Any] | None] = mapped_column(MutableList.as_mutable(JSON()), default=None)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    created_at: Mapped[datetime]


class StaffPasskey(Base, kw_only=True):
    """A passkey that stands in for the code at sign-in. Its secret half never leaves its device.

    ``name``: what its owner calls it. ``sign_count``: by which a copied one is found out. The rest is what WebAuthn
    calls it (W3C Web Authentication, level 2).
    """

    __tablename__ = "staff_passkeys"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[UUID] = random_id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[Any] | None] = mapped_column(JSON, default=None)
    backup_state: Mapped[bool] = mapped_column(default=False)
    device_type: Mapped[str] = mapped_column(String(64), default="")
    extensions: Mapped[str | None] = mapped_column(String(255), default=None)
    usage: Mapped[str] = mapped_column(String(64), default="secondary")
    lastuse_datetime: Mapped[datetime]


class StaffInvitation(Base, kw_only=True):
    """A link by which somebody chooses a password, once. ``token_hash``: SHA-256; the link itself is kept nowhere."""

    __tablename__ = "staff_invitations"
    __table_args__ = (Index(None, "account_id"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class StaffSession(Base, kw_only=True):
    """One browser that is signed in. ``device``: what it says it is, shortened; no address is kept."""

    __tablename__ = "staff_sessions"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[UUID] = random_id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id", ondelete="CASCADE"))
    device: Mapped[str] = mapped_column(String(60))
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class LoginFailure(Base, kw_only=True):
    """A wrong password or code. ``who``: keyed hash of the e-mail address tried, or of where it came from."""

    __tablename__ = "login_failures"
    __table_args__ = (Index(None, "who", "at"),)

    seq: Mapped[int] = arrival_number()
    who: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
