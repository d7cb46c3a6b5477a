"""Sending: every reply once and in order, wherever a worker dies, and none left in doubt for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier

import pytest

from bot.bootstrap import Runtime
from bot.messaging.door import DeliveryStatus, Receipt, SendError
from bot.services.check_health import read_backlog
from bot.services.record_status import record_status
from bot.store.outbox import SENDING_LEASE
from tests.doubles.gateway import ScriptableGateway
from tests.doubles.provider import DIES_AFTER, DIES_BEFORE, TIMES_OUT, Provider
from tests.doubles.service import (
    WorkerKilledError,
    change,
    conversation_ids,
    deliver,
    outbox,
    texts,
    work,
    work_by_sweeps,
)
from tests.factories import make_inbound


def use(runtime: Runtime, gateway) -> None:
    """Let replies go out by ``gateway``."""
    runtime.given_gateways = {"twilio": gateway}


def ask(runtime: Runtime, times: int = 1) -> None:
    """Let a person ask and the worker answer, without sending."""
    for _ in range(times):
        deliver(runtime, make_inbound())
    runtime.turn_taker.work(conversation_ids(runtime)[0])


def send(runtime: Runtime) -> int:
    return runtime.sender.work(conversation_ids(runtime)[0])


def states(runtime: Runtime) -> list[str]:
    return [row.state for row in outbox(runtime)]


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_replies_are_sent_in_order_and_once(runtime: Runtime) -> None:
    provider = Provider(runtime.clock)
    use(runtime, provider)
    ask(runtime, 3)
    assert send(runtime) == len(outbox(runtime))
    assert send(runtime) == 0
    assert provider.texts == texts(runtime)
    assert [message.id for message, _, _ in provider.accepted] == [row.id for row in outbox(runtime)]
    assert {message.address for message, _, _ in provider.accepted} == {"+6281234567890"}
    assert set(states(runtime)) == {"accepted"}
    assert [row.provider_id for row in outbox(runtime)] == [receipt.provider_id for *_, receipt in provider.accepted]


def test_four_senders_at_once_send_each_reply_once_and_in_order(runtime: Runtime) -> None:
    provider = Provider(runtime.clock)
    use(runtime, provider)
    ask(runtime, 5)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            list(pool.map(lambda _: send(runtime), range(4)))
    assert provider.texts == texts(runtime)


@pytest.mark.parametrize("death", [DIES_BEFORE, DIES_AFTER])
def test_a_worker_that_dies_at_the_provider_leaves_nothing_lost_and_nothing_twice(runtime: Runtime, death: str) -> None:
    provider = Provider(runtime.clock, None, death)
    use(runtime, provider)
    ask(runtime, 2)
    with pytest.raises(WorkerKilledError):
        send(runtime)
    assert states(runtime)[:3] == ["accepted", "sending", "queued"]
    assert send(runtime) == 0  # later ones wait behind the one in doubt
    work_by_sweeps(runtime, 8)
    assert provider.texts == texts(runtime)
    assert set(states(runtime)) == {"accepted"}
    assert provider.looked_up == 1


def test_a_callback_before_the_worker_died_settles_it(runtime: Runtime) -> None:
    provider = Provider(runtime.clock, DIES_AFTER)
    use(runtime, provider)
    ask(runtime)
    with pytest.raises(WorkerKilledError):
        send(runtime)
    first = outbox(runtime)[0]
    record_status(runtime.store, runtime.clock, first.id, Receipt("MEM1", DeliveryStatus.SENT))
    send(runtime)
    assert provider.texts == texts(runtime)
    assert provider.looked_up == 0
    assert outbox(runtime)[0].state == "sent"


def test_a_reply_that_may_have_gone_out_is_looked_up_and_not_sent_twice(runtime: Runtime) -> None:
    provider = Provider(runtime.clock, TIMES_OUT)
    use(runtime, provider)
    ask(runtime)
    send(runtime)
    assert states(runtime)[0] == "maybe_sent"
    send(runtime)
    assert len(provider.accepted) == 1
    runtime.clock.advance(SENDING_LEASE + after(1))
    send(runtime)
    assert provider.texts == texts(runtime)
    assert outbox(runtime)[0].provider_id == provider.accepted[0][2].provider_id


def test_a_reply_in_doubt_the_provider_does_not_know_is_sent_again(runtime: Runtime) -> None:
    gateway = ScriptableGateway(SendError("timeout", retryable=True, maybe_sent=True))
    use(runtime, gateway)
    ask(runtime)
    send(runtime)
    runtime.clock.advance(SENDING_LEASE + after(1))
    send(runtime)
    assert [message.id for message in gateway.sent[:2]] == [outbox(runtime)[0].id] * 2
    assert set(states(runtime)) == {"accepted"}


def test_of_two_equal_texts_each_is_sent_once(runtime: Runtime) -> None:
    """The second times out although it was never accepted; the first's receipt must not stand for it."""
    provider = Provider(runtime.clock)
    use(runtime, provider)
    ask(runtime, 3)
    same = texts(runtime)[-1]
    assert texts(runtime).count(same) >= 2

    class NeverSent(Provider):
        def send(self, message):
            if len(self.accepted) == len(outbox(runtime)) - 1 and not self.looked_up:
                raise SendError("timeout", retryable=True, maybe_sent=True)
            return super().send(message)

    provider = NeverSent(runtime.clock)
    use(runtime, provider)
    send(runtime)
    assert states(runtime)[-1] == "maybe_sent"
    runtime.clock.advance(SENDING_LEASE + after(1))
    send(runtime)
    assert provider.texts == texts(runtime)
    assert set(states(runtime)) == {"accepted"}
    assert len({row.provider_id for row in outbox(runtime)}) == len(outbox(runtime))


