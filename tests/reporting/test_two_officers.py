"""Officers who act on one case at the same moment, in threads of their own: nobody's change is lost, nothing twice."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread
from uuid import uuid4

import pytest

from bot.errors import BadInputError, ChangedMeanwhileError
from bot.reports.case_work import Outcome, TaskState
from bot.reports.cases import Level
from bot.services.assign_case import assign
from bot.services.change_level import change_level
from bot.services.close_case import close
from bot.services.handle_case import take
from bot.services.keep_note import correct_note, write_note
from bot.services.keep_task import plan_task, set_task
from bot.store.cases import newest_change
from bot.store.tables.case_work import CaseNote, CaseTask
from bot.store.tables.cases import CaseEvent
from tests.doubles.service import rows
from tests.reporting.desk import Desk

MARIA, PETRUS, YOHANES = "Maria Koordinator", "Petrus Nabuasa", "Yohanes Wakil"
CALM = "Om Beni nomor 0812 3456 7899 ajak orang dari Soe ke Malaysia"


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Do all of it in threads that begin together; return how often it was done, and which refusals there were."""
    start, ends = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait(20)
        try:
            act()
            ends.append("done")
        except Exception as fault:
            ends.append(type(fault).__name__)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return Counter(ends)


def version(desk: Desk) -> int:
    with desk.runtime.store.reading() as session:
        return newest_change(session, desk.only_case().id)


def test_of_several_acts_on_what_was_seen_one_is_done_and_the_others_are_asked_again(desk: Desk) -> None:
    code, acting = desk.allow(story=CALM), desk.runtime.acting
    seen, to = version(desk), desk.officers[YOHANES]
    ends = at_once(
        lambda: close(acting, code, PETRUS, Outcome.SAFE, "aman", seen=seen),
        lambda: change_level(acting, code, MARIA, Level.NOW, "berangkat malam ini", seen=seen),
        lambda: assign(acting, code, MARIA, to, "saya sakit", seen=seen),
        lambda: take(desk.runtime.store, desk.runtime.clock, code, PETRUS, seen),
    )
    assert ends == {"done": 1, ChangedMeanwhileError.__name__: 3}
    changes = [one.event for one in rows(desk.runtime, CaseEvent) if one.seq > seen]
    assert len({"closed", "level_changed", "assigned", "taken"} & set(changes)) == 1
    case = desk.only_case()
    assert (case.closed_at is not None) is ("closed" in changes)


def test_of_many_who_take_a_case_one_has_it(desk: Desk) -> None:
    code, runtime = desk.allow(story=CALM), desk.runtime
    ends = at_once(*(lambda who=who: take(runtime.store, runtime.clock, code, who) for who in (MARIA, PETRUS) * 3))
    assert ends == {"done": 1, BadInputError.__name__: 5}
    assert [one.event for one in rows(runtime, CaseEvent)].count("taken") == 1


def test_notes_corrections_and_tasks_of_the_same_moment_are_all_kept(desk: Desk) -> None:
    code, acting, first = desk.allow(story=CALM), desk.runtime.acting, uuid4()
    write_note(acting, code, PETRUS, first, "yang pertama")
    who = (MARIA, PETRUS, YOHANES)
    ends = at_once(
        *(lambda n=n: write_note(acting, code, who[n % 3], uuid4(), f"catatan {n}") for n in range(4)),
        *(lambda n=n: correct_note(acting, code, PETRUS, first, uuid4(), f"perbaikan {n}") for n in range(2)),
        *(lambda n=n: plan_task(acting, code, who[n % 3], uuid4(), f"tugas {n}") for n in range(3)),
    )
    assert ends == {"done": 9}
    notes = rows(desk.runtime, CaseNote)
    assert sorted(one.number for one in notes) == list(range(1, 8))
    assert [one.first_id for one in notes].count(first) == 3
    assert len(rows(desk.runtime, CaseTask)) == 3


def test_one_form_sent_by_two_threads_is_kept_once(desk: Desk) -> None:
    code, acting, one, task = desk.allow(story=CALM), desk.runtime.acting, uuid4(), uuid4()
    ends = at_once(*(lambda: write_note(acting, code, PETRUS, one, "sekali") for _ in range(4)))
    ends += at_once(*(lambda: plan_task(acting, code, PETRUS, task, "sekali") for _ in range(4)))
    ends += at_once(*(lambda s=s: set_task(acting, code, PETRUS, task, s) for s in (TaskState.DONE, TaskState.DROPPED)))
    assert ends == {"done": 10}
    assert (len(rows(desk.runtime, CaseNote)), len(rows(desk.runtime, CaseTask))) == (1, 1)


@pytest.mark.parametrize("twice", [(MARIA, MARIA), (MARIA, YOHANES)])
def test_two_cases_closed_as_the_same_as_each_other_do_not_wait_for_each_other(
    desk: Desk, twice: tuple[str, str]
) -> None:
    one, other = desk.allow(story=CALM), desk.allow(story=CALM, address="+6281377788890")
    acting = desk.runtime.acting
    ends = at_once(
        lambda: close(acting, one, twice[0], Outcome.DUPLICATE, "sama", same_as=other),
        lambda: close(acting, other, twice[1], Outcome.DUPLICATE, "sama", same_as=one),
    )
    assert ends == {"done": 2}
