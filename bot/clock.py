"""The time, passed in so that tests can stand still. Stored in UTC, shown in WITA (UTC+8, all of NTT)."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Protocol

UTC = timezone.utc
WITA = timezone(timedelta(hours=8), "WITA")


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """Return the present moment as an aware datetime in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment as an aware datetime in UTC."""
        return datetime.now(UTC)


@dataclass
class SettableClock:
    """A clock that stands where it is put: for tests and for scripted conversations (``after_hours``)."""

    at: datetime

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self.at

    def advance(self, step: timedelta) -> None:
        """Move the clock forward by ``step``."""
        self.at += step
