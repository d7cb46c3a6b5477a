"""Our messages: statuses only move forward, callbacks may come in any order."""

from itertools import permutations
from uuid import uuid4

import pytest

from bot.bootstrap import Runtime
from bot.messaging.door import DeliveryStatus, Receipt
from bot.services.record_status import record_status
from tests.doubles.service import change, conversation_ids, deliver, outbox, work
from tests.factories import make_inbound

FORWARD = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.READ)


def tell(runtime: Runtime, status: DeliveryStatus, code: str | None = None) -> bool:
    """Report a status of the first message of ours."""
    receipt = Receipt("SMprovider", status, code)
    return record_status(runtime.store, runtime.clock, outbox(runtime)[0].id, receipt)


@pytest.fixture
def queued(runtime: Runtime) -> Runtime:
    """A service with replies that nobody sent yet."""
    deliver(runtime, make_inbound())
    runtime.turn_taker.work(conversation_ids(runtime)[0])
    return runtime


def reset(runtime: Runtime) -> None:
    change(runtime, "UPDATE outbox SET state = 'queued', rank = 0, provider_id = NULL, finished_at = NULL")


def test_statuses_in_any_order_end_at_the_furthest(queued: Runtime) -> None:
    for order in permutations(FORWARD):
        reset(queued)
        seen = []
        for status in order:
            tell(queued, status)
            seen.append(DeliveryStatus(outbox(queued)[0].state))
        ranks = [FORWARD.index(status) for status in seen]
        assert ranks == sorted(ranks)
        assert seen[-1] is DeliveryStatus.READ


def test_every_order_with_a_failure_ends_delivered_or_failed_and_stays(queued: Runtime) -> None:
    failed = DeliveryStatus.FAILED
    for order in permutations((*FORWARD[:3], failed)):
        reset(queued)
        for status in order:
            tell(queued, status, "30003" if status is failed else None)
        delivered_first = order.index(DeliveryStatus.DELIVERED) < order.index(failed)
        assert outbox(queued)[0].state == ("delivered" if delivered_first else "failed")


def test_a_failure_after_delivery_is_ignored(queued: Runtime) -> None:
    assert tell(queued, DeliveryStatus.DELIVERED)
    assert not tell(queued, DeliveryStatus.FAILED, "30008")
    assert outbox(queued)[0].error_code is None


def test_a_failure_is_final_and_keeps_its_code(queued: Runtime) -> None:
    assert tell(queued, DeliveryStatus.FAILED, "30003")
    for status in FORWARD:
        assert not tell(queued, status)
    row = outbox(queued)[0]
    assert (row.state, row.error_code) == ("failed", "30003")
    assert row.finished_at == queued.clock.now()


def test_a_repeated_status_changes_nothing(queued: Runtime) -> None:
    assert tell(queued, DeliveryStatus.SENT)
    assert not tell(queued, DeliveryStatus.SENT)


def test_a_status_of_a_message_we_do_not_have_is_ignored(queued: Runtime) -> None:
    before = [(row.state, row.rank) for row in outbox(queued)]
    receipt = Receipt("SMx", DeliveryStatus.DELIVERED)
    assert not record_status(queued.store, queued.clock, uuid4(), receipt)
    assert [(row.state, row.rank) for row in outbox(queued)] == before


def test_a_callback_alone_proves_that_a_message_went_out(queued: Runtime) -> None:
    tell(queued, DeliveryStatus.ACCEPTED)
    first = outbox(queued)[0]
    assert (first.state, first.provider_id) == ("accepted", "SMprovider")
    work(queued)
    assert outbox(queued)[0].attempts == 0  # never handed over again
