"""Debian's chromium, and the console with a worker behind it on a free loopback port."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import BaseWSGIServer, make_server

from bot.bootstrap import Runtime
from bot.services.bell import SilentBell
from bot.services.check_health import HEARTBEAT
from bot.vocabulary import Decision, Intent, MessageLanguage
from tests.conftest import migrated_sqlite
from tests.doubles.postgres import free_port
from tests.doubles.service import work
from tests.doubles.understander import ScriptedUnderstander
from tests.factories import NOON, make_settings, understood
from webhook.console.app import create_app

CHROMIUM = Path("/usr/bin/chromium")
_SWITCHES = (
    "--no-sandbox",  # tests may run as root; only our own pages are opened
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, started once. Skips where there is none; a CI run has to have it."""
    if not CHROMIUM.exists():
        reason = "Debian's chromium is missing (apt-get install chromium), so the browser tests cannot run"
        if os.environ.get("CI", "").lower() in {"true", "1"}:
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=20_000)  # two busy cores, and pages without JavaScript reload every 3 seconds
    with sync_playwright() as playwright:
        home = str(tmp_path_factory.mktemp("home"))  # it would write its caches into the developer's
        own = {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_SWITCHES), env={**os.environ, **own})
        yield chromium
        chromium.close()


@dataclass
class TickingClock:
    """Runs like a real clock, but from midday of the tests' day, so that the shipped answers are not out of date."""

    begun: float = field(default_factory=monotonic)

    def now(self) -> datetime:
        """Return midday in Kupang and the time since the start."""
        return NOON + timedelta(seconds=monotonic() - self.begun)


def in_one_piece(app: WSGIApplication) -> WSGIApplication:
    """Return an application whose answers are read and closed before the first byte is sent.

    Where a browser leaves in the middle, Werkzeug's server forgets to close the file it sends; gunicorn does not.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return list(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


@dataclass
class Service:
    """The console, which can be stopped and started, and a worker that can be told to rest."""

    runtime: Runtime
    port: int
    resting: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        """Return the start page's address."""
        return f"http://127.0.0.1:{self.port}/"

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve the console."""
        app = in_one_piece(create_app(self.runtime))
        server: BaseWSGIServer = make_server("127.0.0.1", self.port, app, threaded=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    @contextmanager
    def worked(self) -> Iterator[None]:
        """Take turns and send, as the worker would."""
        stopping = Event()
        thread = Thread(target=self._work, args=(stopping,))
        thread.start()
        try:
            yield
        finally:
            stopping.set()
            thread.join()

    def _work(self, stopping: Event) -> None:
        runtime = self.runtime
        folder = runtime.settings.data_dir
        folder.mkdir(exist_ok=True)
        while not stopping.wait(0.05):
            (folder / HEARTBEAT).touch()
            if not self.resting.is_set():
                work(runtime)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """The service with its worker; the console is served by the test."""
    settings = make_settings(
        migrated_sqlite(tmp_path / "test.db"), tmp_path / "var", nlu_url=f"http://127.0.0.1:{free_port()}"
    )
    asked_back = understood(
        Intent.ASK_REQUIREMENTS, confidence=0.5, decision=Decision.ASK_BACK, language=MessageLanguage.ID
    )
    runtime = Runtime(
        settings,
        clock=TickingClock(),
        given_bell=SilentBell(),
        nlu_data=tmp_path / "nlu_data",
        given_understander=ScriptedUnderstander({"kurang jelas": asked_back}),
    )
    made = Service(runtime, free_port())
    with made.worked():
        yield made
    runtime.store.engine.dispose()
