"""Lists of agencies: what stands in them now, and how each import changed them."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.orm import Session

from bot.errors import CorruptDataError
from bot.recruiters.agencies import AgencyList, AgencyRecord
from bot.recruiters.agency_changes import Agencies, AgencyChange, Change
from bot.store.tables.agencies import Agency, AgencyListChange, AgencyListImport

_RECORD = TypeAdapter(AgencyRecord)


class AgencyVersion(NamedTuple):
    """Which lists there are; another version means that agencies may have changed."""

    imports: int
    undone: int


def agency_version(session: Session) -> AgencyVersion:
    """Return the version of all lists together."""
    found = session.execute(select(func.count(AgencyListImport.seq), func.count(AgencyListImport.undone_at))).one()
    return AgencyVersion(*found)


def lock_agencies(session: Session) -> None:
    """Let one transaction at a time change lists; readers go on. SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {AgencyListImport.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def newest_list(session: Session, kind: AgencyList) -> AgencyListImport | None:
    """Return the list of a kind that counts: the last import that was not taken back."""
    found = select(AgencyListImport).where(AgencyListImport.kind == kind.value, AgencyListImport.undone_at.is_(None))
    return session.scalar(found.order_by(AgencyListImport.seq.desc()).limit(1))


def all_lists(session: Session) -> list[AgencyListImport]:
    """Return every import, the newest first."""
    return list(session.scalars(select(AgencyListImport).order_by(AgencyListImport.seq.desc())))


def agencies_of(session: Session, kind: AgencyList) -> Agencies | None:
    """Return the agencies of a kind by key, with the day their data are of; None when no list of it counts."""
    newest = newest_list(session, kind)
    if newest is None:
        return None
    as_of = newest.as_of.isoformat()
    rows = session.execute(select(Agency.key, Agency.record).where(Agency.kind == kind.value).order_by(Agency.key))
    return {key: replace(_read(record), as_of=as_of) for key, record in rows}


def replace_agencies(session: Session, kind: AgencyList, agencies: Agencies) -> None:
    """Make these the agencies of a kind."""
    session.execute(delete(Agency).where(Agency.kind == kind.value))
    rows = [Agency(kind=kind.value, key=key, record=_as_data(record)) for key, record in agencies.items()]
    session.add_all(rows)
    session.flush()


def add_list(
    session: Session, kind: AgencyList, as_of: date, source: str, file_name: str, author: str, at: datetime
) -> AgencyListImport:
    """Note an import."""
    row = AgencyListImport(kind=kind.value, as_of=as_of, source=source, file_name=file_name, author=author, at=at)
    session.add(row)
    session.flush()
    return row


def add_changes(session: Session, list_seq: int, changes: tuple[AgencyChange, ...]) -> None:
    """Note what an import changed."""
    rows = [
        AgencyListChange(
            list_seq=list_seq,
            key=change.key,
            change=change.change.value,
            before=_as_data(change.before) if change.before else None,
            after=_as_data(change.after) if change.after else None,
        )
        for change in changes
    ]
    session.add_all(rows)
    session.flush()


def changes_of(session: Session, list_seq: int) -> tuple[AgencyChange, ...]:
    """Return what an import changed."""
    rows = session.scalars(
        select(AgencyListChange).where(AgencyListChange.list_seq == list_seq).order_by(AgencyListChange.key)
    )
    return tuple(_as_change(row) for row in rows)


def history_of(session: Session, key: str) -> list[tuple[AgencyListImport, AgencyChange]]:
    """Return every change of the companies of this spelling, oldest first, with the import that made it."""
    found = (
        select(AgencyListImport, AgencyListChange)
        .join(AgencyListChange, AgencyListChange.list_seq == AgencyListImport.seq)
        .where(or_(AgencyListChange.key == key, AgencyListChange.key.startswith(f"{key}/", autoescape=True)))
        .order_by(AgencyListImport.seq)
    )
    return [(row, _as_change(change)) for row, change in session.execute(found)]


def _as_change(row: AgencyListChange) -> AgencyChange:
    before = _read(row.before) if row.before else None
    return AgencyChange(row.key, Change(row.change), before, _read(row.after) if row.after else None)


def _as_data(record: AgencyRecord) -> dict[str, Any]:
    data: dict[str, Any] = _RECORD.dump_python(record, mode="json", exclude_defaults=True)
    return data


def _read(data: dict[str, Any]) -> AgencyRecord:
    try:
        return _RECORD.validate_python(data)
    except ValidationError as fault:
        raise CorruptDataError("a stored agency cannot be read") from fault