def test_of_two_equal_texts_that_both_timed_out_each_is_found(runtime: Runtime) -> None:
    provider = Provider(runtime.clock, None, TIMES_OUT, TIMES_OUT, TIMES_OUT)
    use(runtime, provider)
    ask(runtime, 3)
    work_by_sweeps(runtime, 40)
    assert provider.texts == texts(runtime)
    assert len({row.provider_id for row in outbox(runtime)}) == len(outbox(runtime))


def test_a_callback_before_the_create_call_returned_wins(runtime: Runtime) -> None:
    class Chatty(Provider):
        def send(self, message):
            receipt = super().send(message)
            delivered = Receipt(receipt.provider_id, DeliveryStatus.DELIVERED)
            record_status(runtime.store, runtime.clock, message.id, delivered)
            return receipt

    use(runtime, Chatty(runtime.clock))
    ask(runtime)
    send(runtime)
    assert set(states(runtime)) == {"delivered"}


def test_a_callback_before_a_time_out_wins_too(runtime: Runtime) -> None:
    class Chatty(Provider):
        def send(self, message):
            record_status(runtime.store, runtime.clock, message.id, Receipt("MEM1", DeliveryStatus.ACCEPTED))
            return super().send(message)

    use(runtime, Chatty(runtime.clock, TIMES_OUT))
    ask(runtime)
    send(runtime)
    assert states(runtime)[0] == "accepted"
    assert outbox(runtime)[0].provider_id == "MEM1"


def test_a_refused_reply_is_given_up_and_the_next_is_sent(runtime: Runtime) -> None:
    gateway = ScriptableGateway(SendError("21610", retryable=False))
    use(runtime, gateway)
    ask(runtime)
    send(runtime)
    assert states(runtime)[0] == "failed"
    assert set(states(runtime)[1:]) == {"accepted"}
    assert outbox(runtime)[0].error_code == "21610"


def test_a_reply_that_cannot_go_out_now_waits_longer_and_longer_and_is_then_given_up(runtime: Runtime) -> None:
    fault = SendError("30001", retryable=True)
    gateway = ScriptableGateway(*[fault] * 50)
    use(runtime, gateway)
    ask(runtime)
    first = outbox(runtime)[0].id
    tries = []
    for _ in range(3000):
        before = len(gateway.sent)
        send(runtime)
        if len(gateway.sent) > before:
            tries.append(runtime.clock.now())
        if outbox(runtime)[0].state == "failed":
            break
        runtime.clock.advance(after(30))
    assert {message.id for message in gateway.sent} == {first}
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert gaps == sorted(gaps)
    assert gaps[-1] <= after(3660)  # hourly at last
    assert after(24 * 3600) <= tries[-1] - tries[0] < after(26 * 3600)


def test_a_reply_goes_out_after_a_night_without_a_network(runtime: Runtime) -> None:
    gateway = ScriptableGateway(*[SendError("no_connection", retryable=True)] * 12)
    use(runtime, gateway)
    ask(runtime)
    work_by_sweeps(runtime, 100, seconds=600)
    assert set(states(runtime)) == {"accepted"}


