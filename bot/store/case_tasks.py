"""Tasks of cases: sealed, and found by the officer who is to do them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from bot.reports.case_work import TaskState
from bot.store.case_checks import ENDED
from bot.store.tables.case_work import CaseTask
from bot.store.tables.cases import Case
from bot.store.vault import Vault


def add_task(
    session: Session,
    vault: Vault,
    case_id: UUID,
    task_id: UUID,
    text: str,
    who: tuple[UUID | None, date | None],
    created_by: UUID,
    now: datetime,
) -> None:
    """Keep a task. ``who``: by whom, and the last day."""
    sealed = vault.seal(CaseTask.text_sealed, task_id, text)
    officer, due = who
    session.add(
        CaseTask(
            id=task_id,
            case_id=case_id,
            officer_id=officer,
            due=due,
            text_sealed=sealed,
            created_by=created_by,
            created_at=now,
        )
    )


def task_with_id(session: Session, task_id: UUID) -> CaseTask | None:
    """Return a task."""
    return session.get(CaseTask, task_id)


def text_of(vault: Vault, row: CaseTask) -> str:
    """Return what is to be done."""
    return vault.open(CaseTask.text_sealed, row.id, row.text_sealed)


def tasks_of(session: Session, case_id: UUID) -> list[CaseTask]:
    """Return the tasks of a case: the open ones first, of these the one due first."""
    rows = session.scalars(select(CaseTask).where(CaseTask.case_id == case_id)).all()
    return sorted(rows, key=lambda row: (row.state != TaskState.OPEN.value, *_urgency(row)))


def tasks_to_do(session: Session, officer: UUID, where: ColumnElement[bool]) -> Sequence[tuple[CaseTask, str]]:
    """Return an officer's open tasks with the codes of their cases, of open cases within ``where``; those due first."""
    found = (
        select(CaseTask, Case.code)
        .join(Case, Case.id == CaseTask.case_id)
        .where(CaseTask.officer_id == officer, CaseTask.state == TaskState.OPEN.value, Case.state.not_in(ENDED), where)
    )
    return sorted(((row, code) for row, code in session.execute(found)), key=lambda one: _urgency(one[0]))


def leave_tasks(session: Session, officer: UUID, case_id: UUID | None = None) -> None:
    """Leave an officer's open tasks to nobody: those of a case, or of all."""
    theirs = [CaseTask.officer_id == officer, CaseTask.state == TaskState.OPEN.value]
    if case_id is not None:
        theirs.append(CaseTask.case_id == case_id)
    session.execute(update(CaseTask).where(*theirs).values(officer_id=None))


def _urgency(row: CaseTask) -> tuple[date, datetime, str]:
    return row.due or date.max, row.created_at, row.id.hex
