"""Texts flow through the real web, worker and NLU service while models are promoted and taken back, and servers die."""

import http.client
import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
import requests

from bot.bootstrap import Runtime
from bot.store.inbox import read_outcome
from bot.training.models import ModelStore
from bot.understanding.chain import RASA
from tests.conftest import migrated_sqlite
from tests.doubles.postgres import free_port
from tests.doubles.processes import Process, environment, running, start_web, start_worker, wait_until
from tests.doubles.service import inbox, outbox
from tests.doubles.twilio_webhook import message_form
from tests.factories import make_runtime, make_settings
from tests.load.posting import post

pytestmark = [pytest.mark.nlu, pytest.mark.timeout(900)]

TOKEN = "n" * 20  # as tests/factories.py
PER_SECOND = 5
PEOPLE = 25
LOADING_SECONDS = 300
QUESTIONS = (
    "berapa biaya ke Malaysia kak",
    "syarat kerja ke luar negeri apa saja",
    "umur berapa baru boleh berangkat",
    "bagaimana cara urus paspor",
    "majikan blm bayar gaji sy dr bulan mei",
)


class Flow(Thread):
    """Posts a signed message every 0.2 s until told to stop; ``sent`` are the provider ids that were taken."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port, self._over = port, Event()
        self.sent: list[str] = []
        self.refused = 0

    def run(self) -> None:
        number, start = 0, time.monotonic()
        while not self._over.is_set():
            form = message_form(QUESTIONS[number % len(QUESTIONS)], From=f"+62812{number % PEOPLE:06d}")
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            if post(connection, form, 0) == 200:
                self.sent.append(form["MessageSid"])
            else:
                self.refused += 1
            connection.close()
            number += 1
            self._over.wait(max(0.0, start + number / PER_SECOND - time.monotonic()))

    def stop(self) -> None:
        self._over.set()
        self.join(30)


class Service:
    """The three processes over a store of two equal models, ``ids``, the first of them served."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.store, self.nlu_port, self.web_port = ModelStore(folder / "models"), free_port(), free_port()
        self.ids = [self._copied(folder, number) for number in range(2)]
        self.store.promote(self.ids[0])
        url, data = migrated_sqlite(folder / "test.db"), folder / "var"
        env = environment(url, data, NLU_URL=f"http://127.0.0.1:{self.nlu_port}", NLU_TOKEN=TOKEN)
        command = [sys.executable, "-m", "bot.nlu_server", "--serve", "--models", str(self.store.folder)]
        self.nlu = stack.enter_context(running(Process(command, env, folder / "nlu.log")))
        assert wait_until(lambda: self.serves(0), LOADING_SECONDS, step=0.5), self.nlu.log()[-2_000:]
        stack.enter_context(running(start_worker(env, folder / "worker.log")))
        stack.enter_context(running(start_web(env, folder / "web.log", self.web_port)))
        self.runtime: Runtime = make_runtime(make_settings(url, data))
        stack.callback(self.runtime.store.engine.dispose)

    def _copied(self, folder: Path, number: int) -> str:
        trained = ModelStore()
        current = trained.current()
        assert current
        shutil.copy(trained.file(current.id), folder / "made")
        return self.store.add(folder / "made", "same", datetime.now(UTC) + timedelta(seconds=number)).id

    def answering(self) -> str:
        """Return the file name of the model that answers, or nothing."""
        try:
            url = f"http://127.0.0.1:{self.nlu_port}/model/parse"
            reply = requests.post(url, params={"token": TOKEN}, json={"text": "halo"}, timeout=2)
        except requests.RequestException:
            return ""
        return reply.headers.get("Model", "")

    def serves(self, number: int) -> bool:
        return self.answering() == f"model-{self.ids[number]}.tar.gz"

    def rasa_processes(self) -> list[int]:
        """Return the ids of the NLU service's children."""
        pid = self.nlu._process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def outcomes(self, sent: list[str]) -> list[dict]:
        """Wait until all is answered and sent; return what was understood of each message, in order of arrival."""
        assert wait_until(lambda: self._settled(sent), 60, step=1)
        messages = [row for row in inbox(self.runtime) if row.provider_id in set(sent)]
        replies = [row for row in outbox(self.runtime) if row.message_id in {message.id for message in messages}]
        assert [row.provider_id for row in messages] == sent
        assert {row.message_id for row in replies} == {row.id for row in messages}
        assert max(Counter((row.message_id, row.position) for row in replies).values()) == 1
        with self.runtime.store.reading() as session:
            return [read_outcome(session, self.runtime.vault, row.id) for row in messages]

    def _settled(self, sent: list[str]) -> bool:
        done = {row.provider_id for row in inbox(self.runtime) if row.state == "done"}
        return done >= set(sent) and all(row.state == "delivered" for row in outbox(self.runtime))


@pytest.fixture(scope="module")
def service(trained_model: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with ExitStack() as stack:
        yield Service(tmp_path_factory.mktemp("switch"), stack)


def test_a_promotion_and_a_rollback_drop_no_message_and_need_no_keywords(service: Service):
    flow = Flow(service.web_port)
    flow.start()
    time.sleep(2)
    service.store.promote(service.ids[1])
    promoted = wait_until(lambda: service.serves(1), LOADING_SECONDS, step=0.3)
    time.sleep(4)
    assert service.store.rollback().id == service.ids[0]
    taken_back = wait_until(lambda: service.serves(0), LOADING_SECONDS, step=0.3)
    time.sleep(4)
    flow.stop()
    assert promoted, service.nlu.log()[-2_000:]
    assert taken_back, service.nlu.log()[-2_000:]
    assert flow.refused == 0
    outcomes = service.outcomes(flow.sent)
    assert len(outcomes) > 50
    assert Counter((outcome["source"], outcome["degraded"]) for outcome in outcomes) == {(RASA, False): len(outcomes)}
    assert len(service.rasa_processes()) == 1


def test_a_server_killed_in_the_middle_comes_back_and_every_message_is_answered_once(service: Service):
    flow = Flow(service.web_port)
    flow.start()
    time.sleep(2)
    (victim,) = service.rasa_processes()
    os.kill(victim, signal.SIGKILL)
    killed = time.monotonic()
    assert wait_until(lambda: service.serves(0), LOADING_SECONDS, step=0.3), service.nlu.log()[-2_000:]
    away = time.monotonic() - killed
    time.sleep(15)  # the worker's client asks again 10 s after it gave up
    flow.stop()
    outcomes = service.outcomes(flow.sent)
    assert [outcome["source"] for outcome in outcomes[-PER_SECOND:]] == [RASA] * PER_SECOND
    degraded = sum(outcome["degraded"] for outcome in outcomes)
    assert degraded < PER_SECOND * (away + 14)


def test_no_server_outlives_the_service(service: Service):
    children = service.rasa_processes()
    assert children
    service.nlu.kill()
    assert wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children), 5)
