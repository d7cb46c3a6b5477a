"""Retention: the day before and the day after."""

from datetime import timedelta

import pytest

from bot.bootstrap import Runtime
from bot.services.purge import RETENTION, purge_older
from bot.store.tables.audit import AuditEntry
from bot.store.tables.contacts import Contact, Conversation
from bot.understanding.chain import Chain
from tests.doubles.service import change, contact, conversation_ids, deliver, inbox, outbox, rows, texts, work
from tests.factories import make_inbound

DAY = timedelta(days=1)


@pytest.fixture
def answered(runtime: Runtime) -> Runtime:
    """A service that has answered one question."""
    deliver(runtime, make_inbound())
    work(runtime)
    return runtime


def test_the_day_before_everything_is_kept(answered: Runtime) -> None:
    answered.clock.advance(RETENTION - DAY)
    assert purge_older(answered.store, answered.clock) == 0
    assert all(texts(answered))
    assert all(row.body_sealed for row in inbox(answered))


def test_the_day_after_texts_and_the_silent_person_are_gone(answered: Runtime) -> None:
    answered.clock.advance(RETENTION + DAY)
    assert purge_older(answered.store, answered.clock) > 0
    assert conversation_ids(answered) == []
    assert rows(answered, Contact) == []
    assert inbox(answered) == []
    assert outbox(answered) == []


def test_somebody_who_still_writes_keeps_the_conversation_but_not_the_old_texts(answered: Runtime) -> None:
    answered.clock.advance(RETENTION + DAY)
    deliver(answered, make_inbound("lagi"))
    work(answered)
    purge_older(answered.store, answered.clock)
    old, new = inbox(answered)
    assert (old.body_sealed, old.fields_sealed, old.outcome_sealed) == (None, None, None)
    assert new.body_sealed is not None
    assert texts(answered)[0] == ""
    assert texts(answered)[-1]


def test_whoever_said_stop_is_remembered_without_texts(runtime: Runtime) -> None:
    runtime.given_understander = Chain(None)
    deliver(runtime, make_inbound("STOP"))
    work(runtime)
    runtime.clock.advance(RETENTION + DAY)
    purge_older(runtime.store, runtime.clock)
    assert len(conversation_ids(runtime)) == 1
    assert inbox(runtime)[0].body_sealed is None
    person, talk = contact(runtime), rows(runtime, Conversation)[0]
    assert (person.address_sealed, person.service_sealed, talk.state_sealed) == (None, None, None)
    assert person.stopped_at is not None
    deliver(runtime, make_inbound("halo"))
    work(runtime)
    assert not any(texts(runtime))  # the STOP still counts
    deliver(runtime, make_inbound("tolong saya disekap majikan"))
    work(runtime)
    assert "110" in texts(runtime)[-1]
    deliver(runtime, make_inbound("MULAI"))
    work(runtime)
    assert contact(runtime).stopped_at is None


def test_whoever_said_stop_lately_is_kept(runtime: Runtime) -> None:
    runtime.given_understander = Chain(None)
    deliver(runtime, make_inbound("STOP"))
    work(runtime)
    runtime.clock.advance(RETENTION - DAY)
    assert purge_older(runtime.store, runtime.clock) == 0
    assert contact(runtime).address_sealed is not None


def test_what_was_understood_of_an_old_message_goes_although_its_text_is_gone_already(answered: Runtime) -> None:
    change(answered, "UPDATE messages SET body_sealed = NULL, fields_sealed = NULL")
    answered.clock.advance(RETENTION + DAY)
    deliver(answered, make_inbound("lagi"))
    purge_older(answered.store, answered.clock)
    assert inbox(answered)[0].outcome_sealed is None


def test_what_waits_is_never_purged(runtime: Runtime) -> None:
    deliver(runtime, make_inbound())
    runtime.clock.advance(RETENTION + DAY)
    assert purge_older(runtime.store, runtime.clock) == 0
    assert inbox(runtime)[0].body_sealed is not None


def test_a_purge_is_noted_without_any_address(answered: Runtime) -> None:
    answered.clock.advance(RETENTION + DAY)
    purge_older(answered.store, answered.clock)
    assert [(row.actor, row.action) for row in rows(answered, AuditEntry)] == [("retention", "purged")]
