"""Note in the audit log that somebody was refused: a few times an hour for each account, so nobody can flood it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.reports.case_codes import read_code
from bot.staff.permissions import Actor
from bot.store.audit_log import acts_since
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.tables.cases import Case

WITHIN = timedelta(hours=1)
MOST = 20
"""Refusals of one account that are noted within an hour; then one row says that there were more. Our choice: whoever
mistypes stays far below, and a year of somebody's trying, day and night, is 180,000 short rows."""

REFUSED, REFUSED_MORE = "refused", "refused_more"


def note_refused_case(store: Store, clock: Clock, actor: Actor, code: str) -> None:
    """Note that a case was asked for which is not open to the account, or not there.

    The same is read and written for both: how long it takes tells nothing. Raises UnavailableError.
    """
    with store.writing() as session:
        case_id = session.scalar(select(Case.id).where(Case.code == read_code(code).code))
        _note(session, clock, actor, f"case/{case_id}" if case_id else "case", case_id)


def note_refused_page(store: Store, clock: Clock, actor: Actor, page: str) -> None:
    """Note that a page was asked for which the account may not open. ``page``: our own name of it."""
    with store.writing() as session:
        _note(session, clock, actor, f"page/{page}"[:80])


def _note(session: Session, clock: Clock, actor: Actor, subject: str, case_id: UUID | None = None) -> None:
    now = clock.now()
    noted = acts_since(session, actor.name, (REFUSED, REFUSED_MORE), now - WITHIN, MOST + 1)
    if len(noted) > MOST or REFUSED_MORE in noted:
        return
    action = REFUSED if len(noted) < MOST else REFUSED_MORE
    note(session, now, actor.name, action, subject, case_id=case_id)
