"""Lists of labour placement companies that operators imported, with every change. All of it is public knowledge."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number, random_id


class AgencyListImport(Base, kw_only=True):
    """One imported list. ``kind``: register or notices. ``as_of``: the day its data are of.

    ``undone_at`` is set when somebody took the import back.
    """

    __tablename__ = "agency_lists"

    seq: Mapped[int] = arrival_number()
    kind: Mapped[str] = mapped_column(String(10))
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class Agency(Base, kw_only=True):
    """An agency as the lists of its kind left it, those that are gone too: that can be told.

    ``key``: see bot/recruiters/agency_files.py. ``record``: the fields of an AgencyRecord.
    """

    __tablename__ = "agencies"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[UUID] = random_id()
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(400))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class AgencyListChange(Base, kw_only=True):
    """What one import did to one agency: new, changed or gone, with the record before and after."""

    __tablename__ = "agency_list_changes"
    __table_args__ = (Index(None, "list_seq"), Index(None, "key"))

    id: Mapped[UUID] = random_id()
    list_seq: Mapped[int] = mapped_column(ForeignKey("agency_lists.seq"))
    key: Mapped[str] = mapped_column(String(400))
    change: Mapped[str] = mapped_column(String(10))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
