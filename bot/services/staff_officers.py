"""Set officers up: who gets alerts, by which ways, in which order. The operator does it; nobody is told."""

from dataclasses import replace

from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.errors import BadInputError
from bot.messaging.simulated import is_simulated
from bot.messaging.smtp_url import is_mail_address
from bot.reports.regencies import regencies
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.officers import Reachable, add_officer, note_change, officer_named

_NOBODY = "no officer has this name; see `bot staff list`"
_TAKEN = "an officer of this name is there already; see `bot staff list`"


def set_up_officer(store: Store, clock: Clock, new: Reachable, actor: str) -> None:
    """Keep an officer. Raises BadInputError for what cannot be reached, an unknown regency, or a name that is taken."""
    if not new.officer.name.strip():
        raise BadInputError("give the officer's name")
    if not (new.email or new.phone):
        raise BadInputError("give an e-mail address or a phone number; without either nobody can be told")
    if new.email and not is_mail_address(new.email):
        raise BadInputError("--email must look like name@example.org")
    if new.phone and is_simulated(new.phone):
        raise BadInputError("--phone is a simulated number; alerts need a real one")
    if new.officer.regency and new.officer.regency not in regencies():
        raise BadInputError(f"--regency must be one of: {', '.join(regencies())}")
    named = replace(new, officer=replace(new.officer, name=" ".join(new.officer.name.split())))
    now = clock.now()
    try:
        with store.writing() as session:
            add_officer(session, store.vault, named, now)
            note(session, now, actor, "officer_added", new.officer.id.hex, new.officer.role.value)
    except IntegrityError:
        raise BadInputError(_TAKEN) from None


def switch_officer(store: Store, clock: Clock, name: str, actor: str, *, active: bool) -> None:
    """Let an officer get alerts again, or no more. Raises BadInputError for an unknown name."""
    now = clock.now()
    with store.writing() as session:
        row = officer_named(session, name)
        if row is None:
            raise BadInputError(_NOBODY)
        if active and not row.active:
            note_change(session, row)
        row.active = active
        note(session, now, actor, "officer_on" if active else "officer_off", row.id.hex)


def rename_officer(store: Store, clock: Clock, name: str, new_name: str, actor: str) -> None:
    """Give an officer another name. Raises BadInputError for an unknown officer, no new name, or one that is taken.

    Whom a case names depends on it, so all cases are looked through again before they are in the officer's list.
    """
    named = " ".join(new_name.split())
    if not named:
        raise BadInputError("give the officer's new name")
    now = clock.now()
    try:
        with store.writing() as session:
            row = officer_named(session, name)
            if row is None:
                raise BadInputError(_NOBODY)
            note_change(session, row)
            row.name = named
            note(session, now, actor, "officer_renamed", row.id.hex)
    except IntegrityError:
        raise BadInputError(_TAKEN) from None
