"""Receiving: kept in the database, else in the spool, else refused; never lost, never twice."""

from pathlib import Path

import pytest

from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.errors import UnavailableError
from bot.services.receive_message import Received, drain_spool
from bot.services.sweep import sweep
from bot.store.engine import Store, make_engine
from bot.store.schema import upgrade
from tests.doubles.postgres import free_port
from tests.doubles.service import RingCounter, deliver, inbox, outbox, work, work_by_sweeps
from tests.factories import make_inbound, make_runtime, make_settings


@pytest.fixture
def away(runtime: Runtime, tmp_path: Path) -> Runtime:
    """The same service, with the same spool, while its database does not answer."""
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    return make_runtime(make_settings(url, runtime.settings.data_dir), clock=runtime.clock)


def test_a_stored_message_rings_once(runtime: Runtime) -> None:
    bell = runtime.given_bell = RingCounter()
    message = make_inbound()
    deliver(runtime, message)
    deliver(runtime, message)
    assert bell.turns == [inbox(runtime)[0].conversation_id]


def test_while_the_database_is_away_messages_wait_and_then_get_exactly_one_turn(
    runtime: Runtime, away: Runtime
) -> None:
    messages = [make_inbound(f"pesan {number}") for number in range(3)]
    for message in (*messages, messages[0]):
        assert deliver(away, message) is Received.SPOOLED
    with pytest.raises(UnavailableError):
        drain_spool(away.store, away.spool, away.bell, away.clock)
    bell = RingCounter()
    assert drain_spool(runtime.store, runtime.spool, bell, runtime.clock) == (4, 0)
    assert len(bell.turns) == 3
    work(runtime)
    assert runtime.understander.asked == ["pesan 0", "pesan 1", "pesan 2"]
    assert {row.state for row in inbox(runtime)} == {"done"}


def test_a_message_both_stored_and_spooled_has_one_turn(runtime: Runtime, away: Runtime) -> None:
    message = make_inbound()
    deliver(runtime, message)
    deliver(away, message)
    work_by_sweeps(runtime, 3)
    assert len(inbox(runtime)) == 1
    assert runtime.understander.asked == [message.text]
    assert {row.state for row in outbox(runtime)} == {"delivered"}


def test_when_the_spool_fails_too_the_provider_must_deliver_again(runtime: Runtime, away: Runtime) -> None:
    runtime.settings.data_dir.mkdir(exist_ok=True)
    (runtime.settings.data_dir / "spool").write_text("in the way")
    with pytest.raises(UnavailableError):
        deliver(away, make_inbound())


def test_a_spool_nobody_can_use_does_not_stop_the_sweep(runtime: Runtime) -> None:
    runtime.settings.data_dir.mkdir(exist_ok=True)
    (runtime.settings.data_dir / "spool").write_text("in the way")
    deliver(runtime, make_inbound())
    bell = RingCounter()
    assert sweep(runtime.store, runtime.spool, bell, runtime.clock) == 1
    assert len(bell.turns) == 1


def test_messages_that_came_before_the_tables_are_answered_after_them(
    empty_database_url: str, tmp_path: Path, clock: SettableClock
) -> None:
    early = make_runtime(make_settings(empty_database_url, tmp_path / "var"), clock=clock)
    assert deliver(early, make_inbound()) is Received.SPOOLED
    with pytest.raises(UnavailableError):
        drain_spool(early.store, early.spool, early.bell, clock)
    upgrade(early.store.engine)
    assert drain_spool(early.store, early.spool, early.bell, clock) == (1, 0)
    early.store.engine.dispose()


def test_the_store_recovers_by_itself(runtime: Runtime, away: Runtime) -> None:
    deliver(away, make_inbound("dulu"))
    away.store = Store(make_engine(runtime.settings.database), away.vault)
    assert deliver(away, make_inbound("sekarang")) is Received.STORED
    away.store.engine.dispose()
