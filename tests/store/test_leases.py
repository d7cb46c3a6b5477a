"""Leases: one worker takes a conversation's turns, and a dead one's lease runs out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.bootstrap import Runtime
from bot.store.leases import LEASE, hold_lease, release_lease, take_lease
from tests.doubles.service import change, conversation_ids, deliver
from tests.factories import make_inbound

ONE, OTHER = uuid4(), uuid4()


@pytest.fixture
def talk(runtime: Runtime) -> UUID:
    """A conversation with a message that waits."""
    deliver(runtime, make_inbound())
    return conversation_ids(runtime)[0]


def call(runtime: Runtime, function, talk: UUID, owner: UUID) -> bool:
    with runtime.store.writing() as session:
        return function(session, talk, owner, runtime.clock.now())


def test_a_second_worker_is_refused(runtime: Runtime, talk: UUID) -> None:
    assert call(runtime, take_lease, talk, ONE)
    assert not call(runtime, take_lease, talk, OTHER)
    assert call(runtime, hold_lease, talk, ONE)
    assert not call(runtime, hold_lease, talk, OTHER)


def test_an_expired_lease_is_taken_over_and_the_first_worker_notices(runtime: Runtime, talk: UUID) -> None:
    call(runtime, take_lease, talk, ONE)
    runtime.clock.advance(LEASE)
    assert not call(runtime, take_lease, talk, OTHER)  # still living in its last instant
    runtime.clock.advance(timedelta(microseconds=1))
    assert call(runtime, take_lease, talk, OTHER)
    assert not call(runtime, hold_lease, talk, ONE)
    assert not call(runtime, release_lease, talk, ONE)
    assert call(runtime, hold_lease, talk, OTHER)


def test_an_expired_lease_is_not_held_even_when_nobody_took_it(runtime: Runtime, talk: UUID) -> None:
    call(runtime, take_lease, talk, ONE)
    runtime.clock.advance(LEASE + timedelta(seconds=1))
    assert not call(runtime, hold_lease, talk, ONE)


def test_holding_prolongs(runtime: Runtime, talk: UUID) -> None:
    call(runtime, take_lease, talk, ONE)
    for _ in range(5):
        runtime.clock.advance(timedelta(seconds=25))
        assert call(runtime, hold_lease, talk, ONE)
    assert not call(runtime, take_lease, talk, OTHER)


def test_a_lease_is_not_given_back_while_a_message_is_due(runtime: Runtime, talk: UUID) -> None:
    call(runtime, take_lease, talk, ONE)
    assert not call(runtime, release_lease, talk, ONE)
    change(runtime, "UPDATE messages SET state = 'done'")
    assert call(runtime, release_lease, talk, ONE)
    assert call(runtime, take_lease, talk, OTHER)


def test_of_eight_workers_one_gets_it(runtime: Runtime, talk: UUID) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: call(runtime, take_lease, talk, uuid4()), range(8)))
    assert taken.count(True) == 1
