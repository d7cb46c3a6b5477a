"""The head of the audit log's chain: one sealed row, locked by whoever adds to the chain."""

import logging
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarResult, select
from sqlalchemy.orm import Session

from bot.clock import UTC
from bot.errors import BadInputError, UnavailableError
from bot.store.inserts import insert_once
from bot.store.tables.audit import AuditEntry, AuditHead
from bot.store.vault import Vault

log = logging.getLogger(__name__)

START = bytes(32)
"""What stands for the hash before the first row."""

_ONLY = 1
_LOCKED = select(AuditHead).where(AuditHead.id == _ONLY).with_for_update().execution_options(populate_existing=True)
_SHORT = 16
_TIME = "%Y%m%dT%H%M%SZ"
_NOTED = re.compile(rf"([1-9]\d{{0,14}})-(\d{{8}}T\d{{6}}Z)-([0-9A-F]{{{_SHORT}}})")


@dataclass(frozen=True)
class Head:
    """An end of the chain as it is written down: ``1234-20261121T040000Z-9F3C12AB34CD56EF``.

    Number of rows, time of the last one in UTC, the first 16 hex digits of its hash.
    """

    count: int
    time: str
    short: str

    @classmethod
    def of(cls, count: int, at: datetime, row_hash: bytes) -> "Head":
        """Return the head of a chain that ends with this row."""
        return cls(count, at.astimezone(UTC).strftime(_TIME), row_hash.hex()[:_SHORT].upper())

    @classmethod
    def read(cls, noted: str) -> "Head":
        """Read what ``str`` gives. Raises BadInputError."""
        found = _NOTED.fullmatch("".join(noted.split()).upper())
        if found is None:
            raise BadInputError(
                "a head looks like 1234-20261121T040000Z-9F3C12AB34CD56EF; `bot audit verify` prints it"
            )
        return cls(int(found[1]), found[2], found[3])

    def __str__(self) -> str:
        """Return the form to write down."""
        return f"{self.count}-{self.time}-{self.short}"


def lock_head(session: Session, vault: Vault, now: datetime) -> tuple[AuditHead, str]:
    """Return the head, locked until the commit, and why it cannot be trusted, "" when it can.

    Nothing may be locked or waited for after it. A head that cannot be trusted is never built upon: it is put back to
    the last row that is there, and the caller has to put the reason into the chain, where nobody can take it out.
    Raises UnavailableError when it was sealed with a key that is not here, as in a process older than a new key.
    """
    head = _locked(session).first()
    if head is not None:
        trouble = "" if _may_build_on(vault, head) else "its seal did not fit"
    else:
        insert_once(session, _new_head(vault, now))
        head = _locked(session).one()  # ours, or that of a writer we waited for
        trouble = "it was missing" if head.count == 0 and last_row(session) else ""
    if trouble:
        log.error("the head of the audit log could not be trusted: %s; run `bot audit verify`", trouble)
        last = last_row(session)
        head.count, head.row_hash = (last.position or 0, last.row_hash or START) if last else (0, START)
    return head, trouble


def read_head(session: Session) -> AuditHead | None:
    """Return the head without locking it, None before the first act."""
    return session.get(AuditHead, _ONLY)


def last_row(session: Session) -> AuditEntry | None:
    """Return the row at the end of the chain, None where there is no chain."""
    chained = select(AuditEntry).where(AuditEntry.position.is_not(None))
    return session.scalar(chained.order_by(AuditEntry.position.desc(), AuditEntry.seq.desc()).limit(1))


def seal_head(vault: Vault, head: AuditHead) -> None:
    """Seal the head as it is now under the newest key."""
    head.key_id = vault.newest_id
    head.seal = vault.chain_hash(head.key_id, _content(head)) or START


def is_sealed(vault: Vault, head: AuditHead) -> bool | None:
    """Tell whether we sealed this head; None where the key it names is not here."""
    expected = vault.chain_hash(head.key_id, _content(head))
    return None if expected is None else head.seal == expected


def _may_build_on(vault: Vault, head: AuditHead) -> bool:
    sealed = is_sealed(vault, head)
    if sealed is None:
        raise UnavailableError("the audit log goes on with a key that is not in DATA_KEYS; restart with today's keys")
    return sealed


def _locked(session: Session) -> ScalarResult[AuditHead]:
    return session.scalars(_LOCKED)


def _new_head(vault: Vault, now: datetime) -> AuditHead:
    head = AuditHead(id=_ONLY, count=0, at=now, row_hash=START, key_id="", seal=START)
    seal_head(vault, head)
    return head


def _content(head: AuditHead) -> bytes:
    at = head.at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"audit head 1\0{head.count}\0{at}\0{head.row_hash.hex()}\0{head.key_id}".encode()
