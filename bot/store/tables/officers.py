"""The people of the task force whom alerts go to, and in which order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, random_id


class Officer(Base, kw_only=True):
    """One officer. ``role``: duty, coordinator or deputy; ``institution``: see bot/reports/cases.py (PassTo).

    ``regency``: "" for the whole province. ``position``: the order in which officers of one route are told.
    ``phone_hash``: keyed hash of the number, by which a TERIMA is known. ``change_no``: grows with every officer who is
    added, renamed or switched on (``officers.note_change``); a case looked at before that is in no list of theirs.
    """

    __tablename__ = "officers"
    __table_args__ = (Index(None, "phone_hash"),)

    id: Mapped[UUID] = random_id()
    name: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    institution: Mapped[str] = mapped_column(String(12))
    regency: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int] = mapped_column(default=1)
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    whatsapp: Mapped[bool] = mapped_column(default=False)
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    change_no: Mapped[int]
    created_at: Mapped[datetime]
