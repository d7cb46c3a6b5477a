"""Alerts to officers: what one may say, and the door it leaves by. Never a name, a number or a word of a report."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit
from uuid import UUID

from bot.errors import BadInputError
from bot.messaging.door import Receipt, SendError

_CODE = re.compile(r"[A-Z]{3}-[0-9A-Z]{5}")
_PLACE = re.compile(r"(?=.{1,60}\Z)[^\W\d_]+(?:[ .,'’()/-]+[^\W\d_]+)*[.)]?")  # digits would be somebody's number
_WORD = re.compile(r"[a-z_]{1,20}")
_LINK = re.compile(r"https?://[!-~]{1,200}")


@dataclass(frozen=True)
class Alert:
    """One case that an officer is to look at. Raises BadInputError for a value that no case has.

    ``id``: our own id of this alert to this officer; it stays the same at every attempt. ``case_code``: as people read
    it, "NTT-7K3QX". ``level`` and ``kind``: words of ``bot.reports.cases``. ``regency``: as it is to be read ("Kab.
    TTS"), "" while nobody knows. ``console_url``: the case in the console. ``at``: when the case came up, aware.
    ``test``: a drill. ``unconfirmed``: nobody has looked at the report yet, or it may be a misunderstanding.
    ``news``: the officer works on the case already, and there is something new in it.
    """

    id: UUID
    case_code: str
    level: str
    regency: str
    kind: str
    console_url: str
    at: datetime
    test: bool = False
    unconfirmed: bool = False
    news: bool = False

    def __post_init__(self) -> None:
        """Refuse what could carry a person's words, or a second line, into a header or a log."""
        _demand(_CODE, self.case_code, "case_code: must look like NTT-7K3QX")
        _demand(_WORD, str(self.level), "level: must be a word of Level")
        _demand(_WORD, str(self.kind), "kind: must be a word of CaseKind")
        if self.regency:
            _demand(_PLACE, self.regency, "regency: must be a name of letters, at most 60 characters")
        _check_link_and_time(self.console_url, self.at)


@dataclass(frozen=True)
class Digest:
    """The cases that wait, in one message. ``alerts``: one for each case, the most pressing first; at least one."""

    id: UUID
    alerts: tuple[Alert, ...]
    console_url: str
    at: datetime

    def __post_init__(self) -> None:
        """Refuse an empty digest, which is no message, and a link or time that is none."""
        if not self.alerts:
            raise BadInputError("alerts: a digest needs at least one case")
        _check_link_and_time(self.console_url, self.at)


Notice: TypeAlias = Alert | Digest
"""What a door carries."""


class AlertDoor(Protocol):
    """A way to reach officers."""

    name: str

    def send(self, alert: Notice, to: str) -> Receipt:
        """Hand the alert over for ``to``, an address of this door. Raises SendError.

        ``maybe_sent`` means that a second attempt may double the alert; it carries the same id, and an officer who
        reads it twice is better than one who never does.
        """
        ...

    def find(self, alert: Notice, to: str, since: datetime) -> Receipt | None:
        """Look up whether an attempt after ``since`` was accepted; None also where nobody knows. Raises SendError."""
        ...


class NoDoor:
    """A door that tells nobody and says so: for ``bot talk``, where alerts are only shown as effects."""

    name = "none"

    def send(self, alert: Notice, to: str) -> Receipt:  # noqa: ARG002
        """Raise SendError."""
        raise SendError("rehearsal", retryable=False)

    def find(self, alert: Notice, to: str, since: datetime) -> Receipt | None:  # noqa: ARG002
        """Return None."""
        return None


def _demand(pattern: re.Pattern[str], value: str, reason: str) -> None:
    if not pattern.fullmatch(value):
        raise BadInputError(reason)


def _check_link_and_time(url: str, at: datetime) -> None:
    _demand(_LINK, url, "console_url: must look like https://console.example.org/cases/NTT-7K3QX")
    try:
        host = urlsplit(url).hostname
    except ValueError:  # its text would quote the address
        host = None
    if not host:
        raise BadInputError("console_url: must look like https://console.example.org/cases/NTT-7K3QX")
    if at.tzinfo is None:
        raise BadInputError("at: must be a time with its zone")
