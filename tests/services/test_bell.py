"""The bell: heard over every queue, missed without harm, and deaf to whoever has not the key."""

import pickle
import socket
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from huey.api import Huey
from huey.exceptions import HueyException

from bot.bootstrap import Runtime
from bot.services.bell import HueyBell
from bot.services.receive_message import Received
from tests.conftest import migrated_sqlite
from tests.doubles.postgres import PostgresServer, free_port
from tests.doubles.service import deliver, inbox
from tests.doubles.valkey import ValkeyServer
from tests.factories import make_inbound, make_runtime, make_settings


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    """One Valkey server."""
    with ValkeyServer() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql", "valkey"])
def queued(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Runtime]:
    """A service on each kind of queue, with an empty one."""
    changes: dict[str, object] = {}
    url = f"sqlite:///{tmp_path / 'x.db'}"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.url(server.create())
    if request.param == "valkey":
        changes["redis_url"] = request.getfixturevalue("valkey").url
    runtime = make_runtime(make_settings(url, tmp_path / "var", **changes))
    opened: list[Huey] = []
    make_huey = runtime.make_huey

    def make_and_remember() -> Huey:
        opened.append(make_huey())
        return opened[-1]

    runtime.make_huey = make_and_remember  # so that every connection is closed at the end
    runtime.make_huey().storage.flush_queue()
    yield runtime
    for huey in opened:
        close(huey)


def close(huey: Huey) -> None:
    if hasattr(huey.storage, "close"):
        huey.storage.close()


class Heard:
    """The worker's side of the bell: notes what it is told to look at."""

    def __init__(self, runtime: Runtime) -> None:
        self.turns: list[UUID] = []
        self.sends: list[UUID] = []
        self.bell = HueyBell(runtime.make_huey, turn=self.turns.append, send=self.sends.append)
        self.huey = self.bell.open()
        self.huey.storage.blocking = False

    def listen(self) -> None:
        """Answer every ring that waits."""
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)


def test_a_ring_in_one_process_is_heard_in_another(queued: Runtime) -> None:
    turn, send = uuid4(), uuid4()
    ringer = HueyBell(queued.make_huey)
    heard = Heard(queued)
    ringer.ring_turn(turn)
    ringer.ring_send(send)
    ringer.ring_turn(turn)
    heard.listen()
    assert (heard.turns, heard.sends) == ([turn, turn], [send])


def test_the_queue_holds_an_id_and_nothing_else(queued: Runtime) -> None:
    conversation_id = uuid4()
    huey = queued.make_huey()
    bell = HueyBell(lambda: huey)
    bell.ring_turn(conversation_id)
    (raw,) = huey.storage.enqueued_items()
    message = huey.serializer.deserialize(bytes(raw))
    assert message.args == (conversation_id.hex,)
    assert message.kwargs == {}
    assert message.name.endswith("turn")


