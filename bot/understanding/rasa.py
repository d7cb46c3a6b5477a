"""Asking the NLU server. Whatever goes wrong there becomes ``UnavailableError`` here, within two seconds.

The server's reply is checked as any other input: an unknown intent, a number that is none, offsets outside
the text or a huge body count as a failure, because acting on them would be worse than asking back.
No error text holds the message or the server's address, which carries the token.
"""

import json
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import IncompleteRead
from typing import Any

import pybreaker
import requests
import urllib3

from bot.errors import UnavailableError
from bot.understanding.model import RankedIntent, best_first
from bot.understanding.text import clean
from bot.vocabulary import Intent, is_topic

MAX_SENT_CHARS = 1_000
MAX_REPLY_BYTES = 256 * 1024
TIME_LIMIT = timedelta(seconds=2)
RETRY_AFTER = timedelta(seconds=10)
FAILURES_TO_OPEN = 3
_HTTP_PROBLEMS = (requests.RequestException, urllib3.exceptions.HTTPError)

Ranking = tuple[RankedIntent, ...]
"""What the model said: the intents, best first."""


class RasaClient:
    """Asks one NLU server; safe to share between threads, each keeps its own connection.

    After three failures in a row the circuit opens: calls fail at once, and every ten seconds one call may
    try again. pybreaker holds its lock while a plain ``call`` runs, which would queue up all threads behind a
    slow server, so only its generator form is used, and our own lock lets a single trial call through.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        time_limit: timedelta = TIME_LIMIT,
        retry_after: timedelta = RETRY_AFTER,
    ) -> None:
        """Remember where the server is; nothing is asked yet. ``url`` is its root, such as http://127.0.0.1:5005."""
        self._url = url.rstrip("/")
        self._token = token
        self._limit = time_limit.total_seconds()
        self._local = threading.local()
        self._trial = threading.Lock()
        self._breaker = pybreaker.CircuitBreaker(fail_max=FAILURES_TO_OPEN, reset_timeout=retry_after.total_seconds())

    def parse(self, text: str) -> Ranking:
        """Return what the model makes of the first 1,000 characters, which must hold a word.

        Raises UnavailableError.
        """
        with self._guarded():
            return _read_reply(self._post(_sendable(text)))

    def healthy(self) -> bool:
        """Tell whether the server answers now with a model loaded. Asks it, whatever the circuit's state."""
        try:
            _read_reply(self._post("halo"))
        except (UnavailableError, *_HTTP_PROBLEMS):
            return False
        return True

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            with self._one_trial_at_a_time(), self._breaker.calling():
                yield
        except (pybreaker.CircuitBreakerError, *_HTTP_PROBLEMS) as problem:
            raise UnavailableError(f"the NLU server does not answer ({type(problem).__name__})") from None

    @contextmanager
    def _one_trial_at_a_time(self) -> Iterator[None]:
        if self._breaker.current_state == pybreaker.STATE_CLOSED:
            yield
            return
        if not self._trial.acquire(blocking=False):
            raise UnavailableError("the NLU server is being tried again by another call")
        try:
            yield
        finally:
            self._trial.release()

    def _post(self, text: str) -> bytes:
        """Return the body of a 200 reply. The whole exchange is bounded by the time limit.

        A server that hands over to its successor closes its connections, perhaps just when a question is on its
        way; asking is harmless, so it is done once more, and that is no failure.
        """
        deadline = time.monotonic() + self._limit
        try:
            return self._exchange(text, deadline)
        except _HTTP_PROBLEMS as problem:
            if not _was_closed(problem) or time.monotonic() >= deadline:
                raise
        return self._exchange(text, deadline)

    def _exchange(self, text: str, deadline: float) -> bytes:
        # requests passes the urllib3 object on; its stub knows only numbers and tuples.
        timeout: Any = urllib3.Timeout(total=max(deadline - time.monotonic(), 0.001))
        with self._session().post(
            f"{self._url}/model/parse",
            params={"token": self._token},
            json={"text": text},
            headers={"Accept-Encoding": "identity"},
            timeout=timeout,
            stream=True,
            allow_redirects=False,
        ) as response:
            if response.status_code != requests.codes.ok:
                raise UnavailableError(f"the NLU server answered with status {response.status_code}")
            return _bounded_body(response, deadline)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.trust_env = False
        return session


def _was_closed(problem: BaseException | None) -> bool:
    """Tell whether the server closed a connection that it had accepted; a refused one was never open."""
    while problem is not None:
        if isinstance(problem, ConnectionResetError | BrokenPipeError | ConnectionAbortedError | IncompleteRead):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def _sendable(text: str) -> str:
    """Return the text as the server may see it, position for position.

    Rasa takes a message that begins with a slash for a developer's shortcut ("/restart", "/greet{...}") and
    obeys it, so leading slashes become spaces.
    """
    sent = clean(text[:MAX_SENT_CHARS])
    bare = sent.lstrip("/ \t\r\n")
    return " " * (len(sent) - len(bare)) + bare


def _bounded_body(response: requests.Response, deadline: float) -> bytes:
    body = bytearray()
    while chunk := response.raw.read1(16 * 1024):
        body += chunk
        if len(body) > MAX_REPLY_BYTES:
            raise UnavailableError("the NLU server's reply is too large")
        if time.monotonic() > deadline:
            raise UnavailableError("the NLU server takes too long")
    return bytes(body)


def _read_reply(body: bytes) -> Ranking:
    try:
        reply = json.loads(body)
        ranking = best_first([_ranked(item) for item in reply["intent_ranking"]])
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        raise UnavailableError(f"the NLU server's reply is not valid ({type(problem).__name__})") from None
    if not ranking or len({ranked.name for ranked in ranking}) != len(ranking):
        raise UnavailableError("the NLU server's reply ranks no intent, or one twice")
    return ranking


def _ranked(item: dict[str, Any]) -> RankedIntent:
    confidence = item["confidence"]
    if not isinstance(confidence, int | float) or isinstance(confidence, bool):
        raise TypeError("confidence")
    if not math.isfinite(confidence) or not -1e-6 <= confidence <= 1 + 1e-6:
        raise ValueError("confidence")
    return _named(item["name"], min(1.0, max(0.0, float(confidence))))


def _named(name: Any, confidence: float) -> RankedIntent:
    """Return the intent of this name; names of added topics have a shape of their own, and no list here."""
    if is_topic(name):
        return RankedIntent(Intent.ADDED_TOPIC, confidence, name)
    intent = Intent(name)
    if intent is Intent.ADDED_TOPIC:
        raise ValueError("a topic without a name")
    return RankedIntent(intent, confidence)
