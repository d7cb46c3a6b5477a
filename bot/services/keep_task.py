"""Say what has to be done about a case, by whom and until when, and how far it is."""

from datetime import date, timedelta
from uuid import UUID

from bot.clock import WITA
from bot.errors import BadInputError
from bot.reports.case_work import LONGEST_TASK, TaskState
from bot.services.acting import Acting, act_on, refuse_ended, worded
from bot.services.handle_case import Who
from bot.services.tell_officers import route_of
from bot.store.case_tasks import add_task, task_with_id
from bot.store.officers import officers_on_duty

_LONGEST_AHEAD = timedelta(days=730)


def plan_task(
    acting: Acting,
    code: str,
    officer: Who,
    task_id: UUID,
    text: str,
    *,
    by: UUID | None = None,
    due: date | None = None,
) -> None:
    """Keep a task of an open case; whoever is to do it is told. ``due``: the last day (WITA).

    ``task_id``: made with the form, so that none is kept twice. Raises BadInputError, also for somebody who is not on
    the case's route.
    """
    kept = worded(text, LONGEST_TASK, "write what is to be done in at most 500 characters")
    with act_on(acting, code, officer) as act:
        earlier = task_with_id(act.session, task_id)
        if earlier is not None and (earlier.case_id, earlier.created_by) == (act.case.id, act.officer):
            return
        refuse_ended(act.case)
        if earlier is not None:
            raise BadInputError("this cannot be kept here; open the case again")
        today = act.now.astimezone(WITA).date()
        if due is not None and not today <= due <= today + _LONGEST_AHEAD:
            raise BadInputError("give a day from today on, within two years")
        if by is not None and by not in route_of(
            act.session, act.case, act.vault, officers_on_duty(act.session, act.vault)
        ):
            raise BadInputError("choose an officer of the list")
        add_task(act.session, act.vault, act.case.id, task_id, kept, (by, due), act.officer, act.now)
        act.note("planned_task", task_id.hex)
        act.tell(by)


def set_task(acting: Acting, code: str, officer: Who, task_id: UUID, state: TaskState) -> None:
    """Say how far a task is; every step can be undone. Raises BadInputError for one that is not of this case."""
    with act_on(acting, code, officer) as act:
        task = task_with_id(act.session, task_id)
        if task is None or task.case_id != act.case.id:
            raise BadInputError("this task is not there")
        if task.state == state.value:
            return
        task.state, task.changed_by, task.changed_at = state.value, act.officer, act.now
        act.note("set_task", f"{task_id.hex} {state}")
