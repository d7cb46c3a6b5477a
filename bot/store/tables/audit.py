"""What was done to data and content, and what was looked at, by whom. Rows are only ever added."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import SEQUENCE, Base, arrival_number


class AuditEntry(Base, kw_only=True):
    """One act. ``actor`` and ``subject`` are our own names or ids, never an address or a message text.

    ``case_id``: the case it is about, without a foreign key, so that no row ever changes. ``reason_sealed``: why an
    officer did it, in their words. ``position``: place in the chain, from 1; None: not in it. ``row_hash``: keyed hash
    over the row and ``previous_hash``, under the data key ``key_id`` (audit_chain.py); it does not cover ``seq`` and
    ``position``, which say nothing that the hashes do not. ``adopted``: it is older than the chain.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "position", "seq"),
        Index(None, "subject", "action"),
        Index(None, "actor"),
        Index(None, "case_id"),
    )

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(String(400), default="")
    case_id: Mapped[UUID | None] = mapped_column(default=None)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    adopted: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int | None] = mapped_column(SEQUENCE, default=None)
    key_id: Mapped[str | None] = mapped_column(String(32), default=None)
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    row_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)


class AuditHead(Base, kw_only=True):
    """The end of the chain, in one row that every writer locks: how many rows there are and which is the last.

    ``at``: time of the last row. ``seal``: keyed hash over the other fields, under the data key ``key_id``.
    """

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    count: Mapped[int] = mapped_column(SEQUENCE)
    at: Mapped[datetime]
    row_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_id: Mapped[str] = mapped_column(String(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))
