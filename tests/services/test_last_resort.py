"""A message that is set aside: the person gets a fixed, safe reply, and the message another turn when asked for."""

import pytest

from bot.answers.catalog import Catalog
from bot.bootstrap import Runtime
from bot.services.replies import Wording
from bot.services.retry_failed import retry_failed
from bot.store.tables.answers import AnswerRevision
from bot.understanding.chain import Chain
from tests.doubles.service import change, deliver, inbox, outbox, rows, texts, work, work_by_sweeps
from tests.doubles.understander import ScriptedUnderstander
from tests.factories import NOON, make_inbound

NOT_UNDERSTOOD = "Maaf, kami belum paham"
DANGER = "tolong saya disekap majikan"


class Broken(ScriptedUnderstander):
    """Fails at everything."""

    def understand(self, text: str):
        """Fail."""
        self.asked.append(text)
        raise RuntimeError("planted")


@pytest.fixture
def broken(runtime: Runtime) -> Runtime:
    """A service whose every turn fails."""
    runtime.given_understander = Broken()
    return runtime


def fail(runtime: Runtime, text: str) -> None:
    """Let a message be tried until it is set aside, and what is said about it be sent."""
    deliver(runtime, make_inbound(text))
    work_by_sweeps(runtime, 8)
    assert inbox(runtime)[-1].state == "failed"


def test_the_person_is_told_once_that_we_did_not_understand(broken: Runtime) -> None:
    fail(broken, "berapa biaya")
    (reply,) = texts(broken)
    assert reply.startswith(NOT_UNDERSTOOD)
    assert outbox(broken)[0].state == "delivered"


def test_words_of_danger_get_the_emergency_numbers(broken: Runtime) -> None:
    fail(broken, DANGER)
    (reply,) = texts(broken)
    assert "110" in reply


def test_a_text_nobody_can_open_gets_the_fixed_reply_too(runtime: Runtime) -> None:
    deliver(runtime, make_inbound(DANGER))
    change(runtime, "UPDATE messages SET body_sealed = :bytes", bytes=b"\x02k1")
    work_by_sweeps(runtime, 8)
    (reply,) = texts(runtime)
    assert reply.startswith(NOT_UNDERSTOOD)


def test_the_shipped_text_is_sent_whatever_was_published(broken: Runtime) -> None:
    with broken.store.writing() as session:
        session.add(
            AnswerRevision(
                key="not_understood",
                language="id",
                number=1,
                short="Versi lain",
                state="published",
                author="x",
                created_at=NOON,
            )
        )
    fail(broken, "halo")
    assert texts(broken)[0].startswith(NOT_UNDERSTOOD)


def test_without_the_text_there_is_no_reply_and_the_message_is_set_aside_all_the_same(broken: Runtime) -> None:
    shipped = broken.wording
    rest = [answer for answer in shipped.catalog.answers() if answer.key != "not_understood"]
    broken.__dict__["wording"] = Wording(
        Catalog(rest, (), shipped.catalog.hotlines), shipped.clock, shipped.service_name
    )
    fail(broken, "halo")
    assert outbox(broken) == []


def test_after_stop_only_an_emergency_is_answered(runtime: Runtime) -> None:
    runtime.given_understander = Chain(None)
    deliver(runtime, make_inbound("STOP"))
    work(runtime)
    before = len(outbox(runtime))
    runtime.__dict__.pop("turn_taker")
    runtime.__dict__.pop("understander")
    runtime.given_understander = Broken()
    fail(runtime, "halo")
    assert len(outbox(runtime)) == before
    fail(runtime, DANGER)
    assert "110" in texts(runtime)[-1]


def test_failed_messages_are_tried_again_when_asked_for(broken: Runtime) -> None:
    fail(broken, "satu")
    broken.__dict__.pop("turn_taker")
    broken.__dict__.pop("understander")
    broken.given_understander = ScriptedUnderstander()
    assert retry_failed(broken.store, broken.clock) == 1
    assert (inbox(broken)[0].state, inbox(broken)[0].attempts, inbox(broken)[0].done_at) == ("received", 0, None)
    work(broken)
    assert inbox(broken)[0].state == "done"
    assert texts(broken)[0].startswith(NOT_UNDERSTOOD)
    assert len(texts(broken)) > 1
    assert retry_failed(broken.store, broken.clock) == 0


def test_a_message_that_fails_again_is_not_answered_a_second_time(broken: Runtime) -> None:
    fail(broken, "satu")
    retry_failed(broken.store, broken.clock)
    work_by_sweeps(broken, 8)
    assert inbox(broken)[0].state == "failed"
    assert len(outbox(broken)) == 1


def test_an_erased_message_is_not_tried_again(broken: Runtime) -> None:
    fail(broken, "satu")
    change(broken, "UPDATE messages SET body_sealed = NULL")
    assert retry_failed(broken.store, broken.clock) == 0
    assert rows(broken, type(inbox(broken)[0]))[0].state == "failed"
