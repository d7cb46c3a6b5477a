"""The officers whom alerts go to, with the ways to reach them."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import false, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.errors import CorruptDataError
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.store.tables.officers import Officer as OfficerRow
from bot.store.vault import Vault

log = logging.getLogger(__name__)

_HEADS = (OfficerRole.COORDINATOR.value, OfficerRole.DEPUTY.value)


@dataclass(frozen=True)
class Reachable:
    """An officer with the addresses alerts go to; ``whatsapp``: the phone has WhatsApp too.

    ``change_no``: the change of officers since which they may be named, see ``note_change``.
    """

    officer: Officer
    email: str | None = None
    phone: str | None = None
    whatsapp: bool = False
    change_no: int = 0


def add_officer(session: Session, vault: Vault, new: Reachable, now: datetime) -> None:
    """Keep an officer. Raises IntegrityError for a name that is taken."""
    officer = new.officer
    row = OfficerRow(
        id=officer.id,
        name=officer.name,
        role=officer.role.value,
        institution=officer.institution.value,
        regency=officer.regency,
        position=officer.order,
        whatsapp=new.whatsapp,
        created_at=now,
        change_no=0,
    )
    set_ways(vault, row, new.email, new.phone)
    note_change(session, row)
    session.add(row)
    session.flush()


def set_ways(vault: Vault, row: OfficerRow, email: str | None, phone: str | None) -> None:
    """Seal the addresses of an officer: None leaves what is there, "" takes it away."""
    if email is not None:
        row.email_sealed = vault.seal(OfficerRow.email_sealed, row.id, email) if email else None
    if phone is not None:
        row.phone_sealed = vault.seal(OfficerRow.phone_sealed, row.id, phone) if phone else None
        row.phone_hash = vault.fingerprint("officer", phone) if phone else None


def note_change(session: Session, row: OfficerRow) -> None:
    """Number a change after which a case may name this officer: added, renamed or switched on.

    One transaction at a time numbers, and holds the lock until it ends: whoever reads a number reads all before it.
    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {OfficerRow.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))
    row.change_no = (session.scalar(select(func.max(OfficerRow.change_no))) or 0) + 1


def latest_change(session: Session) -> int:
    """Return the last change of an active officer, 0 while there is none: cases looked at since are up to date."""
    return session.scalar(select(func.max(OfficerRow.change_no)).where(OfficerRow.active)) or 0


def officers_on_duty(session: Session, vault: Vault) -> list[Reachable]:
    """Return the active officers, in no order that matters; one whose address cannot be read has none."""
    rows = session.scalars(select(OfficerRow).where(OfficerRow.active).order_by(OfficerRow.name))
    return [_read(vault, row) for row in rows]


def institutions_on_duty(session: Session) -> set[PassTo]:
    """Return which institutions have an active officer on duty."""
    found = select(OfficerRow.institution).where(OfficerRow.active, OfficerRow.role == OfficerRole.DUTY.value)
    return {PassTo(institution) for institution in session.scalars(found)}


def has_reader(session: Session, ways: Collection[str]) -> bool:
    """Tell whether a coordinator or deputy can be told of a report by one of these ways (email, sms, whatsapp).

    They are at the end of every route; without one, a report could be left with nobody.
    """
    needed = {"email": OfficerRow.email_sealed, "sms": OfficerRow.phone_sealed, "whatsapp": OfficerRow.phone_sealed}
    reachable = or_(*(needed[way].is_not(None) for way in ways if way in needed), false())
    return (
        session.scalar(select(OfficerRow.id).where(OfficerRow.active, OfficerRow.role.in_(_HEADS), reachable).limit(1))
        is not None
    )


def officer_with_phone(session: Session, vault: Vault, phone: str) -> UUID | None:
    """Return the active officer whose registered number it is."""
    hashes = vault.fingerprints("officer", phone)
    return session.scalar(select(OfficerRow.id).where(OfficerRow.active, OfficerRow.phone_hash.in_(hashes)))


def officer_named(session: Session, name: str) -> OfficerRow | None:
    """Return the officer with this name, active or not."""
    return session.scalar(select(OfficerRow).where(OfficerRow.name == name))


def all_officers(session: Session) -> list[OfficerRow]:
    """Return every officer, active or not, by name."""
    return list(session.scalars(select(OfficerRow).order_by(OfficerRow.name)))


def _read(vault: Vault, row: OfficerRow) -> Reachable:
    email = _address(vault, OfficerRow.email_sealed, row.id, row.email_sealed)
    phone = _address(vault, OfficerRow.phone_sealed, row.id, row.phone_sealed)
    officer = Officer(
        id=row.id,
        name=row.name,
        role=OfficerRole(row.role),
        institution=PassTo(row.institution),
        regency=row.regency,
        order=row.position,
        phones=(phone,) if phone else (),
        has_email=email is not None,
    )
    return Reachable(officer, email, phone, row.whatsapp, row.change_no)


def _address(
    vault: Vault, column: InstrumentedAttribute[bytes | None], row_id: UUID, sealed: bytes | None
) -> str | None:
    """Return an address, None where there is none or it cannot be read: others must be told all the same."""
    try:
        return vault.open(column, row_id, sealed) if sealed else None
    except CorruptDataError:
        log.error("an address of officer %s cannot be read", row_id)
        return None
