"""Tell an officer that there is something new in a case they work on: an answer, or what its author added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.services.tell_officers import SetUp, reachable_by, route_of
from bot.store.alerts import add_news
from bot.store.officers import officers_on_duty
from bot.store.tables.cases import Case
from bot.store.vault import Vault


def tell_news(
    session: Session,
    vault: Vault,
    case: Case,
    officer: UUID,
    now: datetime,
    set_up: SetUp,
    *,
    at_once: bool = False,
) -> bool:
    """Queue the alert of news to an officer who may read the case; tell whether one was queued.

    What was added may name the officer: then they are told nothing. ``at_once``: no earlier news holds it back.
    """
    if case.closed_at is not None:
        return False
    on_duty = officers_on_duty(session, vault)
    person = next((one for one in on_duty if one.officer.id == officer), None)
    if person is None or officer not in route_of(session, case, vault, on_duty):
        return False
    return add_news(session, case.id, officer.hex, reachable_by(person) & set_up.ways, now, at_once=at_once)
