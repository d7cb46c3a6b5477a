"""Reading the audit log: the chain in its order and in batches, and acts by what somebody looks for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.orm import Session

from bot.store.audit_chain import HASHED
from bot.store.tables.audit import AuditEntry
from bot.store.vault import Vault

_BATCH = 5000
_WITH_IDS = ("officer", "account")
_CHAINED = AuditEntry.position.is_not(None)


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty fields do not narrow. ``actors``: exact names; ``subject``: how it begins.

    ``since`` is the first moment, ``until`` the first one after the period; ``before``: only positions below it.
    """

    actors: Collection[str] = ()
    action: str = ""
    subject: str = ""
    case_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


class ChainedRow(NamedTuple):
    """One row as it is stored, with where it says it stands; the last eleven are what its hash covers."""

    position: int
    seq: int
    row_hash: bytes | None
    previous_hash: bytes | None
    id: UUID
    at: datetime
    actor: str
    action: str
    subject: str
    case_id: UUID | None
    detail: str
    reason_sealed: bytes | None
    adopted: bool
    key_id: str | None

    @property
    def hashed(self) -> tuple[object, ...]:
        """What the row's hash covers."""
        return self[-len(HASHED) :]


def read_one_moment(session: Session) -> None:
    """Let all that this transaction reads be of one moment; call it before anything is read.

    SQLite does so by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def chained_rows(session: Session) -> Iterator[ChainedRow]:
    """Yield the rows of the chain in the order of their positions, a batch in memory at a time."""
    columns = (AuditEntry.position, AuditEntry.seq, AuditEntry.row_hash, *HASHED)
    order = (AuditEntry.position, AuditEntry.seq)
    batch = select(*columns).where(_CHAINED).order_by(*order).limit(_BATCH)
    rows = session.execute(batch).all()
    while rows:
        chained = [ChainedRow._make(row) for row in rows]
        yield from chained
        rows = session.execute(batch.where(tuple_(*order) > (chained[-1].position, chained[-1].seq))).all()


def rows_outside(session: Session) -> int:
    """Return how many rows are not in the chain."""
    return session.scalar(select(func.count()).where(AuditEntry.position.is_(None))) or 0


def has_row_with(session: Session, row_hash: bytes | None) -> bool:
    """Tell whether a row of this hash is anywhere in the chain."""
    return bool(session.scalar(select(exists().where(AuditEntry.row_hash == row_hash))))


def entries_of(session: Session, wanted: Wanted, limit: int) -> list[AuditEntry]:
    """Return up to ``limit`` acts of the chain, newest first."""
    found = select(AuditEntry).where(_CHAINED)
    if wanted.actors:
        found = found.where(AuditEntry.actor.in_(wanted.actors))
    if wanted.action:
        found = found.where(AuditEntry.action == wanted.action)
    if wanted.subject:
        found = found.where(AuditEntry.subject.startswith(wanted.subject, autoescape=True))
    if wanted.case_id is not None:
        found = found.where(AuditEntry.case_id == wanted.case_id)
    if wanted.since is not None:
        found = found.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        found = found.where(AuditEntry.at < wanted.until)
    if wanted.before is not None:
        found = found.where(AuditEntry.position < wanted.before)
    return list(session.scalars(found.order_by(AuditEntry.position.desc(), AuditEntry.seq.desc()).limit(limit)))


def newest_of(session: Session, subject: str, action: str) -> AuditEntry | None:
    """Return the newest act of a kind on a subject, None while there is none."""
    found = select(AuditEntry).where(AuditEntry.subject == subject, AuditEntry.action == action)
    return session.scalar(found.order_by(AuditEntry.seq.desc()).limit(1))


def acts_since(session: Session, actor: str, actions: Collection[str], since: datetime, most: int) -> list[str]:
    """Return the actions of somebody's newest acts of these kinds since a time, at most ``most``."""
    found = select(AuditEntry.action).where(AuditEntry.actor == actor, AuditEntry.action.in_(actions))
    return list(session.scalars(found.where(AuditEntry.at >= since).order_by(AuditEntry.seq.desc()).limit(most)))


def other_actors(session: Session, limit: int = 200) -> list[str]:
    """Return who is named in the log besides officers and accounts: parts of the service, and names operators gave."""
    found = select(AuditEntry.actor).distinct().order_by(AuditEntry.actor).limit(limit)
    return list(session.scalars(found.where(*(AuditEntry.actor.not_like(f"{kind} %") for kind in _WITH_IDS))))


def reason_of(vault: Vault, entry: AuditEntry) -> str:
    """Return the reason an officer gave, "" where none. Raises CorruptDataError."""
    return vault.open(AuditEntry.reason_sealed, entry.id, entry.reason_sealed) if entry.reason_sealed else ""
