"""The tasks of one officer, of all cases that are open to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.store.case_tasks import tasks_to_do, text_of
from bot.store.case_visibility import active_readers, open_to
from bot.store.engine import Store
from bot.store.journal import note, officer_actor
from bot.store.tables.case_work import CaseTask

MOST = 30


@dataclass(frozen=True)
class MyTask:
    """What is to be done about a case. ``late``: its last day is over."""

    code: str
    text: str
    due: date | None
    late: bool


def my_tasks(store: Store, clock: Clock, officer: UUID) -> tuple[list[MyTask], int]:
    """Return an officer's open tasks, at most 30, those due first, and how many there are.

    That they were listed is in the audit log before they are shown. Nothing of a case that is not open to the officer
    any more, or that ended, is among them; an officer who is switched off has none.
    """
    now = clock.now()
    with store.writing() as session:
        found = len(_rows(session, officer))
        if found:
            note(session, now, officer_actor(officer), "listed_tasks", "tasks", f"{found} tasks")
    today = now.astimezone(WITA).date()
    with store.reading() as session:
        rows = _rows(session, officer)
        shown = [
            MyTask(code, text_of(store.vault, row), row.due, row.due is not None and row.due < today)
            for row, code in rows[:MOST]
        ]
        return shown, len(rows)


def _rows(session: Session, officer: UUID) -> Sequence[tuple[CaseTask, str]]:
    readers = active_readers(session)
    reader = next((one for one in readers if one.id == officer), None)
    return tasks_to_do(session, officer, open_to(reader, readers)) if reader is not None else []
