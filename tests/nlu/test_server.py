"""The server's life: killed in the middle, started again, missing parts, and dying with its parent."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot import nlu_server
from bot.errors import BadInputError, UnavailableError
from bot.nlu_server import ROOT, running_nlu, serve
from bot.understanding.chain import Chain
from bot.understanding.rasa import RasaClient

pytestmark = pytest.mark.nlu

TOKEN = "a token for tests"
QUESTION = "biaya ke malaysia berapa"


def started_server(port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot.nlu_server", "--serve"],
        cwd=ROOT,
        env={**os.environ, "NLU_URL": f"http://127.0.0.1:{port}", "NLU_TOKEN": TOKEN},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def until(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def test_killed_in_the_middle_keywords_answer_and_the_model_comes_back(trained_model: None):
    port = nlu_server._free_port()
    client = RasaClient(f"http://127.0.0.1:{port}", TOKEN, retry_after=timedelta(seconds=1))
    chain = Chain(client)
    server = started_server(port)
    try:
        assert until(client.healthy, 120)
        assert chain.understand(QUESTION).source == "rasa"
        server.send_signal(signal.SIGKILL)
        server.wait()
        for _ in range(5):
            started = time.monotonic()
            assert chain.understand(QUESTION).degraded
            assert time.monotonic() - started < 3
        server = started_server(port)
        assert until(lambda: chain.understand(QUESTION).source == "rasa", 120)
    finally:
        server.kill()
        server.wait()


HOLDER = """
import sys, time
from bot.nlu_server import running_nlu
with running_nlu() as client:
    print(client._url, client._token, flush=True)
    time.sleep(600)
"""


def test_a_private_server_dies_with_the_process_that_started_it(trained_model: None):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout
        url, token = holder.stdout.readline().split()
        client = RasaClient(url, token)
        assert client.healthy()
    finally:
        holder.kill()
        holder.communicate()
    assert until(lambda: not client.healthy(), 20)


def test_a_running_server_is_used_and_not_stopped(nlu: RasaClient):
    with running_nlu(nlu._url, nlu._token) as client:
        assert client._url == nlu._url
    assert nlu.healthy()


@pytest.mark.parametrize(("part", "said"), [("FOLDER", "make train"), ("NLU_PYTHON", "make setup")])
def test_a_missing_part_is_one_clear_line(monkeypatch, tmp_path: Path, trained_model: None, part: str, said: str):
    monkeypatch.setattr(nlu_server, part, tmp_path / "nothing")
    with pytest.raises(UnavailableError, match=said), running_nlu():
        pass


@pytest.mark.parametrize(
    "url", ["http://0.0.0.0:5005", "https://127.0.0.1:5005", "http://127.0.0.1", "http://a:b", "x"]
)
def test_only_a_loopback_address_is_served(url: str, trained_model: None):
    with pytest.raises(BadInputError, match="NLU_URL"):
        serve(url, TOKEN)


def test_no_server_without_a_token(trained_model: None):
    with pytest.raises(BadInputError, match="NLU_TOKEN"):
        serve("http://127.0.0.1:5005", "")


FAULTY = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Faulty(BaseHTTPRequestHandler):
    def do_POST(self):
        self.send_error(500)

    def log_message(self, *_): pass

print("the model has no classifier", flush=True)
HTTPServer(("127.0.0.1", int(sys.argv[1])), Faulty).serve_forever()
"""


def test_a_server_that_only_answers_errors_is_given_up_with_its_last_line(monkeypatch):
    monkeypatch.setattr(nlu_server, "FAULTY_SECONDS", 1.0)
    port = nlu_server._free_port()
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen([sys.executable, "-c", FAULTY, str(port)], stdout=log)
        try:
            started = time.monotonic()
            client = RasaClient(f"http://127.0.0.1:{port}", TOKEN)
            with pytest.raises(UnavailableError, match=r"up, but gave no answer .*: the model has no classifier$"):
                nlu_server._wait_until_healthy(client, port, server, log, lambda _line: None)
            assert time.monotonic() - started < 20
        finally:
            server.kill()
            server.wait()
