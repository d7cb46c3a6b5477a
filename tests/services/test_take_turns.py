"""Turns: one for each message, in order, by one worker at a time, whatever dies or fails in between."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.bootstrap import Runtime
from bot.conversation.state import ConversationState
from bot.errors import UnavailableError
from bot.store.leases import LEASE
from bot.store.people import read_state, write_state
from bot.vocabulary import Intent
from tests.doubles.service import (
    RingCounter,
    WorkerKilledError,
    change,
    conversation_ids,
    deliver,
    inbox,
    outbox,
    texts,
    work,
    work_by_sweeps,
)
from tests.doubles.understander import ScriptedUnderstander
from tests.factories import make_inbound, make_runtime, understood


def take(runtime: Runtime) -> int:
    """Take the turns of the only conversation."""
    (conversation_id,) = conversation_ids(runtime)
    return runtime.turn_taker.work(conversation_id)


def states(runtime: Runtime) -> list[str]:
    return [row.state for row in inbox(runtime)]


def answered_messages(runtime: Runtime) -> list:
    """Return the message each reply belongs to, in order, without repeats in a row."""
    ids = [row.message_id for row in outbox(runtime)]
    return list(dict.fromkeys(ids))


def test_a_turn_queues_its_replies_and_rings(runtime: Runtime) -> None:
    bell = runtime.given_bell = RingCounter()
    deliver(runtime, make_inbound())
    assert take(runtime) == 1
    assert states(runtime) == ["done"]
    assert [row.position for row in outbox(runtime)] == list(range(len(outbox(runtime))))
    assert bell.sends == conversation_ids(runtime)


def test_replies_stand_in_the_order_of_the_messages(runtime: Runtime) -> None:
    for number in range(4):
        deliver(runtime, make_inbound(f"{number}"))
    assert take(runtime) == 4
    assert answered_messages(runtime) == [row.id for row in inbox(runtime)]
    assert take(runtime) == 0


def test_the_state_is_kept_between_turns(runtime: Runtime) -> None:
    runtime.given_understander = ScriptedUnderstander({"halo": understood(Intent.GREET)})
    for _ in range(2):
        deliver(runtime, make_inbound("halo"))
    take(runtime)
    first, second = (
        [text for row, text in zip(outbox(runtime), texts(runtime), strict=True) if row.message_id == message.id]
        for message in inbox(runtime)
    )
    assert first[0] == second[0]
    assert len(first) == len(second) + 1  # who writes and what it costs is said once


def test_two_workers_at_once_take_each_turn_once(runtime: Runtime) -> None:
    for number in range(10):
        deliver(runtime, make_inbound(f"{number}"))
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: take(runtime), range(4)))
    assert sum(taken) == 10
    assert sorted(runtime.understander.asked, key=int) == runtime.understander.asked
    assert len(answered_messages(runtime)) == 10


def test_a_message_that_comes_during_a_turn_is_taken_by_the_same_worker(runtime: Runtime) -> None:
    class Interrupted(ScriptedUnderstander):
        def understand(self, text: str):
            if not self.asked:
                deliver(runtime, make_inbound("susulan"))
            return super().understand(text)

    runtime.given_understander = Interrupted()
    deliver(runtime, make_inbound("pertama"))
    assert take(runtime) == 2
    assert states(runtime) == ["done", "done"]


def test_no_transaction_is_open_while_understanding(runtime: Runtime) -> None:
    class Writing(ScriptedUnderstander):
        def understand(self, text: str):
            other = threading.Thread(target=deliver, args=(runtime, make_inbound("lain", address="+62899")))
            other.start()
            other.join(10)
            return super().understand(text)

    runtime.given_understander = Writing()
    deliver(runtime, make_inbound())
    runtime.turn_taker.work(conversation_ids(runtime)[0])
    assert len(inbox(runtime)) == 2


def test_a_worker_killed_while_understanding_loses_nothing(runtime: Runtime) -> None:
    class Deadly(ScriptedUnderstander):
        def understand(self, text: str):
            if not self.asked:
                self.asked.append(text)
                raise WorkerKilledError
            return super().understand(text)

    runtime.given_understander = Deadly()
    deliver(runtime, make_inbound("satu"))
    deliver(runtime, make_inbound("dua"))
    with pytest.raises(WorkerKilledError):
        take(runtime)
    assert states(runtime) == ["received", "received"]
    assert take(runtime) == 0  # the dead worker's lease still holds
    runtime.clock.advance(LEASE + timedelta(seconds=1))
    assert take(runtime) == 2
    assert answered_messages(runtime) == [row.id for row in inbox(runtime)]


def test_a_worker_killed_before_the_commit_leaves_no_half_turn(runtime: Runtime) -> None:
    deliver(runtime, make_inbound())

    def die(_connection: object) -> None:
        if any(row.state == "done" for row in inbox_inside(_connection)):
            raise WorkerKilledError

    def inbox_inside(connection):
        return list(connection.exec_driver_sql("SELECT state FROM messages"))

    event.listen(runtime.store.engine, "commit", die)
    with pytest.raises(WorkerKilledError):
        take(runtime)
    event.remove(runtime.store.engine, "commit", die)
    assert states(runtime) == ["received"]
    assert outbox(runtime) == []
    work_by_sweeps(runtime, 5)
    assert states(runtime) == ["done"]
    assert len(answered_messages(runtime)) == 1


def test_a_worker_killed_between_commit_and_bell_sends_later_and_once(runtime: Runtime) -> None:
    class Deadly(RingCounter):
        def ring_send(self, conversation_id) -> None:
            raise WorkerKilledError

    runtime.given_bell = Deadly()
    deliver(runtime, make_inbound("satu"))
    deliver(runtime, make_inbound("dua"))
    with pytest.raises(WorkerKilledError):
        take(runtime)
    assert states(runtime) == ["done", "received"]
    survivor = make_runtime(runtime.settings, clock=runtime.clock)
    work_by_sweeps(survivor, 6)
    assert states(survivor) == ["done", "done"]
    assert {row.state for row in outbox(survivor)} == {"delivered"}
    assert {row.attempts for row in outbox(survivor)} == {1}
    survivor.store.engine.dispose()


def test_a_turn_of_a_lost_lease_is_not_committed(runtime: Runtime) -> None:
    class Slow(ScriptedUnderstander):
        """The first time, sleeps so long that another worker takes the turn."""

        def understand(self, text: str):
            if not self.asked:
                self.asked.append(text)
                runtime.clock.advance(LEASE + timedelta(seconds=1))
                assert runtime.turn_taker.work(conversation_ids(runtime)[0]) == 1
            return super().understand(text)

    runtime.given_understander = Slow()
    deliver(runtime, make_inbound())
    assert take(runtime) == 0
    assert states(runtime) == ["done"]
    assert len(answered_messages(runtime)) == 1
    assert len({(row.message_id, row.position) for row in outbox(runtime)}) == len(outbox(runtime))


def test_a_slow_turn_whose_lease_ran_out_is_not_committed_even_alone(runtime: Runtime) -> None:
    class Slow(ScriptedUnderstander):
        def understand(self, text: str):
            if not self.asked:
                runtime.clock.advance(LEASE + timedelta(seconds=1))
            return super().understand(text)

    runtime.given_understander = Slow()
    deliver(runtime, make_inbound())
    assert take(runtime) == 0
    assert outbox(runtime) == []
    assert inbox(runtime)[0].attempts == 1
    runtime.clock.advance(timedelta(seconds=3))
    assert take(runtime) == 1


def test_a_message_that_is_always_slower_than_the_lease_is_set_aside(runtime: Runtime) -> None:
    class Slow(ScriptedUnderstander):
        def understand(self, text: str):
            if text == "lambat":
                runtime.clock.advance(LEASE + timedelta(seconds=1))
            return super().understand(text)

    runtime.given_understander = Slow()
    deliver(runtime, make_inbound("lambat"))
    deliver(runtime, make_inbound("cepat"))
    work_by_sweeps(runtime, 12)
    assert runtime.understander.asked.count("lambat") == 5
    assert states(runtime) == ["failed", "done"]
    assert answered_messages(runtime) == [row.id for row in inbox(runtime)]


def test_an_unavailable_part_keeps_the_message_and_never_gives_up(runtime: Runtime) -> None:
    script = {"satu": UnavailableError("away")}
    runtime.given_understander = ScriptedUnderstander(script)
    deliver(runtime, make_inbound("satu"))
    deliver(runtime, make_inbound("dua"))
    work_by_sweeps(runtime, 20)
    assert states(runtime) == ["received", "received"]
    runtime.understander.script.clear()
    work_by_sweeps(runtime, 8)
    assert states(runtime) == ["done", "done"]
    assert answered_messages(runtime) == [row.id for row in inbox(runtime)]


def test_a_message_that_fails_again_and_again_is_set_aside_and_the_next_are_answered(runtime: Runtime) -> None:
    runtime.given_understander = ScriptedUnderstander({"jahat": RuntimeError("planted")})
    for body in ("jahat", "baik", "baik"):
        deliver(runtime, make_inbound(body))
    work_by_sweeps(runtime, 12)
    assert states(runtime) == ["failed", "done", "done"]
    assert runtime.understander.asked.count("jahat") == 5
    assert answered_messages(runtime) == [row.id for row in inbox(runtime)]


def test_a_postponed_message_is_not_tried_in_a_loop(runtime: Runtime) -> None:
    runtime.given_understander = ScriptedUnderstander({"jahat": RuntimeError("planted")})
    deliver(runtime, make_inbound("jahat"))
    deliver(runtime, make_inbound("baik"))
    for _ in range(50):
        take(runtime)
    assert runtime.understander.asked == ["jahat"]
    assert inbox(runtime)[0].attempts == 1


def test_a_message_nobody_can_read_any_more_is_set_aside_and_the_next_are_answered(runtime: Runtime) -> None:
    deliver(runtime, make_inbound("hilang"))
    deliver(runtime, make_inbound("baik"))
    first = inbox(runtime)[0]
    change(runtime, "UPDATE messages SET body_sealed = :bytes WHERE seq = :seq", bytes=b"\x02k1", seq=first.seq)
    work_by_sweeps(runtime, 12)
    assert states(runtime) == ["failed", "done"]


@pytest.mark.parametrize(
    "broken", ["{}", "[]", "null", '{"version": 99}', "no json", '{"version": 1, "language": "xx"}']
)
def test_an_unreadable_state_starts_the_conversation_anew(runtime: Runtime, broken: str) -> None:
    deliver(runtime, make_inbound())
    take(runtime)
    (conversation_id,) = conversation_ids(runtime)
    with runtime.store.writing() as session:
        write_state(session, runtime.vault, conversation_id, broken, runtime.clock.now())
    deliver(runtime, make_inbound())
    assert take(runtime) == 1
    assert states(runtime) == ["done", "done"]
    assert len(answered_messages(runtime)) == 2


def test_a_state_of_another_row_starts_the_conversation_anew(runtime: Runtime) -> None:
    deliver(runtime, make_inbound())
    take(runtime)
    change(runtime, "UPDATE conversations SET state_sealed = :bytes", bytes=b"\x02k1" + b"x" * 60)
    deliver(runtime, make_inbound())
    assert take(runtime) == 1
    assert len(answered_messages(runtime)) == 2
    with runtime.store.reading() as session:
        kept = read_state(session, runtime.vault, conversation_ids(runtime)[0])
    assert ConversationState.from_json(kept).greeted


def test_messages_of_many_people_do_not_wait_for_each_other(runtime: Runtime) -> None:
    runtime.given_understander = ScriptedUnderstander({"jahat": RuntimeError("planted")})
    deliver(runtime, make_inbound("jahat", address="+62811"))
    deliver(runtime, make_inbound("baik", address="+62822"))
    work(runtime)
    assert states(runtime) == ["received", "done"]
