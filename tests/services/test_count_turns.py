"""What is counted by day: messages by what became of them, people by month, waiting and delivery; each once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest

from bot.bootstrap import Runtime
from bot.messaging.door import DeliveryStatus, Receipt
from bot.messaging.simulated import FIRST_NUMBER
from bot.services import count_turns
from bot.services.record_status import record_status
from bot.store.sending_counts import Wait, wait_of
from bot.store.tables.figures import DailyCount
from bot.store.tables.messages import OutboxMessage
from bot.understanding.chain import Chain
from tests.doubles.provider import DIES_AFTER, DIES_BEFORE, TIMES_OUT, Provider
from tests.doubles.service import WorkerKilledError, deliver, rows, work
from tests.factories import make_inbound, make_runtime

COST = "berapa biaya kerja ke malaysia"


@pytest.fixture
def served(runtime: Runtime) -> Iterator[Callable[[Provider], Runtime]]:
    """Make the service, understanding by keywords, over a provider."""
    services = []

    def make(provider: Provider) -> Runtime:
        services.append(make_runtime(runtime.settings, clock=runtime.clock, understander=Chain(None), gateway=provider))
        return services[-1]

    yield make
    for each in services:
        each.store.engine.dispose()


@pytest.fixture
def service(runtime: Runtime, served: Callable[[Provider], Runtime]) -> Runtime:
    """The service over a provider that takes everything."""
    return served(Provider(runtime.clock))


def counts(runtime: Runtime, kind: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows(runtime, DailyCount):
        if row.kind == kind:
            found[row.name] += row.count
    return found


def say(runtime: Runtime, text: str, **changes: object) -> None:
    deliver(runtime, make_inbound(text, **changes))
    work(runtime)


def test_messages_are_counted_by_what_became_of_them(service: Runtime) -> None:
    for text in (COST, "MENU", "1", "qwertz asdfgh yxcvbn", "halo", "tolong saya disekap majikan", "BERHENTI"):
        say(service, text)
    found = counts(service, "turn")
    assert found == {"answered": 1, "command": 2, "unclear": 1, "other": 3}
    assert {row.channel for row in rows(service, DailyCount) if row.kind == "turn"} == {"sms"}


def test_what_is_private_is_among_the_rest(service: Runtime) -> None:
    for text in ("LAPOR", "STATUS", "HAPUS", "apakah ada yang lapor saya?"):
        say(service, text)
    assert set(counts(service, "turn")) == {"other"}


def test_a_person_is_counted_once_a_month(service: Runtime) -> None:
    for _ in range(3):
        say(service, COST)
    say(service, "halo", address="+6281234560002")
    assert counts(service, "people") == {"new": 2}
    service.clock.advance(timedelta(days=20))
    for _ in range(2):
        say(service, COST)
    assert counts(service, "people") == {"new": 2, "again": 1}
    days = {row.day for row in rows(service, DailyCount) if row.kind == "people"}
    assert days == {date(2026, 11, 1), date(2026, 12, 1)}


@pytest.mark.parametrize("changes", [{"address": FIRST_NUMBER}, {"provider": "simulator"}, {"provider": "talk"}])
def test_what_is_tried_is_not_counted(service: Runtime, changes: dict[str, str]) -> None:
    inbound = make_inbound(COST, address=changes.get("address", "+6281234560003"))
    deliver(service, type(inbound)(**{**vars(inbound), **changes}))
    work(service)
    assert rows(service, DailyCount) == []


def test_a_killed_sender_counts_a_message_once(runtime: Runtime, served: Callable[[Provider], Runtime]) -> None:
    provider = Provider(runtime.clock, DIES_AFTER)
    service = served(provider)
    deliver(service, make_inbound(COST))
    with pytest.raises(WorkerKilledError):
        work(service)
    assert counts(service, "sending") == {}
    service.clock.advance(timedelta(seconds=70))
    work(service)
    assert len(provider.accepted) == len(rows(service, OutboxMessage))
    assert counts(service, "sending") == {"handed": len(provider.accepted)}
    assert counts(service, "wait") == {"2min": 1}


@pytest.mark.parametrize("fate", [DIES_BEFORE, TIMES_OUT])
def test_what_goes_out_late_is_counted_when_it_does(
    runtime: Runtime, served: Callable[[Provider], Runtime], fate: str
) -> None:
    service = served(Provider(runtime.clock, fate))
    deliver(service, make_inbound(COST))
    with suppress(WorkerKilledError):
        work(service)
    assert counts(service, "wait") == {}
    service.clock.advance(timedelta(minutes=3))
    work(service)
    assert counts(service, "wait") == {"longer": 1}


def test_a_providers_word_counts_once_however_often_it_comes(service: Runtime) -> None:
    say(service, COST)
    sent = len(rows(service, OutboxMessage))
    first = rows(service, OutboxMessage)[0]
    for status in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.DELIVERED, DeliveryStatus.READ):
        record_status(service.store, service.clock, first.id, Receipt(None, status))
    assert counts(service, "sending") == {"handed": sent, "arrived": 1}
    record_status(service.store, service.clock, first.id, Receipt(None, DeliveryStatus.FAILED, "30003"))
    assert counts(service, "sending") == {"handed": sent, "arrived": 1}


def test_a_turn_is_taken_where_counting_fails(service: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("no such table")

    monkeypatch.setattr("bot.store.daily_counts._count", broken)
    say(service, COST)
    assert rows(service, OutboxMessage)[0].state == "accepted"
    assert rows(service, DailyCount) == []


def test_the_answer_to_hapus_tells_no_waiting_time(service: Runtime) -> None:
    say(service, COST)
    say(service, "HAPUS")
    assert counts(service, "wait") == {"5s": 1}


def test_limits_of_waiting() -> None:
    limits = {5: Wait.SECONDS_5, 5.1: Wait.SECONDS_10, 10: Wait.SECONDS_10, 30: Wait.SECONDS_30, 120: Wait.MINUTES_2}
    assert {seconds: wait_of(timedelta(seconds=seconds)) for seconds in limits} == limits
    assert wait_of(timedelta(seconds=120.5)) is Wait.LONGER
    assert count_turns.Visit.NEW == "new"
