"""STOP, MULAI and HAPUS from end to end, with the real rules of understanding."""

import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.bootstrap import Runtime
from bot.messaging.door import Inbound, SendError
from bot.messaging.simulated import FIRST_NUMBER
from bot.services.receive_message import Received
from bot.services.rehearse import exchange
from bot.services.show_talk import show_talk
from bot.store.people import read_state
from bot.store.tables.answers import AnswerRating
from bot.store.tables.audit import AuditEntry
from bot.store.tables.contacts import Contact
from bot.understanding.chain import Chain
from tests.doubles.gateway import ScriptableGateway
from tests.doubles.provider import DIES_AFTER, Provider
from tests.doubles.service import (
    WorkerKilledError,
    change,
    contact,
    conversation_ids,
    deliver,
    inbox,
    outbox,
    rows,
    work,
    work_by_sweeps,
)
from tests.factories import make_inbound

OTHER = "+6289999999999"


@pytest.fixture
def talking(runtime: Runtime) -> Runtime:
    """A service that understands by its rules and keywords and sends to a provider that remembers."""
    runtime.given_understander = Chain(None)
    runtime.given_gateways = {"twilio": Provider(runtime.clock)}
    return runtime


def say(runtime: Runtime, body: str, **changes: object) -> list[str]:
    """Let a person say something; returns the texts that go back."""
    before = len(provider(runtime).texts)
    deliver(runtime, make_inbound(body, **changes))
    work(runtime)
    return provider(runtime).texts[before:]


def provider(runtime: Runtime) -> Provider:
    return runtime.gateways["twilio"]


def test_after_stop_nobody_is_answered_until_start(talking: Runtime) -> None:
    assert len(say(talking, "STOP")) == 1
    assert contact(talking).stopped_at == talking.clock.now()
    assert say(talking, "berapa biaya berangkat") == []
    assert say(talking, "menu") == []
    assert say(talking, "MULAI")
    assert contact(talking).stopped_at is None
    assert say(talking, "berapa biaya berangkat")


def test_an_emergency_is_answered_after_stop(talking: Runtime) -> None:
    say(talking, "BERHENTI")
    assert any("110" in reply for reply in say(talking, "tolong saya disekap majikan"))
    assert say(talking, "halo") == []


def test_a_stop_the_provider_saw_counts(talking: Runtime) -> None:
    say(talking, "STOP", fields={"OptOutType": "STOP"})
    assert contact(talking).stopped_at is not None


def test_erasing_leaves_no_text_of_the_person_and_no_address(talking: Runtime) -> None:
    say(talking, "halo")
    say(talking, "berapa biaya berangkat", fields={"ProfileName": "Maria Nenobesi"})
    erased = say(talking, "HAPUS")
    assert len(erased) == 1
    for message in inbox(talking):
        assert (message.body_sealed, message.fields_sealed) == (None, None)
    assert {message.outcome_sealed for message in inbox(talking)} == {None}
    assert {row.content_sealed for row in outbox(talking)} == {None}
    assert (contact(talking).address_sealed, contact(talking).service_sealed) == (None, None)
    assert contact(talking).erase_requested_at is None
    assert [row.action for row in rows(talking, AuditEntry)] == ["erased"]


def test_nothing_but_the_keyed_hash_of_the_person_is_left_in_any_table(talking: Runtime) -> None:
    say(talking, "berapa biaya berangkat")
    sealed_before = [row.body_sealed for row in inbox(talking)] + [contact(talking).address_sealed]
    say(talking, "HAPUS")
    with talking.store.reading() as session:
        for table in ("contacts", "conversations", "messages", "outbox", "audit"):
            for row in session.execute(text(f"SELECT * FROM {table}")):  # noqa: S608 - our own names
                assert not set(sealed_before) & {value for value in row if isinstance(value, bytes)}


def test_erased_ciphertexts_are_overwritten_in_the_file(talking: Runtime) -> None:
    if talking.store.engine.dialect.name != "sqlite":
        return  # what a server's files hold is up to its VACUUM
    say(talking, "berapa biaya berangkat")
    sealed = [row.body_sealed for row in inbox(talking)]
    say(talking, "HAPUS")
    talking.store.engine.dispose()
    path = talking.store.engine.url.database
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with open(path, "rb") as file:  # noqa: PTH123 - as a thief would
        content = file.read()
    assert not any(body in content for body in sealed)


def test_the_answer_to_hapus_is_the_same_with_and_without_a_history(talking: Runtime) -> None:
    say(talking, "halo")
    say(talking, "mau lapor calo")
    with_history = say(talking, "HAPUS")
    without = say(talking, "HAPUS", address=OTHER)
    assert with_history == without


def test_a_new_halo_afterwards_reads_as_for_a_new_person(talking: Runtime) -> None:
    say(talking, "halo")
    say(talking, "HAPUS")
    again = say(talking, "halo")
    assert again == say(talking, "halo", address=OTHER)
    assert len(conversation_ids(talking)) == 2
    assert contact_address_known(talking)


