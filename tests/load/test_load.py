"""A thousand webhooks at once, real processes and a dead NLU server: one turn each, every reply once."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.bootstrap import Runtime
from bot.store.tables.messages import Message, OutboxMessage
from tests.doubles.postgres import free_port
from tests.doubles.processes import environment, running, start_web, start_worker, wait_until
from tests.doubles.service import inbox, outbox
from tests.load.posting import forms, post_all

DISTINCT, REPEATS, PEOPLE = 800, 200, 60


@pytest.mark.timeout(240)
def test_every_distinct_message_has_one_turn_and_its_replies_once(
    runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    env = environment(database_url, tmp_path / "var")
    posted = forms(DISTINCT, REPEATS, PEOPLE)
    port = free_port()
    with (
        running(start_web(env, tmp_path / "web.log", port)),
        running(start_worker(env, tmp_path / "worker.log")) as worker,
    ):
        statuses = post_all(port, posted)
        assert Counter(statuses) == {200: DISTINCT + REPEATS}
        assert wait_until(lambda: settled(runtime), 150, step=1), worker.log()[-2000:]
        assert worker.terminate() == 0
    messages, replies = inbox(runtime), outbox(runtime)
    assert {row.provider_id for row in messages} == {form["MessageSid"] for form in posted}
    assert len(messages) == DISTINCT
    assert {row.attempts for row in messages} == {0}
    assert {row.message_id for row in replies} == {row.id for row in messages}
    assert max(Counter((row.message_id, row.position) for row in replies).values()) == 1
    assert {row.state for row in replies} == {"delivered"}
    assert {row.attempts for row in replies} == {1}
    assert in_order(messages, replies)
    assert not runtime.spool.waiting()


def settled(runtime: Runtime) -> bool:
    """Tell whether everything is answered and sent."""
    with runtime.store.reading() as session:
        done = session.scalar(select(func.count()).where(Message.state == "done"))
        unsent = session.scalar(select(func.count()).where(OutboxMessage.state != "delivered"))
    return done == DISTINCT and not unsent


def in_order(messages: list, replies: list) -> bool:
    """Tell whether each person's replies stand in the order of that person's messages."""
    arrival = {row.id: row.seq for row in messages}
    by_person: dict[object, list[int]] = {}
    for reply in replies:
        by_person.setdefault(reply.conversation_id, []).append(arrival[reply.message_id])
    return all(order == sorted(order) for order in by_person.values())
