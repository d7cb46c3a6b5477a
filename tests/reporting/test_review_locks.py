"""Two transactions of the service that wait for each other on PostgreSQL."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest

from bot.services import case_effects, escalate, send_alerts
from bot.store.tables.cases import Case, CaseAlert
from tests.doubles.service import conversation_ids, deliver, inbox, rows
from tests.factories import make_inbound
from tests.reporting.desk import Desk
from tests.reporting.test_review import Doubting

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""SQLite has one writer, so nothing there can lock the other way round."""

SURE = "tolong saya disekap di rumah majikan di Soe"


@ON_POSTGRESQL
def test_a_second_cry_while_the_alert_of_the_first_is_recorded_does_not_deadlock(
    desk: Desk, monkeypatch, caplog
) -> None:
    """The turn holds the conversation and wants the case; the sender holds the case and wants the conversation."""
    runtime = desk.runtime
    deliver(runtime, make_inbound(SURE))
    runtime.turn_taker.work(_conversation(desk))
    deliver(runtime, make_inbound("tolong dia mau bunuh saya, saya dikunci"))
    both = Barrier(2, timeout=2)
    real_change, real_first = case_effects.case_with_code, send_alerts.has_accepted

    def turn_waits(session, code):
        _meet(both)
        return real_change(session, code)

    def sender_waits(session, case_id):
        _meet(both)
        return real_first(session, case_id)

    monkeypatch.setattr(case_effects, "case_with_code", turn_waits)
    monkeypatch.setattr(send_alerts, "has_accepted", sender_waits)
    caplog.set_level("WARNING")
    faults: list[str] = []

    def run(what, arg):
        try:
            what(arg)
        except Exception as fault:
            faults.append(f"{type(fault).__name__}: {type(fault.__cause__.orig).__name__ if fault.__cause__ else ''}")

    threads = [
        Thread(target=run, args=(runtime.turn_taker.work, _conversation(desk))),
        Thread(target=run, args=(runtime.alert_sender.work, rows(runtime, Case)[0].id)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    states = [alert.state for alert in rows(runtime, CaseAlert)]
    assert (faults, states, [one.state for one in inbox(runtime)]) == ([], ["accepted"], ["done", "done"])


@ON_POSTGRESQL
def test_a_yes_while_the_ten_minutes_end_does_not_deadlock(desk: Desk, monkeypatch, caplog) -> None:
    """The turn holds the conversation and wants the watch; the sweep holds the watch and wants the conversation."""
    runtime = desk.runtime
    runtime.given_understander = Doubting()
    desk.say("mungkin dia dibawa")
    runtime.clock.advance(timedelta(minutes=11))
    deliver(runtime, make_inbound("1"))
    both = Barrier(2, timeout=2)
    real_end, real_open = case_effects.end_watch, escalate.open_case

    def turn_waits(session, conversation_id):
        if not turn_waits.done:
            turn_waits.done = True
            _meet(both)
        return real_end(session, conversation_id)

    turn_waits.done = False

    def sweep_waits(*args, **more):
        _meet(both)
        return real_open(*args, **more)

    monkeypatch.setattr(case_effects, "end_watch", turn_waits)
    monkeypatch.setattr(escalate, "open_case", sweep_waits)
    caplog.set_level("WARNING")
    faults: list[str] = []

    def run(what, *args):
        try:
            what(*args)
        except Exception as fault:
            faults.append(f"{type(fault).__name__}: {type(fault.__cause__.orig).__name__ if fault.__cause__ else ''}")

    threads = [
        Thread(target=run, args=(runtime.turn_taker.work, _conversation(desk))),
        Thread(target=run, args=(runtime.escalation.work,)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (faults, len(desk.cases()), [one.state for one in inbox(runtime)]) == ([], 1, ["done", "done"])


def _conversation(desk: Desk):
    return conversation_ids(desk.runtime)[0]


def _meet(both: Barrier) -> None:
    """Wait for the other one; where a lock keeps it back, go on: that is the order we want."""
    with suppress(BrokenBarrierError):
        both.wait()
