"""How fast the console's pages are over HTTP: ``python -m tests.bench.console_pages [cases [recruiters [messages]]]``.

20,000 cases of 5,000 recruiters, 60 officers, 200,000 messages, 200,000 acts in the audit log and 5,000 sentences to
label by default; a real gunicorn, signed in as a coordinator, an admin and an auditor. The goal is a p95 of 300 ms for
every list and every case page, on SQLite and PostgreSQL.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from bot.bootstrap import Runtime
from bot.services.bell import SilentBell
from bot.services.handle_case import may_see
from bot.services.staff_accounts import NewAccount, invite
from bot.staff.permissions import StaffRole
from bot.store.engine import make_engine
from bot.store.schema import upgrade
from bot.store.tables.cases import Case
from bot.understanding.chain import Chain
from tests.bench import case_list
from tests.bench.console_browser import Browser
from tests.bench.console_rows import fill_audit, fill_counts, fill_messages, fill_sentences
from tests.bench.recruiter_list import link
from tests.bench.synthetic_reports import make
from tests.doubles.postgres import PostgresServer, free_port
from tests.doubles.processes import CONSOLE_WSGI, environment, running, start_web
from tests.factories import make_settings

CASES, RECRUITERS, MESSAGES, ACTS, SENTENCES, ROUNDS, OPEN = 20_000, 5_000, 200_000, 200_000, 5_000, 40, 400

Ask = Callable[[Browser], None]


def see(path: str) -> Ask:
    """Return what asks for a page."""
    return lambda browser: browser.see(path)


def of_cases(codes: Sequence[str], told: Sequence[str], rng: random.Random) -> dict[str, Ask]:
    """Return what a coordinator asks for. ``told``: names and phones that are searched for."""

    def about(path: str) -> Ask:
        return lambda browser: browser.see(path.format(rng.choice(codes)))

    def sought(path: str) -> Ask:
        return lambda browser: browser.search(path, rng.choice(told))

    return {
        "home": see("/beranda"),
        "list, open": see("/cases"),
        "list, all, newest, page 50": see("/cases?semua=1&urut=newest&halaman=50"),
        "list, late of one regency": see("/cases?terlambat=1&tempat=Kabupaten+Belu"),
        "list, searched": sought("/cases"),
        "case": about("/cases/{}"),
        "conversation": about("/cases/{}/conversation"),
        "handover card": about("/cases/{}/card"),
        "recruiters": see("/perekrut"),
        "recruiters, flagged, of one regency": see("/perekrut?penilaian=corroborated&tempat=Kabupaten+Belu"),
        "recruiters, searched": sought("/perekrut"),
        "recruiter": about("/perekrut/{}"),
        "export, form": see("/cases/export"),
        "oral report, empty form": see("/cases/new"),
        "staff": see("/staf"),
        "status": see("/status"),
        "overview, 30 days": see("/ikhtisar"),
        "overview, a year": see("/ikhtisar?dari=2025-11-22&sampai=2026-11-21"),
        "overview, five years": see("/ikhtisar?dari=2021-11-22&sampai=2026-11-21"),
    }


OF_ANSWERS: dict[str, Ask] = {
    "answers": see("/jawaban"),
    "answers, searched": see("/jawaban?cari=paspor"),
    "answer": see("/jawaban/ask_passport/id"),
    "translations": see("/jawaban/terjemahan"),
    "numbers": see("/jawaban/nomor"),
    "new topic, form": see("/jawaban/topik/baru"),
    "learning": see("/belajar"),
    "models": see("/belajar/model"),
}
OF_AUDIT: dict[str, Ask] = {
    "audit log": see("/audit"),
    "audit log, one action": see("/audit?tindakan=unsealed_address"),
    "audit log, some days": see("/audit?dari=2026-01-01&sampai=2026-01-31"),
}
ROLES = ((StaffRole.ADMIN, OF_ANSWERS), (StaffRole.AUDITOR, OF_AUDIT))


def lines(url: str, folder: Path, sizes: Sequence[int]) -> Iterator[str]:
    """Yield the figures of one database, a line for each kind of page and the slowest kind last."""
    cases, recruiters, messages = sizes
    engine = make_engine(url)
    upgrade(engine)
    folder.mkdir()
    env, port = environment(url, folder / "var"), free_port()
    runtime = Runtime(make_settings(url, folder / "var"), given_bell=SilentBell(), given_understander=Chain(None))
    rng = random.Random(1)
    reports = make(1, cases, recruiters)
    head = case_list.fill(runtime.store, reports, rng)[-7]
    link(runtime.store, rng)
    fill_messages(runtime.store, messages)
    fill_counts(runtime.store)
    fill_sentences(runtime.store, SENTENCES)
    with runtime.store.writing() as session:
        every = list(session.execute(select(Case.id, Case.code)))
        drawn = session.scalars(select(Case).where(Case.id.in_([one for one, _ in rng.sample(every, OPEN)])))
        codes = [case.code for case in drawn if may_see(runtime.store, session, case, head.id)]
    fill_audit(runtime.store, every, ACTS, rng)
    told = [word for report in reports[:OPEN] for word in (*report.names, *report.phones)]
    asked = [(StaffRole.COORDINATOR, of_cases(codes, told, rng)), *ROLES]
    with running(start_web(env, folder / "console.log", port, CONSOLE_WSGI)):
        worst = 0.0
        for role, kinds in asked:
            browser = _signed_in(runtime, f"http://127.0.0.1:{port}", role, head.name)
            for name, ask in kinds.items():
                ask(browser)
                taken = sorted(_milliseconds(browser, ask) for _ in range(ROUNDS))
                worst = max(worst, p95(taken))
                p50 = statistics.median(taken)
                yield f"{name}: p50 {p50:.0f} ms, p95 {p95(taken):.0f} ms, slowest {taken[-1]:.0f} ms"
            yield f"{role}, the largest page: {browser.largest[0] / 1000:.0f} kB, {browser.largest[1]}"
        yield f"highest p95: {worst:.0f} ms"
    engine.dispose()


def _signed_in(runtime: Runtime, url: str, role: StaffRole, officer: str) -> Browser:
    email = f"{role}@example.org"
    new = NewAccount(email, "Bench Contoh", role, officer=officer if role is StaffRole.COORDINATOR else "")
    return Browser(url).sign_in(invite(runtime.store, runtime.clock, new, None, by="bench").token, email)


def p95(taken: Sequence[float]) -> float:
    """Return the 95th percentile of sorted values."""
    return taken[max(int(0.95 * len(taken)) - 1, 0)]


def _milliseconds(browser: Browser, ask: Ask) -> float:
    start = time.perf_counter()
    ask(browser)
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