class Bomb:
    """A pickle that would run code of an intruder's choice."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self):
        return (Path.touch, (self.target,))


@pytest.mark.parametrize("signature", [b"", b":", b":" + b"0" * 40])
def test_a_forged_task_is_refused_and_not_run(queued: Runtime, tmp_path: Path, signature: bytes) -> None:
    target = tmp_path / "pwned"
    heard = Heard(queued)
    heard.huey.storage.enqueue(pickle.dumps(Bomb(target)) + signature)
    with pytest.raises((ValueError, HueyException)):
        heard.huey.dequeue()
    assert not target.exists()
    HueyBell(queued.make_huey).ring_turn(only := uuid4())
    heard.listen()
    assert heard.turns == [only]  # the forged one does not stay in the way


def test_a_task_signed_with_another_secret_is_refused(queued: Runtime, tmp_path: Path) -> None:
    stranger = make_runtime(
        make_settings(
            queued.settings.database, tmp_path / "var", redis_url=queued.settings.redis_url, secret_key="x" * 40
        )
    )
    heard = Heard(queued)
    huey = stranger.make_huey()
    HueyBell(lambda: huey).ring_turn(uuid4())
    close(huey)
    with pytest.raises(ValueError, match="Signature"):
        heard.huey.dequeue()
    assert heard.turns == []


def test_a_forged_row_in_queue_db_is_refused(tmp_path: Path) -> None:
    runtime = make_runtime(make_settings(f"sqlite:///{tmp_path / 'x.db'}", tmp_path / "var"))
    heard = Heard(runtime)
    with sqlite3.connect(tmp_path / "var" / "queue.db") as connection:
        bomb = pickle.dumps(Bomb(tmp_path / "pwned"))
        connection.execute("INSERT INTO task (queue, data, priority) VALUES ('jalan-aman', ?, 0)", (bomb,))
    connection.close()
    with pytest.raises(ValueError, match=r"Separator|Signature"):
        heard.huey.dequeue()
    assert not (tmp_path / "pwned").exists()


def test_a_ring_for_something_else_than_an_id_harms_nothing(queued: Runtime) -> None:
    heard = Heard(queued)
    heard.bell._tasks["turn"]("no uuid")
    heard.listen()
    assert heard.turns == []


def test_a_task_that_fails_logs_its_type_only(queued: Runtime, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_conversation_id: UUID) -> None:
        raise RuntimeError("kalimat rahasia")

    bell = HueyBell(queued.make_huey, turn=fail)
    huey = bell.open()
    huey.storage.blocking = False
    bell.ring_turn(uuid4())
    huey.execute(huey.dequeue())
    assert "turn failed: RuntimeError" in caplog.text
    assert "rahasia" not in caplog.text


@pytest.fixture
def storing(tmp_path: Path) -> Iterator[Runtime]:
    """A service over SQLite that rings the queue of its settings."""
    runtime = make_runtime(make_settings(migrated_sqlite(tmp_path / "x.db"), tmp_path / "var"))
    yield runtime
    runtime.store.engine.dispose()


def ring_by(runtime: Runtime, **changes: object) -> None:
    """Let ``runtime`` ring the queue of changed settings."""
    settings = runtime.settings.model_copy(update=changes)
    runtime.given_bell = HueyBell(make_runtime(settings).make_huey)


def assert_stored_soon(runtime: Runtime, seconds: float) -> None:
    started = time.monotonic()
    for _ in range(2):
        assert deliver(runtime, make_inbound()) is Received.STORED
    assert time.monotonic() - started < 2 * seconds
    assert len(inbox(runtime)) == 2


def test_a_queue_file_that_cannot_be_written_is_no_error(storing: Runtime, tmp_path: Path) -> None:
    (tmp_path / "var" / "queue.db").mkdir(parents=True)
    ring_by(storing)
    assert_stored_soon(storing, 2)


def test_a_data_folder_that_cannot_be_is_no_error(storing: Runtime, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ring_by(storing, data_dir=tmp_path / "file")
    assert_stored_soon(storing, 2)


def test_a_redis_that_is_away_is_no_error(storing: Runtime) -> None:
    ring_by(storing, redis_url=f"redis://127.0.0.1:{free_port()}/0")
    assert_stored_soon(storing, 2)


def test_a_postgresql_queue_that_is_away_is_no_error(storing: Runtime) -> None:
    ring_by(storing, database_url=f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none")
    assert_stored_soon(storing, 2)


def test_a_redis_that_says_nothing_does_not_hold_up_a_webhook_for_long(storing: Runtime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        connections: list[socket.socket] = []
        Thread(target=accept_all, args=(listening, connections), daemon=True).start()
        ring_by(storing, redis_url=f"redis://127.0.0.1:{listening.getsockname()[1]}/0")
        assert_stored_soon(storing, 4)
    for connection in connections:
        connection.close()


def accept_all(listening: socket.socket, connections: list[socket.socket]) -> None:
    """Take connections and never answer."""
    while True:
        try:
            connections.append(listening.accept()[0])
        except OSError:
            return
