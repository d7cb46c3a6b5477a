import json
import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from bot.errors import UnavailableError
from bot.understanding.rasa import MAX_REPLY_BYTES, MAX_SENT_CHARS, RasaClient
from bot.vocabulary import Intent
from tests.understanding.nlu_double import GOOD, Double, nlu_double

SHORT = timedelta(seconds=0.4)


@pytest.fixture
def double() -> Iterator[Double]:
    with nlu_double() as running:
        yield running


def client_of(double: Double, **options: Any) -> RasaClient:
    return RasaClient(double.url, "a token", **options)


def good_but(**changes: Any) -> dict[str, Any]:
    return {**GOOD, **changes}


def test_a_good_reply_is_read(double):
    ranking = client_of(double).parse("paspor berapa")
    assert ranking[0].intent is Intent.ASK_COST
    assert double.paths == ["/model/parse?token=a+token"]


def test_an_added_topic_is_read_by_its_name(double):
    names = ("topic_akta_lahir", "ask_cost", "topic_bpjs2")
    double.body = good_but(intent_ranking=[{"name": name, "confidence": 0.3} for name in names])
    ranking = client_of(double).parse("akta lahir urus di mana")
    assert [(one.intent, one.topic, one.name) for one in ranking] == [
        (Intent.ADDED_TOPIC, "topic_akta_lahir", "topic_akta_lahir"),
        (Intent.ASK_COST, "", "ask_cost"),
        (Intent.ADDED_TOPIC, "topic_bpjs2", "topic_bpjs2"),
    ]


def test_a_long_message_is_cut_and_control_characters_are_not_sent(double):
    client_of(double).parse("paspor\x00\ud800" + "x" * 5_000)
    (asked,) = double.asked
    assert len(asked["text"]) == MAX_SENT_CHARS
    assert asked["text"].startswith("paspor  x")


BAD_REPLIES = {
    "not json": b"<html>",
    "not an object": [],
    "no ranking": good_but(intent_ranking=[]),
    "unknown intent": good_but(intent_ranking=[{"name": "order_pizza", "confidence": 0.9}]),
    "a topic without a name": good_but(intent_ranking=[{"name": "added_topic", "confidence": 0.9}]),
    "no topic's name": good_but(intent_ranking=[{"name": "topic_Akta", "confidence": 0.9}]),
    "a topic's name that is too long": good_but(intent_ranking=[{"name": "topic_" + "a" * 35, "confidence": 0.9}]),
    "a topic twice": good_but(intent_ranking=[{"name": "topic_akta", "confidence": 0.5}] * 2),
    "nan": b'{"intent_ranking": [{"name": "greet", "confidence": NaN}]}',
    "infinity": b'{"intent_ranking": [{"name": "greet", "confidence": Infinity}]}',
    "text for a number": good_but(intent_ranking=[{"name": "greet", "confidence": "0.9"}]),
    "above one": good_but(intent_ranking=[{"name": "greet", "confidence": 7}]),
    "twice": good_but(intent_ranking=[{"name": "greet", "confidence": 0.5}] * 2),
    "huge": b" " * (MAX_REPLY_BYTES + 1_000),
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", BAD_REPLIES.values(), ids=BAD_REPLIES)
def test_a_bad_reply_counts_as_no_answer(double, body):
    double.body = body
    with pytest.raises(UnavailableError):
        client_of(double).parse("paspor berapa")


def test_a_refused_token_counts_as_no_answer_and_the_text_says_neither_token_nor_message(double):
    double.status = 401
    with pytest.raises(UnavailableError) as problem:
        client_of(double).parse("pesan rahasia")
    assert "rahasia" not in str(problem.value)
    assert "token" not in str(problem.value)


@pytest.mark.parametrize("slowness", [{"delay": 3.0}, {"trickle": 0.05}], ids=["silent", "trickling"])
def test_a_slow_server_is_left_within_the_time_limit(double, slowness):
    vars(double).update(slowness)
    started = time.monotonic()
    with pytest.raises(UnavailableError):
        client_of(double, time_limit=SHORT).parse("halo")
    assert time.monotonic() - started < 1.0


def test_after_three_failures_nobody_waits_and_after_the_pause_one_call_tries_again(double):
    client = client_of(double, time_limit=SHORT, retry_after=timedelta(seconds=1))
    double.delay = 3.0
    for _ in range(3):
        with pytest.raises(UnavailableError):
            client.parse("halo")
    started = time.monotonic()
    with pytest.raises(UnavailableError):
        client.parse("halo")
    assert time.monotonic() - started < 0.1
    double.delay = 0.0
    time.sleep(1.1)
    assert client.parse("paspor")
    assert client.parse("paspor")


def test_one_good_reply_between_failures_keeps_the_circuit_closed(double):
    client = client_of(double)
    for status in (500, 500, 200, 500, 500, 200):
        double.status = status
        if status == 200:
            assert client.parse("paspor")
        else:
            with pytest.raises(UnavailableError):
                client.parse("paspor")


def test_threads_do_not_queue_up_behind_a_slow_server(double):
    client = client_of(double, time_limit=SHORT)
    double.delay = 3.0

    def fails(_number: int) -> bool:
        with pytest.raises(UnavailableError):
            client.parse("halo")
        return True

    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(fails, range(8)))
    assert time.monotonic() - started < 2 * SHORT.total_seconds() + 0.5


def test_healthy_asks_whatever_the_circuit_says(double):
    client = client_of(double, time_limit=SHORT)
    double.body = GOOD
    assert client.healthy()
    double.status = 500
    assert not client.healthy()


def test_a_dead_server_is_unavailable_at_once():
    with nlu_double() as double:
        url = double.url
    started = time.monotonic()
    with pytest.raises(UnavailableError):
        RasaClient(url, "t").parse("halo")
    assert time.monotonic() - started < 1.0


def read_request(connection: socket.socket) -> None:
    """Read one request to its end."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65_536)
    head, body = got.split(b"\r\n\r\n", 1)
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65_536)


def reply(part: slice = slice(None)) -> bytes:
    body = json.dumps(GOOD).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[part]


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def halves(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(reply(slice(20)))
    connection.close()


def reads_and_closes(connection: socket.socket) -> None:
    read_request(connection)
    connection.close()


def reads_and_resets(connection: socket.socket) -> None:
    read_request(connection)
    reset(connection)


CLOSING = [socket.socket.close, reset, reads_and_closes, reads_and_resets, halves]


@contextmanager
def server_that(closes_first: Sequence[Callable[[socket.socket], None]]) -> Iterator[str]:
    """Yield the address of a server that leaves its first connections so, and answers the next one well."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            for close in closes_first:
                close(listener.accept()[0])
            with suppress(OSError), listener.accept()[0] as connection:
                read_request(connection)
                connection.sendall(reply())

        thread = Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize("close", CLOSING)
def test_a_closed_connection_is_tried_once_more_and_no_failure(close):
    with server_that([close]) as url:
        client = RasaClient(url, "t")
        assert client.parse("paspor berapa")
        assert client._breaker.fail_counter == 0


def test_a_connection_closed_twice_is_a_failure_within_the_time_limit():
    with server_that([reads_and_closes, reads_and_closes]) as url:
        started = time.monotonic()
        client = RasaClient(url, "t")
        with pytest.raises(UnavailableError):
            client.parse("paspor berapa")
        assert client._breaker.fail_counter == 1
        assert time.monotonic() - started < 2.5
