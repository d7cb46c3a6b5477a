"""The sweep: with every ring swallowed, all work is still done."""

from datetime import timedelta

import pytest

from bot.bootstrap import Runtime
from bot.errors import UnavailableError
from bot.services.sweep import sweep
from bot.store.engine import Store, make_engine
from bot.store.leases import LEASE
from bot.understanding.chain import Chain
from tests.doubles.postgres import free_port
from tests.doubles.provider import DIES_AFTER, DIES_BEFORE, TIMES_OUT, Provider
from tests.doubles.service import (
    RingCounter,
    WorkerKilledError,
    deliver,
    inbox,
    outbox,
    texts,
    work,
    work_by_sweeps,
)
from tests.doubles.understander import ScriptedUnderstander
from tests.factories import make_inbound

BODIES = ("halo", "berapa biaya ke Malaysia", "LAGI", "STOP", "MULAI", "menu", "2", "HAPUS", "halo")


def rings(runtime: Runtime) -> RingCounter:
    bell = RingCounter()
    sweep(runtime.store, runtime.spool, bell, runtime.clock)
    return bell


def test_with_every_ring_swallowed_all_work_is_done(runtime: Runtime) -> None:
    """The runtime's bell is one nobody hears."""
    runtime.given_understander = Chain(None)
    provider = Provider(runtime.clock)
    runtime.given_gateways = {"twilio": provider}
    for person in range(4):
        for body in BODIES[:7]:
            deliver(runtime, make_inbound(body, address=f"+62812{person}"))
    work_by_sweeps(runtime, 3)
    assert {row.state for row in inbox(runtime)} == {"done"}
    assert {row.state for row in outbox(runtime)} == {"accepted"}
    assert sorted(provider.texts) == sorted(texts(runtime))
    quiet = rings(runtime)
    assert quiet.turns == quiet.sends == []


def test_with_dying_workers_and_a_bad_provider_all_work_is_done_once(runtime: Runtime) -> None:
    provider = Provider(runtime.clock, TIMES_OUT, DIES_BEFORE, None, DIES_AFTER, TIMES_OUT)
    runtime.given_gateways = {"twilio": provider}
    for person in range(3):
        deliver(runtime, make_inbound(f"{person}", address=f"+62812{person}"))
    for _ in range(12):
        try:
            work_by_sweeps(runtime, 3)
        except WorkerKilledError:
            runtime.clock.advance(timedelta(seconds=11))
    assert {row.state for row in outbox(runtime)} == {"accepted"}
    assert sorted(provider.texts) == sorted(texts(runtime))


def test_what_is_leased_is_not_rung_for_until_the_lease_runs_out(runtime: Runtime) -> None:
    class Deadly(ScriptedUnderstander):
        def understand(self, text: str):
            raise WorkerKilledError

    runtime.given_understander = Deadly()
    deliver(runtime, make_inbound())
    assert len(rings(runtime).turns) == 1
    with pytest.raises(WorkerKilledError):
        work(runtime)
    assert rings(runtime).turns == []
    runtime.clock.advance(LEASE + timedelta(seconds=1))
    assert len(rings(runtime).turns) == 1


def test_whoever_waits_longest_is_rung_for_first(runtime: Runtime) -> None:
    for person in (3, 1, 2):
        deliver(runtime, make_inbound(address=f"+62812{person}"))
    assert rings(runtime).turns == [row.conversation_id for row in inbox(runtime)]


def test_a_conversation_is_rung_for_once_however_many_messages_wait(runtime: Runtime) -> None:
    for _ in range(5):
        deliver(runtime, make_inbound())
    assert len(rings(runtime).turns) == 1


def test_a_database_that_is_away_is_said(runtime: Runtime) -> None:
    deliver(runtime, make_inbound())
    runtime.store.engine.dispose()
    if runtime.store.engine.dialect.name == "sqlite":
        return  # a file is not away; test_locked_database has the rest
    away = Store(make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"), runtime.vault)
    with pytest.raises(UnavailableError):
        sweep(away, runtime.spool, RingCounter(), runtime.clock)