def contact_address_known(runtime: Runtime) -> bool:
    return all(row.address_sealed for row in rows(runtime, Contact))


def test_replies_that_wait_are_not_sent_after_hapus(talking: Runtime) -> None:
    deliver(talking, make_inbound("berapa biaya berangkat"))
    deliver(talking, make_inbound("HAPUS"))
    work(talking)
    assert len(provider(talking).texts) == 1
    assert len(outbox(talking)) == 1


def test_a_message_between_hapus_and_its_reply_is_answered(talking: Runtime) -> None:
    say(talking, "halo")
    deliver(talking, make_inbound("HAPUS"))
    talking.turn_taker.work(conversation_ids(talking)[0])
    deliver(talking, make_inbound("halo"))
    talking.sender.work(conversation_ids(talking)[0])  # the reply to HAPUS goes out, the greeting waits for its turn
    before = len(provider(talking).texts)
    work(talking)
    assert len(provider(talking).texts) > before
    assert {row.state for row in outbox(talking)} == {"accepted"}
    assert contact(talking).address_sealed is None  # and then the address is forgotten all the same


def test_a_repeated_delivery_after_hapus_does_not_bring_the_address_back(talking: Runtime) -> None:
    say(talking, "halo")
    hapus = make_inbound("HAPUS")
    deliver(talking, hapus)
    work(talking)
    assert deliver(talking, hapus) is Received.DUPLICATE
    assert contact(talking).address_sealed is None
    work(talking)
    assert len(inbox(talking)) == 2


def test_the_address_is_forgotten_although_the_worker_died_right_after_the_reply(talking: Runtime) -> None:
    deliver(talking, make_inbound("HAPUS"))
    talking.given_gateways["twilio"] = Provider(talking.clock, DIES_AFTER)
    with pytest.raises(WorkerKilledError):
        work(talking)
    change(talking, "UPDATE outbox SET state = 'sent', rank = 2")  # the callback came, so nothing is left to send
    assert contact(talking).address_sealed is not None
    work_by_sweeps(talking, 2)
    assert contact(talking).address_sealed is None


def test_hapus_after_stop_is_done_without_a_word(talking: Runtime) -> None:
    say(talking, "berapa biaya berangkat")
    say(talking, "STOP")
    assert say(talking, "HAPUS") == []
    work_by_sweeps(talking, 2)
    assert contact(talking).address_sealed is None
    assert {row.body_sealed for row in inbox(talking)} == {None}
    assert contact(talking).stopped_at is not None
    assert say(talking, "halo") == []  # the STOP still counts


def test_a_reply_to_hapus_that_cannot_be_sent_still_ends_in_forgetting(talking: Runtime) -> None:
    talking.given_gateways["twilio"] = ScriptableGateway(*[SendError("30001", retryable=True)] * 20)
    deliver(talking, make_inbound("HAPUS"))
    work_by_sweeps(talking, 400, seconds=300)
    assert contact(talking).address_sealed is None
    assert {row.content_sealed for row in outbox(talking)} == {None}


def test_nothing_of_an_erased_talk_is_shown(talking: Runtime) -> None:
    for body in ("halo", "HAPUS"):
        say(talking, body, address=FIRST_NUMBER)
    assert show_talk(talking.store, FIRST_NUMBER) == []
    say(talking, "menu", address=FIRST_NUMBER)
    assert [line.text for line in show_talk(talking.store, FIRST_NUMBER) if line.content is None] == ["menu"]


def test_the_language_that_was_chosen_outlives_the_erasure(talking: Runtime) -> None:
    say(talking, "BAHASA INGGRIS")
    say(talking, "HAPUS")
    with talking.store.reading() as session:
        state = read_state(session, talking.vault, conversation_ids(talking)[0])
    assert '"greeted":false' in state


def test_an_exchange_of_hapus_reports_what_was_done(talking: Runtime) -> None:
    def talk(body: str):
        message: Inbound = replace(make_inbound(body), provider="twilio")
        return exchange(talking.store, talking.spool, talking.clock, talking.turn_taker, talking.sender, message)

    talk("halo")
    answered = talk("HAPUS")
    assert answered.outcome["effects"] == [{"type": "EraseContact"}]
    assert answered.replies[0].text


def test_a_rating_is_counted_by_day_answer_and_language(talking: Runtime) -> None:
    for address in ("+6281234567890", "+6281234567891"):
        say(talking, "berapa biaya berangkat", address=address)
        say(talking, "terima kasih", address=address)
        assert say(talking, "KURANG", address=address) == ["Terima kasih. Kami hanya menghitung, tanpa nama dan nomor."]
    (counted,) = rows(talking, AnswerRating)
    assert (counted.key, counted.language, counted.helped, counted.count) == ("ask_cost", "id", False, 2)
