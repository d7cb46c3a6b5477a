"""The gateway without a provider, and the scripted one of other tests."""

from datetime import datetime
from uuid import uuid4

import pytest

from bot.clock import UTC
from bot.messaging.door import DeliveryStatus, Gateway, Outgoing, Receipt, SendError
from bot.messaging.recorder import RecorderGateway
from bot.vocabulary import Channel
from tests.doubles.gateway import ScriptableGateway

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


def message() -> Outgoing:
    return Outgoing(uuid4(), Channel.SMS, "+6280000000089", "a")


def test_the_recorder_delivers_everything_under_ids_of_its_own():
    gateway: Gateway = RecorderGateway()
    receipts = [gateway.send(message()) for _ in range(100)]
    assert {receipt.status for receipt in receipts} == {DeliveryStatus.DELIVERED}
    assert len({receipt.provider_id for receipt in receipts}) == 100
    assert gateway.find(message(), NOW) is None


def test_the_scripted_gateway_does_as_told_and_then_accepts():
    refused, failed = SendError("21610", retryable=False), Receipt("SM1", DeliveryStatus.FAILED, "30005")
    gateway: Gateway = ScriptableGateway(refused, failed)
    with pytest.raises(SendError) as caught:
        gateway.send(message())
    assert caught.value is refused
    assert gateway.send(message()) == failed
    assert gateway.send(message()).status is DeliveryStatus.ACCEPTED
