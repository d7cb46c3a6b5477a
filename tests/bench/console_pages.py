"""How fast the console's pages are over HTTP: ``python -m tests.bench.console_pages [cases [recruiters [messages]]]``.

20,000 cases of 5,000 recruiters, 60 officers and 200,000 messages by default; a real gunicorn, signed in as people are.
The goal is a p95 of 300 ms for every list and every case page, on SQLite and PostgreSQL.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import product
from pathlib import Path
from re import search
from uuid import UUID, uuid4

import requests
from passlib.totp import TOTP
from sqlalchemy import insert, text

from bot.bootstrap import Runtime
from bot.services.bell import SilentBell
from bot.services.count_turns import Outcome, Visit
from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from bot.store.engine import Store, make_engine
from bot.store.schema import upgrade
from bot.store.sending_counts import SendStep, Wait
from bot.store.tables.contacts import Contact, Conversation
from bot.store.tables.figures import DailyCount
from bot.store.tables.messages import Message
from bot.understanding.chain import Chain
from bot.vocabulary import Channel, MessageLanguage
from tests.bench import case_list
from tests.bench.synthetic_reports import make
from tests.doubles.postgres import PostgresServer, free_port
from tests.doubles.processes import CONSOLE_WSGI, environment, running, start_web
from tests.factories import NOON, make_settings

CASES, RECRUITERS, MESSAGES, ROUNDS = 20_000, 5_000, 200_000, 40
PER_CONVERSATION, BATCH = 20, 5_000
PASSWORD = "kuda hujan gunung sasando"


def fill_messages(store: Store, messages: int) -> None:
    """Put answered messages straight into the tables, twenty a conversation, over two years."""
    sealed = store.vault.seal_bytes(b"bench", b"berapa biaya ke Malaysia " * 3)
    for start in range(0, messages, BATCH):
        talks = [uuid4() for _ in range(start, min(start + BATCH, messages), PER_CONVERSATION)]
        with store.writing() as session:
            session.execute(insert(Contact), [_contact(talk) for talk in talks])
            session.execute(insert(Conversation), [_conversation(talk) for talk in talks])
            rows = [_message(talk, start + each, sealed) for talk in talks for each in range(PER_CONVERSATION)]
            session.execute(insert(Message), rows)


def _contact(talk: UUID) -> dict[str, object]:
    digest = sha256(talk.bytes).digest()
    values = {"provider": "twilio", "channel": "sms", "address_hash": digest, "address_sealed": None}
    return {"id": talk, "created_at": NOON - timedelta(days=730)} | values


def _conversation(talk: UUID) -> dict[str, object]:
    return {"id": talk, "contact_id": talk, "created_at": NOON - timedelta(days=730)}


def _message(talk: UUID, number: int, sealed: bytes) -> dict[str, object]:
    at = NOON - timedelta(minutes=number * 5)
    sealed_columns = {"body_sealed": sealed, "fields_sealed": None, "outcome_sealed": sealed}
    times = {"received_at": at, "next_try_at": at, "done_at": at}
    names = {"id": uuid4(), "conversation_id": talk, "provider": "twilio", "provider_id": uuid4().hex}
    return {**names, **sealed_columns, **times, "state": "done", "attempts": 1}


def fill_counts(store: Store) -> None:
    """Count of every channel, language and outcome, every day of five years."""
    turns = product(Channel, MessageLanguage, Outcome)
    every = [("turn", channel.value, language.value, outcome.value) for channel, language, outcome in turns]
    every += [("sending", channel.value, "", step.value) for channel in Channel for step in SendStep]
    every += [("wait", "", "", wait.value) for wait in Wait]
    names = ("kind", "channel", "language", "name")
    days = [NOON.date() - timedelta(days=back) for back in range(5 * 365)]
    people = [("people", channel.value, "", visit.value) for channel in Channel for visit in Visit]
    with store.writing() as session:
        for day in days:
            kinds = [*every, *(people if day.day == 1 else [])]
            rows = [{"day": day, "count": 17, **dict(zip(names, one, strict=True))} for one in kinds]
            session.execute(insert(DailyCount), rows)


class Browser:
    """Somebody who is signed in."""

    def __init__(self, url: str) -> None:
        """Begin without cookies."""
        self._url, self._session = url.rstrip("/"), requests.Session()

    def sign_in(self, token: str, email: str) -> "Browser":
        """Use an invitation, choose a password, set the second factor up."""
        page = f"/undangan/{token}"
        self.post(page, page, sandi=PASSWORD, sandi_lagi=PASSWORD)
        self.post("/masuk", "/masuk", email=email, password=PASSWORD)
        shown = self.post("/akun/aplikasi-kode", "/akun/aplikasi-kode", setup="authenticator").text
        key = "".join(_found(r'class="key">([^<]+)<', shown).split()).replace("-", "")
        target = _found(r'<form class="sheet" method="post" action="([^"]+)"', shown)
        telephone = TOTP(key=key)
        code = telephone.generate(time=telephone.normalize_time(None)).token
        self._session.post(self._url + target, data={"csrf_token": _token(shown), "code": code}).raise_for_status()
        return self

    def see(self, path: str) -> requests.Response:
        """Ask for a page that must be there."""
        answer = self._session.get(self._url + path)
        if answer.status_code != 200 or "/masuk" in answer.url:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return answer

    def post(self, path: str, form_on: str, **form: str) -> requests.Response:
        """Send a form with the token of a page."""
        token = _token(self._session.get(self._url + form_on).text)
        answer = self._session.post(self._url + path, data={"csrf_token": token, **form})
        answer.raise_for_status()
        return answer


def _found(pattern: str, page: str) -> str:
    found = search(pattern, page)
    if found is None:
        raise RuntimeError("the page is not as it was when this was written")
    return found[1]


def _token(page: str) -> str:
    return _found(r'name="csrf_token" value="([^"]+)"', page)


def pages(codes: Sequence[str], rng: random.Random) -> dict[str, Callable[[], str]]:
    """Return what is asked for: a path each time."""
    return {
        "home": lambda: "/beranda",
        "list, open": lambda: "/cases",
        "list, all, newest, page 50": lambda: "/cases?semua=1&urut=newest&halaman=50",
        "list, late of one regency": lambda: "/cases?terlambat=1&tempat=Kabupaten+Belu",
        "case": lambda: f"/cases/{rng.choice(codes)}",
        "handover card": lambda: f"/cases/{rng.choice(codes)}/card",
        "oral report, empty form": lambda: "/cases/new",
        "staff": lambda: "/staf",
        "status": lambda: "/status",
        "overview, 30 days": lambda: "/ikhtisar",
        "overview, a year": lambda: "/ikhtisar?dari=2025-11-22&sampai=2026-11-21",
        "overview, five years": lambda: "/ikhtisar?dari=2021-11-22&sampai=2026-11-21",
    }


def lines(url: str, folder: Path, sizes: Sequence[int]) -> Iterator[str]:
    """Yield the figures of one database, a line for each kind of page and the slowest kind last."""
    cases, recruiters, messages = sizes
    engine = make_engine(url)
    upgrade(engine)
    folder.mkdir()
    env, port = environment(url, folder / "var"), free_port()
    runtime = Runtime(make_settings(url, folder / "var"), given_bell=SilentBell(), given_understander=Chain(None))
    rng = random.Random(1)
    officers = case_list.fill(runtime.store, make(1, cases, recruiters), rng)
    fill_messages(runtime.store, messages)
    fill_counts(runtime.store)
    with runtime.store.reading() as session:
        # One in thirty names an officer, who may be the one that is signed in.
        codes = [code for (code,) in session.execute(text("SELECT code FROM cases WHERE NOT restricted"))]
    head = officers[-7]
    new = NewAccount("bench@example.org", "Bench Contoh", StaffRole.COORDINATOR, officer=head.name)
    token = invite(runtime.store, runtime.clock, new, None, by="bench").token
    with running(start_web(env, folder / "console.log", port, CONSOLE_WSGI)):
        browser = Browser(f"http://127.0.0.1:{port}").sign_in(token, "bench@example.org")
        worst = 0.0
        for name, path in pages(codes, rng).items():
            browser.see(path())
            taken = sorted(_milliseconds(browser, path()) for _ in range(ROUNDS))
            worst = max(worst, p95(taken))
            yield f"{name}: p50 {statistics.median(taken):.0f} ms, p95 {p95(taken):.0f} ms, slowest {taken[-1]:.0f} ms"
        yield f"highest p95: {worst:.0f} ms"
    engine.dispose()


def p95(taken: Sequence[float]) -> float:
    """Return the 95th percentile of sorted values."""
    return taken[max(int(0.95 * len(taken)) - 1, 0)]


def _milliseconds(browser: Browser, path: str) -> float:
    start = time.perf_counter()
    browser.see(path)
    return (time.perf_counter() - start) * 1000


def main(given: Sequence[str]) -> int:
    """Measure on both databases."""
    usual = [CASES, RECRUITERS, MESSAGES]
    sizes = ([int(one) for one in given] + usual[len(given) :])[:3]
    with PostgresServer() as server, tempfile.TemporaryDirectory() as folder:
        postgres = server.url(server.create()).replace("postgresql://", "postgresql+psycopg://", 1)
        for name, url in (("SQLite", f"sqlite:///{folder}/pages.db"), ("PostgreSQL", postgres)):
            for line in lines(url, Path(folder) / name, sizes):
                sys.stdout.write(f"{name}, {line}\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