def test_a_reply_in_doubt_is_not_asked_about_for_ever(runtime: Runtime) -> None:
    fault = SendError("timeout", retryable=True, maybe_sent=True)

    class Silent(ScriptableGateway):
        def find(self, message, since):
            raise fault

    use(runtime, Silent(*[fault] * 50))
    ask(runtime)
    work_by_sweeps(runtime, 120, seconds=60)
    assert states(runtime)[0] == "failed"


def test_a_gateway_that_fails_as_nobody_promised_is_doubted_not_obeyed(runtime: Runtime) -> None:
    class Broken(Provider):
        def send(self, message):
            super().send(message)
            if len(self.accepted) == 1:
                raise KeyError("a bug")
            return self.accepted[-1][2]

    provider = Broken(runtime.clock)
    use(runtime, provider)
    ask(runtime)
    send(runtime)
    assert states(runtime)[0] == "maybe_sent"
    work_by_sweeps(runtime, 8)
    assert provider.texts == texts(runtime)


def test_a_reply_nobody_can_read_any_more_holds_up_no_other(runtime: Runtime) -> None:
    provider = Provider(runtime.clock)
    use(runtime, provider)
    ask(runtime)
    first = outbox(runtime)[0]
    change(runtime, "UPDATE outbox SET content_sealed = :bytes WHERE seq = :seq", bytes=b"\x02k1", seq=first.seq)
    work_by_sweeps(runtime, 3)
    assert states(runtime)[0] == "failed"
    assert set(states(runtime)[1:]) == {"accepted"}


def test_an_address_nobody_can_read_any_more_ends_in_failure_not_in_a_loop(runtime: Runtime) -> None:
    use(runtime, Provider(runtime.clock))
    ask(runtime)
    change(runtime, "UPDATE contacts SET address_sealed = :bytes", bytes=b"\x02k1")
    work_by_sweeps(runtime, 3)
    assert set(states(runtime)) == {"failed"}


def test_replies_of_an_unknown_provider_are_given_up(runtime: Runtime) -> None:
    runtime.given_gateways = {}
    ask(runtime)
    send(runtime)
    assert set(states(runtime)) == {"failed"}


def test_no_transaction_is_open_while_sending(runtime: Runtime) -> None:
    class Writing(Provider):
        def send(self, message):
            deliver(runtime, make_inbound("lain", address=f"+6289{len(self.accepted)}"))
            return super().send(message)

    use(runtime, Writing(runtime.clock))
    ask(runtime)
    send(runtime)
    assert set(states(runtime)) == {"accepted"}


def test_a_slow_provider_leaves_workers_for_turns(runtime: Runtime) -> None:
    both_in = Barrier(5, timeout=10)

    class Slow(Provider):
        def send(self, message):
            both_in.wait()
            return super().send(message)

    use(runtime, Slow(runtime.clock))
    for number in range(5):
        deliver(runtime, make_inbound("ya", address=f"+6281{number}"))
    for conversation_id in conversation_ids(runtime):
        runtime.turn_taker.work(conversation_id)
    change(runtime, "DELETE FROM outbox WHERE position > 0")
    *four, fifth = conversation_ids(runtime)
    with ThreadPoolExecutor(4) as pool:
        under_way = [pool.submit(runtime.sender.work, conversation_id) for conversation_id in four]
        while both_in.n_waiting < 4:
            pass
        assert runtime.sender.work(fifth) == 0
        both_in.wait()
        assert [future.result() for future in under_way] == [1, 1, 1, 1]


def test_a_person_who_has_everything_erased_while_a_reply_is_being_sent_breaks_nothing(runtime: Runtime) -> None:
    class Erasing(ScriptableGateway):
        def send(self, message):
            change(runtime, "DELETE FROM outbox")
            raise SendError("timeout", retryable=True, maybe_sent=True)

    use(runtime, Erasing())
    ask(runtime)
    assert send(runtime) == 0
    work(runtime)
    assert outbox(runtime) == []


def test_a_reply_that_failed_is_in_the_backlog_for_a_day(runtime: Runtime) -> None:
    use(runtime, ScriptableGateway(SendError("21610", retryable=False)))
    ask(runtime)
    send(runtime)
    assert read_backlog(runtime.store, runtime.clock) == {"outbound_failed": 1}
    runtime.clock.advance(timedelta(hours=25))
    assert read_backlog(runtime.store, runtime.clock) == {}
