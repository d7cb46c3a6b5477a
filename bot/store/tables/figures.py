"""Counts by day for the overview. No row leads to a person, a conversation or a message."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base


class DailyCount(Base, kw_only=True):
    """How often something happened on one day. ``kind``: see CountKind of bot/store/daily_counts.py.

    ``name``: what happened, a word of that kind. ``channel`` and ``language``: "" where they say nothing. Of people
    (kind ``people``) there is one row a month, on its first day.
    """

    __tablename__ = "daily_counts"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy at class creation

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    count: Mapped[int]
