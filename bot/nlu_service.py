"""The NLU service: one port, one Rasa process that serves, and for half a minute a second one that follows it.

It watches the pointer of the model store. When that names another model, a second process loads it on the same
socket; once it has understood a sentence it answers too, and the first one is asked to finish and end. Nothing is
refused in between. A model that does not come up leaves the first one serving. When the serving process dies,
another is started at once, and connections are refused until it is ready, so that people get keyword answers
without delay instead of waiting.
"""

import contextlib
import logging
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Protocol

from bot.errors import UnavailableError
from bot.nlu_child import NluChild, bound_socket
from bot.training.models import ModelStore

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
LOAD_SECONDS = 300.0
"""How long a process may take to load its model: 20 s on a free machine, 90 s on a busy one with a full line."""

FINISH_SECONDS = 6.0
"""How long a process that is asked to end may take; Rasa's server itself gives its requests 3 s."""

STOP_SECONDS = 4.0
"""The same when the whole service ends; ops/supervisord.conf allows 5 s."""


class Child(Protocol):
    """What the service needs of a Rasa process."""

    model_id: str
    started: float

    @property
    def ready(self) -> bool: ...

    @property
    def exit_code(self) -> int | None: ...

    def ask_to_end(self) -> None: ...

    def end(self, seconds: float = 0.0) -> None: ...


Starter = Callable[[str, Path], Child]


class NluService:
    """Decides, look by look, which Rasa processes run. ``serving`` answers, ``coming`` loads, ``leaving`` finish."""

    def __init__(self, store: ModelStore, start: Starter, refuse: Callable[[], None]) -> None:
        """Take the models, how a process is started, and how waiting connections are refused; starts nothing yet."""
        self._store = store
        self._start = start
        self._refuse = refuse
        self.serving: Child | None = None
        self.coming: Child | None = None
        self.leaving: list[tuple[Child, float]] = []
        self._given_up: str | None = None
        self._served: str | None = None

    def look(self) -> None:
        """Do what is due now. Raises UnavailableError when nothing serves and nothing can be started."""
        self._bury()
        self._notice_end()
        self._follow()
        self._watch_coming()

    def stop(self) -> None:
        """Let all processes finish and wait for their end."""
        children = [child for child in (self.serving, self.coming) if child]
        for child in children:
            child.ask_to_end()
        deadline = time.monotonic() + STOP_SECONDS
        for child in [*children, *(child for child, _ in self.leaving)]:
            child.end(max(0.0, deadline - time.monotonic()))

    def _bury(self) -> None:
        for child, asked in list(self.leaving):
            if child.exit_code is not None or time.monotonic() - asked > FINISH_SECONDS:
                child.end()
                self.leaving.remove((child, asked))

    def _notice_end(self) -> None:
        if self.serving and self.serving.exit_code is not None:
            log.error("the NLU server ended with exit code %s and is started again", self.serving.exit_code)
            self.serving.end()
            self.serving = None
            self._refuse()

    def _follow(self) -> None:
        """Start loading the wanted model, unless it serves or loads already."""
        wanted = self._wanted()
        if self.coming and self.coming.model_id != wanted:
            self.coming.end()
            self.coming = None
        if self.coming or (self.serving and self.serving.model_id == wanted):
            return
        if self.serving:
            log.info("loading model %s; %s serves meanwhile", wanted, self.serving.model_id)
        try:
            self.coming = self._start(wanted, self._store.file(wanted))
        except UnavailableError as fault:
            self._give_up(wanted, str(fault))

    def _wanted(self) -> str:
        """Return the model that the pointer names; the last one that served when that one is missing or given up."""
        named = self._store.current()
        if named and named.id != self._given_up:
            self._given_up = None
            return named.id
        if self._served:
            return self._served
        raise UnavailableError("the NLU model is missing: run make train")

    def _watch_coming(self) -> None:
        coming = self.coming
        if coming is None:
            return
        if coming.ready:
            self._hand_over(coming)
        elif coming.exit_code is not None:
            self._give_up(coming.model_id, f"its server ended with exit code {coming.exit_code}")
        elif time.monotonic() - coming.started > LOAD_SECONDS:
            self._give_up(coming.model_id, f"it was not ready within {LOAD_SECONDS:.0f} s")

    def _hand_over(self, coming: Child) -> None:
        if self.serving:
            self.serving.ask_to_end()
            self.leaving.append((self.serving, time.monotonic()))
        self.serving, self.coming, self._served = coming, None, coming.model_id
        log.info("model %s serves, loaded in %.0f s", coming.model_id, time.monotonic() - coming.started)

    def _give_up(self, model_id: str, why: str) -> None:
        if self.coming:
            self.coming.end()
            self.coming = None
        if self._served in {None, model_id}:
            raise UnavailableError(f"model {model_id} cannot be served: {why}")
        self._given_up = model_id
        log.error("model %s cannot be served: %s; %s stays", model_id, why, self._served)


def run(store: ModelStore, port: int, token: str) -> None:
    """Serve on the loopback port until SIGTERM or SIGINT. Raises UnavailableError; the process manager tries again."""
    stopping = False

    def _stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    with bound_socket(port) as listener:
        service = NluService(
            store, lambda name, model: NluChild(name, model, listener, token), lambda: _stop_listening(listener)
        )
        try:
            while not stopping:
                service.look()
                time.sleep(LOOK_SECONDS)
        finally:
            service.stop()


def _stop_listening(listener: socket.socket) -> None:
    """Refuse connections until a server listens again, also those that wait. Linux keeps the port for us."""
    with contextlib.suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
