"""Every service while another process holds the database: it says "unavailable", and loses nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import event

from bot.bootstrap import Runtime
from bot.errors import UnavailableError
from bot.messaging.door import DeliveryStatus, Receipt
from bot.services.check_health import database_ready
from bot.services.purge import purge_older
from bot.services.receive_message import Received, drain_spool
from bot.services.record_status import record_status
from bot.services.rehearse import exchange
from bot.services.seed import seed
from bot.services.sweep import sweep
from bot.store import engine as engine_module
from tests.doubles.provider import Provider
from tests.doubles.service import RingCounter, conversation_ids, deliver, inbox, outbox, work, work_by_sweeps
from tests.factories import make_inbound

_TABLES = "contacts, conversations, messages, outbox, answer_revisions, audit"


@contextmanager
def locked(runtime: Runtime) -> Iterator[None]:
    """Let somebody else hold the database, and let nobody wait long for it."""
    engine = runtime.store.engine
    engine.dispose()
    event.listen(engine, "connect", _wait_briefly)
    url = engine.url
    if engine.dialect.name == "sqlite":
        other = sqlite3.connect(url.database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
    else:
        other = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
        other.execute(f"LOCK TABLE {_TABLES} IN ACCESS EXCLUSIVE MODE")  # type: ignore[call-overload]
    try:
        yield
    finally:
        other.rollback() if engine.dialect.name == "postgresql" else other.execute("ROLLBACK")
        other.close()


def _wait_briefly(raw, _record) -> None:
    if not isinstance(raw, sqlite3.Connection):
        raw.execute("SET lock_timeout = '50ms'")
        raw.commit()


@pytest.fixture(autouse=True)
def _nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.05)


@pytest.fixture
def busy(runtime: Runtime) -> Runtime:
    """A service with an answered question and another that waits."""
    deliver(runtime, make_inbound())
    work(runtime)
    deliver(runtime, make_inbound("kedua"))
    return runtime


def test_a_message_goes_to_the_spool_and_comes_back(busy: Runtime) -> None:
    with locked(busy):
        assert deliver(busy, make_inbound("ketiga")) is Received.SPOOLED
        with pytest.raises(UnavailableError):
            drain_spool(busy.store, busy.spool, busy.bell, busy.clock)
        with pytest.raises(UnavailableError):
            sweep(busy.store, busy.spool, busy.bell, busy.clock)
        assert busy.spool.waiting()
    assert sweep(busy.store, busy.spool, RingCounter(), busy.clock) >= 1
    work(busy)
    assert [row.state for row in inbox(busy)] == ["done"] * 3


def test_turns_and_sends_wait(busy: Runtime) -> None:
    (conversation_id,) = conversation_ids(busy)
    with locked(busy):
        with pytest.raises(UnavailableError):
            busy.turn_taker.work(conversation_id)
        with pytest.raises(UnavailableError):
            busy.sender.work(conversation_id)
    work(busy)
    assert [row.state for row in inbox(busy)] == ["done", "done"]
    assert {row.state for row in outbox(busy)} == {"delivered"}


def test_a_lock_in_the_middle_of_a_turn_keeps_the_message(busy: Runtime) -> None:
    class Locking:
        def understand(self, text: str):
            holder = locked(busy)
            holder.__enter__()
            holders.append(holder)
            return plain.understand(text)

    plain, holders = busy.understander, []
    busy.given_understander = Locking()
    del busy.understander, busy.turn_taker
    with pytest.raises(UnavailableError):
        busy.turn_taker.work(conversation_ids(busy)[0])
    holders[0].__exit__(None, None, None)
    assert [row.state for row in inbox(busy)] == ["done", "received"]
    assert inbox(busy)[1].attempts == 0


def test_a_lock_in_the_middle_of_a_send_leaves_it_in_doubt_not_lost(busy: Runtime) -> None:
    class Locking(Provider):
        def send(self, message):
            receipt = super().send(message)
            if len(self.accepted) == 1:
                holder = locked(busy)
                holder.__enter__()
                holders.append(holder)
            return receipt

    holders: list = []
    provider = Locking(busy.clock)
    busy.given_gateways = {"twilio": provider}
    del busy.gateways, busy.sender
    (conversation_id,) = conversation_ids(busy)
    busy.turn_taker.work(conversation_id)
    with pytest.raises(UnavailableError):
        busy.sender.work(conversation_id)
    holders[0].__exit__(None, None, None)
    work_by_sweeps(busy, 8)
    assert len(provider.accepted) == len([row for row in outbox(busy) if row.state == "accepted"])
    assert {row.state for row in outbox(busy)} == {"delivered", "accepted"}


@pytest.mark.parametrize("verb", ["status", "purge", "seed", "exchange"])
def test_other_writers_say_so(busy: Runtime, verb: str) -> None:
    sent = outbox(busy)[0].id
    receipt = Receipt("SM1", DeliveryStatus.READ)
    calls = {
        "status": lambda: record_status(busy.store, busy.clock, sent, receipt),
        "purge": lambda: purge_older(busy.store, busy.clock),
        "seed": lambda: seed(busy.store, busy.clock, busy.wording.catalog),
        "exchange": lambda: exchange(busy.store, busy.spool, busy.clock, busy.turn_taker, busy.sender, make_inbound()),
    }
    with locked(busy), pytest.raises(UnavailableError):
        calls[verb]()


def test_afterwards_everything_is_ready_again(busy: Runtime) -> None:
    with locked(busy):
        pass
    database_ready(busy.store)
