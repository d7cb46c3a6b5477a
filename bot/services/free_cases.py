"""Cases whose officer is not there for them any more: switched off, or moved to where they do not read them.

Who has a case keeps it quiet: nobody else is told. So it goes back to whoever takes it, and rings from the beginning.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.services.tell_officers import SetUp, route_of, set_free, start_anew, tell_next
from bot.store.case_tasks import leave_tasks
from bot.store.cases import add_event, held_cases
from bot.store.officers import officers_on_duty
from bot.store.vault import Vault


def free_held(session: Session, vault: Vault, officer: UUID, now: datetime, set_up: SetUp, why: str) -> list[UUID]:
    """Take from an officer the open cases they have and may not read any more; return their ids.

    Call it in the transaction that changes the officer. ``why``: what the history says after the officer's name.
    """
    on_duty = officers_on_duty(session, vault)
    freed = [case for case in held_cases(session, officer) if officer not in route_of(session, case, vault, on_duty)]
    for case in freed:
        add_event(session, case, now, "service", "released", f"officer {officer.hex} {why}")
        set_free(case)
        start_anew(case, now)
        leave_tasks(session, officer, case.id)
        tell_next(session, vault, case, now, set_up)
    return [case.id for case in freed]
