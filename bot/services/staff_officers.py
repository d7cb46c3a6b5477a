"""Set officers up: who gets alerts, by which ways, in which order. A coordinator does it, or the operator."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError
from bot.messaging.simulated import is_simulated
from bot.messaging.smtp_url import is_mail_address
from bot.recruiters.agency_rows import e164
from bot.reports.cases import PassTo
from bot.reports.regencies import regencies
from bot.reports.routing import OfficerRole
from bot.services.acting import Acting
from bot.services.free_cases import MOVED, OFF_DUTY, free_held
from bot.services.handle_case import Who
from bot.store.case_tasks import leave_tasks
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.officers import Reachable, add_officer, has_reader, note_change, officer_named, set_ways
from bot.store.tables.officers import Officer

LONGEST_NAME = 80
LAST_PLACE = 99

_NOBODY = "no officer has this name; see `bot staff list`"
_TAKEN = "an officer of this name is there already"
_NO_WAY = "give an e-mail address or a phone number; without either nobody can be told"
_LAST_HEAD = "set up another coordinator or deputy first: without one who can be told no report is taken"


@dataclass(frozen=True)
class Changed:
    """What is changed of an officer. ``email`` and ``phone``: None leaves what is there, "" takes it away."""

    name: str
    role: OfficerRole
    institution: PassTo
    regency: str
    order: int
    email: str | None = None
    phone: str | None = None
    whatsapp: bool = False


def set_up_officer(store: Store, clock: Clock, new: Reachable, actor: str) -> None:
    """Keep an officer. Raises BadInputError for what cannot be reached, an unknown regency, or a name that is taken."""
    named = replace(new, officer=replace(new.officer, name=_name(new.officer.name)))
    if not (new.email or new.phone):
        raise BadInputError(_NO_WAY)
    _refuse_address(new.email, new.phone)
    _refuse_place(new.officer.regency, new.officer.order)
    now = clock.now()
    try:
        with store.writing() as session:
            add_officer(session, store.vault, named, now)
            note(session, now, actor, "officer_added", new.officer.id.hex, new.officer.role.value)
    except IntegrityError:
        raise BadInputError(_TAKEN) from None


def change_officer(acting: Acting, officer: UUID, changed: Changed, actor: str) -> None:
    """Change an officer. Cases they have and may not read any more ring from the beginning.

    Raises BadInputError as ``set_up_officer``, and where nobody would be left who is told of every report.
    """
    name = _name(changed.name)
    _refuse_address(changed.email, changed.phone)
    _refuse_place(changed.regency, changed.order)

    def change(session: Session, row: Officer) -> None:
        if row.name != name:
            note_change(session, row)
            row.name = name
        row.role, row.institution = changed.role.value, changed.institution.value
        row.regency, row.position, row.whatsapp = changed.regency, changed.order, changed.whatsapp
        set_ways(acting.store.vault, row, changed.email, changed.phone)
        if not (row.email_sealed or row.phone_sealed):
            raise BadInputError(_NO_WAY)
        note(session, acting.clock.now(), actor, "officer_changed", row.id.hex)

    try:
        _changing(acting, officer, change, MOVED)
    except IntegrityError:
        raise BadInputError(_TAKEN) from None


def switch_officer(acting: Acting, who: Who, actor: str, *, active: bool) -> None:
    """Let an officer get alerts again, or no more: then the cases they have ring from the beginning.

    Raises BadInputError for an unknown officer, and where nobody would be left who is told of every report.
    """

    def switch(session: Session, row: Officer) -> None:
        if active and not row.active:
            note_change(session, row)
        row.active = active
        if not active:
            leave_tasks(session, row.id)
        note(session, acting.clock.now(), actor, "officer_on" if active else "officer_off", row.id.hex)

    _changing(acting, who, switch, OFF_DUTY)


def rename_officer(store: Store, clock: Clock, name: str, new_name: str, actor: str) -> None:
    """Give an officer another name. Raises BadInputError for an unknown officer, no new name, or one that is taken.

    Whom a case names depends on it, so all cases are looked through again before they are in the officer's list.
    """
    named = _name(new_name)
    now = clock.now()
    try:
        with store.writing() as session:
            row = _row(session, name)
            note_change(session, row)
            row.name = named
            note(session, now, actor, "officer_renamed", row.id.hex)
    except IntegrityError:
        raise BadInputError(_TAKEN) from None


def phone_of(text: str) -> str | None:
    """Return a number as it was typed in E.164 form, None for nothing. Raises BadInputError for what is no number."""
    if not text.strip():
        return None
    number = e164(text.strip())
    if number is None:
        raise BadInputError("this is not a telephone number; write it as +62812... or 0812...")
    return number


def _changing(acting: Acting, who: Who, change: Callable[[Session, Officer], None], why: str) -> None:
    ways = acting.set_up.ways - {"webhook"}
    with acting.store.writing() as session:
        row = _row(session, who)
        before = has_reader(session, ways)
        change(session, row)
        session.flush()
        if before and not has_reader(session, ways):
            raise BadInputError(_LAST_HEAD)
        freed = free_held(session, acting.store.vault, row.id, acting.clock.now(), acting.set_up, why)
    for case_id in freed:
        acting.bell.ring_alert(case_id)


def _row(session: Session, who: Who) -> Officer:
    row = session.get(Officer, who) if isinstance(who, UUID) else officer_named(session, who)
    if row is None:
        raise BadInputError(_NOBODY)
    return row


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadInputError("give the officer's name, in at most 80 characters")
    return name


def _refuse_address(email: str | None, phone: str | None) -> None:
    if email and not is_mail_address(email):
        raise BadInputError("the e-mail address must look like name@example.org")
    if phone and is_simulated(phone):
        raise BadInputError("this is a simulated number; alerts need a real one")


def _refuse_place(regency: str, order: int) -> None:
    if regency and regency not in regencies():
        raise BadInputError("choose a regency of the list")
    if not 0 <= order <= LAST_PLACE:
        raise BadInputError("the place in the order is a number from 0 to 99")
