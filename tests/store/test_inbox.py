"""Messages of people: stored once, in order, under whatever address the provider writes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bootstrap import Runtime
from bot.messaging.door import Attachment
from bot.services.receive_message import Received
from bot.store.inbox import next_due, postpone_message, read_message
from bot.store.people import recipient
from bot.store.tables.contacts import Contact
from bot.vocabulary import Channel
from tests.doubles.service import change, contact, conversation_ids, deliver, inbox, rows
from tests.factories import make_inbound


def oldest(runtime: Runtime):
    """Return the message whose turn is next, None when none is due."""
    (conversation_id,) = conversation_ids(runtime)
    with runtime.store.reading() as session:
        message_id = next_due(session, conversation_id, runtime.clock.now())
        return message_id and read_message(session, runtime.vault, message_id)


def test_a_message_is_read_back_whole(runtime: Runtime) -> None:
    photo = Attachment("https://media.example/1", "image/jpeg")
    deliver(runtime, make_inbound("Halo 😀\nbaris dua", attachments=(photo,), fields={"WaId": "62"}))
    message = oldest(runtime)
    assert message.text == "Halo 😀\nbaris dua"
    assert message.fields == {"WaId": "62", "attachments": '[["https://media.example/1", "image/jpeg"]]'}
    assert message.received_at == runtime.clock.now()


def test_a_repeated_delivery_is_stored_once(runtime: Runtime) -> None:
    first = make_inbound(provider_id="SM1")
    assert [deliver(runtime, first) for _ in range(3)] == [Received.STORED, Received.DUPLICATE, Received.DUPLICATE]
    assert len(inbox(runtime)) == 1


def test_the_same_id_of_another_provider_is_another_message(runtime: Runtime) -> None:
    message = make_inbound(provider_id="1")
    assert deliver(runtime, message) is Received.STORED
    assert deliver(runtime, replace(message, provider="simulator")) is Received.STORED
    assert len(conversation_ids(runtime)) == 2


def test_eight_at_once_store_each_message_once(runtime: Runtime) -> None:
    messages = [make_inbound(provider_id=f"SM{n % 10}", address=f"+62812000000{n % 3}") for n in range(80)]
    with ThreadPoolExecutor(8) as pool:
        received = list(pool.map(lambda message: deliver(runtime, message), messages))
    assert received.count(Received.STORED) == 10
    assert received.count(Received.DUPLICATE) == 70
    assert len(inbox(runtime)) == 10
    assert 1 <= len(conversation_ids(runtime)) <= 3
    assert len(rows(runtime, Contact)) == len(conversation_ids(runtime))


def test_a_first_message_that_comes_eight_times_at_once_makes_one_person(runtime: Runtime) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: deliver(runtime, make_inbound(f"{n}")), range(8)))
    assert len(rows(runtime, Contact)) == 1
    assert len(inbox(runtime)) == 8


def test_messages_are_taken_in_order_of_arrival(runtime: Runtime) -> None:
    for number in range(5):
        deliver(runtime, make_inbound(f"pesan {number}"))
    runtime.turn_taker.work(conversation_ids(runtime)[0])
    assert runtime.understander.asked == [f"pesan {number}" for number in range(5)]


def test_later_messages_wait_behind_a_postponed_one(runtime: Runtime) -> None:
    deliver(runtime, make_inbound("satu"))
    deliver(runtime, make_inbound("dua"))
    with runtime.store.writing() as session:
        postpone_message(session, inbox(runtime)[0].id, runtime.clock.now(), counts=True)
    assert oldest(runtime) is None
    runtime.clock.advance(timedelta(seconds=2))
    assert oldest(runtime).text == "satu"


@pytest.mark.parametrize(
    "address",
    [
        "whatsapp:+6281234567890",
        "whatsapp:ID.12345abcDEF",
        "whatsapp:" + "x" * 150,
        "+6281234567890",
        "BANK",
        "12345",
    ],
)
def test_any_address_gets_its_conversation(runtime: Runtime, address: str) -> None:
    channel = Channel.WHATSAPP if address.startswith("whatsapp:") else Channel.SMS
    for _ in range(2):
        deliver(runtime, replace(make_inbound(), address=address, channel=channel))
    (conversation_id,) = conversation_ids(runtime)
    with runtime.store.reading() as session:
        person = recipient(session, runtime.vault, conversation_id)
    assert (person.address, person.channel, person.provider) == (address, channel, "twilio")


def test_sms_and_whatsapp_of_one_number_are_two_conversations(runtime: Runtime) -> None:
    deliver(runtime, make_inbound(channel=Channel.SMS))
    deliver(runtime, make_inbound(channel=Channel.WHATSAPP))
    assert len(conversation_ids(runtime)) == 2


def test_only_a_new_message_brings_an_address_back(runtime: Runtime) -> None:
    message = make_inbound()
    deliver(runtime, message)
    change(runtime, "UPDATE contacts SET address_sealed = NULL, service_sealed = NULL")
    assert deliver(runtime, message) is Received.DUPLICATE
    assert contact(runtime).address_sealed is None
    assert contact(runtime).service_sealed is None
    deliver(runtime, make_inbound())
    assert contact(runtime).address_sealed is not None
