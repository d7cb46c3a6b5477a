"""Cases whose officer is not there for them any more: switched off, or moved to where they do not read them.

Who has a case keeps it quiet: nobody else is told. So it goes back to whoever takes it, and rings from the beginning.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.services.tell_officers import SetUp, ring_anew, route_of
from bot.store.case_tasks import leave_tasks
from bot.store.cases import add_event, held_cases
from bot.store.officers import officers_on_duty
from bot.store.tables.cases import Case
from bot.store.vault import Vault

OFF_DUTY = "is not on duty any more"
MOVED = "may not read it any more"
"""Why, as the history says it after the officer's name."""


def free_held(session: Session, vault: Vault, officer: UUID, now: datetime, set_up: SetUp, why: str) -> list[UUID]:
    """Take from an officer the open cases they have and may not read any more; return their ids.

    Call it in the transaction that changes the officer.
    """
    on_duty = officers_on_duty(session, vault)
    freed = [case for case in held_cases(session, officer) if officer not in route_of(session, case, vault, on_duty)]
    for case in freed:
        free_case(session, vault, case, now, set_up, why)
    return [case.id for case in freed]


def free_case(session: Session, vault: Vault, case: Case, now: datetime, set_up: SetUp, why: str) -> None:
    """Take a case from the officer who has it."""
    if case.taken_by is None:
        return
    add_event(session, case, now, "service", "released", f"officer {case.taken_by.hex} {why}")
    leave_tasks(session, case.taken_by, case.id)
    ring_anew(session, vault, case, now, set_up)
