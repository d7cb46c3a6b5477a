"""Verify the audit log's chain, and look acts up in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.errors import BadInputError, CorruptDataError
from bot.reports.case_codes import read_code
from bot.services.audit_walk import Finding, Walk
from bot.services.editing import refuse_unclear
from bot.store.audit_chain import AUDIT
from bot.store.audit_head import START, Head, is_sealed, last_row, read_head
from bot.store.audit_log import Wanted, entries_of, read_one_moment, reason_of, rows_outside
from bot.store.engine import Store
from bot.store.journal import account_actor, note, officer_actor
from bot.store.officers import all_officers, officer_named
from bot.store.staff import all_accounts
from bot.store.tables.audit import AuditEntry
from bot.store.tables.cases import Case

MOST_ROWS = 500
"""The most acts one search shows."""


@dataclass(frozen=True)
class Verdict:
    """What became of verifying. ``rows`` were read, of which ``adopted`` are older than the chain.

    ``head``: the end of the chain, None when it is empty or something is wrong. ``unknown_keys``: how many rows could
    not be verified, by the id of the key that is not here. ``unfinished``: the time was over before the end.
    """

    rows: int
    adopted: int
    head: Head | None
    first: Finding | None
    unknown_keys: Mapping[str, int] = field(default_factory=dict)
    unfinished: bool = False


def verify(store: Store, expect: Head | None = None, may_go_on: Callable[[], bool] = lambda: True) -> Verdict:
    """Read the whole chain, in order and in constant memory, up to the first thing that is wrong.

    ``expect``: a head that was written down earlier; the chain has to hold it still. A row whose key is not here is
    not called changed: everything else is looked at first. ``may_go_on`` is asked now and then; where it says no, what
    was read so far is told. Raises UnavailableError.
    """
    with store.reading() as session:
        read_one_moment(session)
        walk = Walk(session, store.vault, expect, may_go_on)
        first = walk.to_the_end()
    last = None if first or walk.unfinished else walk.last
    head = None if last is None else Head.of(walk.rows, last.at, last.row_hash or START)
    return Verdict(walk.rows, walk.adopted, head, first, dict(walk.unknown), walk.unfinished)


def head_state(store: Store) -> tuple[str, str]:
    """Return the head as it is written down ("" for an empty log), and what is wrong with it, "" when nothing.

    It looks at the end of the chain only, and takes milliseconds. Raises UnavailableError.
    """
    with store.reading() as session:
        read_one_moment(session)
        head, last, outside = read_head(session), last_row(session), rows_outside(session)
    if outside:
        return "", f"{outside} rows are not in the chain; run `bot migrate`, then `bot audit verify`"
    if head is None or last is None:
        return "", "the head or the rows are missing" if head or last else ""
    ends = (last.position, last.row_hash) == (head.count, head.row_hash)
    if not ends or not is_sealed(store.vault, head):
        return "", "its end does not fit its head; run `bot audit verify`"
    return str(Head.of(head.count, head.at, head.row_hash)), ""


@dataclass(frozen=True)
class AuditSearch:
    """What an auditor looks for; empty fields do not narrow. ``actor``: an officer's name or any other actor, exactly.

    ``actors``: further names, as they are stored. ``subject``: how it begins. ``since``, ``until``: first and last
    day, WITA. ``before``: only rows below it.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    code: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    actors: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownAct:
    """One act. ``row``: its place in the chain; ``actor``: an officer or account by name.

    ``code``: of its case, "" for none. ``reason``: opened, "" where none was given or it cannot be read.
    """

    row: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    code: str
    reason: str


def search(store: Store, clock: Clock, wanted: AuditSearch, by: str, limit: int = 50) -> list[ShownAct]:
    """Return up to ``limit`` acts, newest first, and note who looked; older ones by ``before`` the last row's number.

    It shows what is stored; whether it is true is for ``verify`` to say. Raises BadInputError for an unknown code or
    an officer without a name, and UnavailableError.
    """
    refuse_unclear(by)
    if not 1 <= limit <= MOST_ROWS:
        raise BadInputError(f"a search shows 1 to {MOST_ROWS} acts; go on with --before")
    with store.writing() as session:
        stored = _as_stored(session, wanted)
        found = entries_of(session, stored, limit)
        names = names_of_actors(session)
        codes = _codes(session, found)
        shown = [_shown(store, entry, names, codes) for entry in found]
        note(session, clock.now(), by, "searched_audit", AUDIT, f"{len(shown)} rows", case_id=stored.case_id)
    return shown


def names_of_actors(session: Session) -> dict[str, str]:
    """Return the names of officers and accounts, by how the log names them."""
    officers = {officer_actor(row.id): row.name for row in all_officers(session)}
    return officers | {account_actor(row.id): row.name for row in all_accounts(session)}


def _as_stored(session: Session, wanted: AuditSearch) -> Wanted:
    officer = officer_named(session, wanted.actor) if wanted.actor else None
    names = [*wanted.actors, *([wanted.actor] if wanted.actor else [])]
    case_id = None
    if wanted.code:
        case_id = session.scalar(select(Case.id).where(Case.code == read_code(wanted.code).code))
        if case_id is None:
            raise BadInputError("there is no case with this code")
    return Wanted(
        actors=[*names, officer_actor(officer.id)] if officer else names,
        action=wanted.action,
        subject=wanted.subject,
        case_id=case_id,
        since=_midnight(wanted.since) if wanted.since else None,
        until=_midnight(wanted.until + timedelta(days=1)) if wanted.until else None,
        before=wanted.before,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WITA)


def _codes(session: Session, entries: list[AuditEntry]) -> Mapping[object, str]:
    ids = {entry.case_id for entry in entries if entry.case_id}
    return {row.id: row.code for row in session.execute(select(Case.id, Case.code).where(Case.id.in_(ids)))}


def _shown(store: Store, entry: AuditEntry, names: Mapping[str, str], codes: Mapping[object, str]) -> ShownAct:
    try:
        reason = reason_of(store.vault, entry)
    except CorruptDataError:
        reason = ""
    return ShownAct(
        row=entry.position or 0,
        at=entry.at,
        actor=names.get(entry.actor, entry.actor),
        action=entry.action,
        subject=entry.subject,
        detail=entry.detail,
        code=codes.get(entry.case_id, ""),
        reason=reason,
    )
