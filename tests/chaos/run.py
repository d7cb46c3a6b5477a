"""Kill real processes at random moments between a reporter's last "ya" and the alert: nothing is lost or doubled.

A worker, and on PostgreSQL every other time the database itself, is killed as by a power cut; the officer's mail server
and the provider are real servers on loopback. What was in hand when a process died is taken up when its lease ran out.
"""

import random
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.bootstrap import Runtime
from bot.clock import SystemClock
from bot.errors import UnavailableError
from bot.services.bell import HueyBell
from bot.services.check_health import HEARTBEAT
from bot.services.receive_message import receive_message
from bot.store.engine import make_engine
from bot.store.schema import upgrade
from bot.store.tables.cases import Case, CaseAlert
from bot.understanding.chain import Chain
from tests.chaos.reporters import OFFICER_PHONE, Reporter, ready_reporter, set_up_reader
from tests.doubles.alert_door import RecordingDoor
from tests.doubles.postgres import PostgresServer
from tests.doubles.processes import environment, start_worker, wait_until
from tests.doubles.provider import Provider
from tests.doubles.smtp_server import SmtpServerDouble
from tests.doubles.twilio_api import TwilioApiDouble
from tests.factories import make_runtime, make_settings

EARLIEST_KILL, LATEST_KILL = 0.35, 0.75
"""Seconds after the "ya" between which a process is killed. A new worker's first turn takes half a second on a free
machine, the alerts some 30 ms after it, so the kills fall before, between and after them."""

_LEASES_END = 150  # seconds: a turn's lease and an alert's, one after the other, and room


@dataclass(frozen=True)
class Outcome:
    """What a run showed. ``mails``: accepted mails, of which ``again`` had the Message-ID of an earlier one.

    ``caught``: where a report stood when its worker was dead: before its turn, before its alerts, or after them.
    """

    reports: int
    cases: int
    alerts_accepted: int
    cases_by_mail: int
    mails: int
    again: int
    texts_a_case: Counter[int]
    database_kills: int
    caught: Counter[str]

    @property
    def nothing_lost_or_doubled(self) -> bool:
        """Whether every report became one case, told once by SMS, and by mail under one Message-ID."""
        by_sms = self.texts_a_case == Counter({1: self.reports})
        by_mail = self.cases_by_mail == self.mails - self.again == self.reports
        return self.cases == self.reports and by_sms and by_mail


@dataclass
class Chaos:
    """One run. ``server``: the PostgreSQL server to kill as well, None for SQLite."""

    folder: Path
    url: str
    seed: int
    server: PostgresServer | None = None

    def run(self, points: int) -> Outcome:
        """Kill a process at each of ``points`` moments, then let a worker finish what is left."""
        upgrade_and_close(self.url)
        with ExitStack() as stack:
            mail, api = stack.enter_context(SmtpServerDouble()), stack.enter_context(TwilioApiDouble())
            runtime = self._runtime(mail)
            reporters = [ready_reporter(runtime, number) for number in range(points)]
            env = self._environment(mail, api)
            kills, caught = self._kill_at_each(runtime, reporters, env)
            worker = start_worker(env, self.folder / "worker.log")
            stack.callback(worker.kill)
            wait_until(lambda: self._all_told(runtime, points), _LEASES_END, step=1)
            outcome = self._outcome(runtime, mail, api, points, kills, caught)
            runtime.store.engine.dispose()
        return outcome

    def _kill_at_each(
        self, runtime: Runtime, reporters: list[Reporter], env: dict[str, str]
    ) -> tuple[int, Counter[str]]:
        moments, database_kills = random.Random(self.seed), 0
        caught: Counter[str] = Counter()
        for reporter in reporters:
            started = time.time()
            worker = start_worker(env, self.folder / "worker.log")
            _wait_until_working(self.folder / "var" / HEARTBEAT, started)
            _deliver(runtime, reporter)
            time.sleep(moments.uniform(EARLIEST_KILL, LATEST_KILL))
            if self.server is not None and moments.random() < 0.5:
                self.server.kill_and_restart()
                database_kills += 1
                time.sleep(moments.uniform(0, EARLIEST_KILL))
            worker.kill()
            caught[self._stage(runtime, reporter)] += 1
        return database_kills, caught

    def _stage(self, runtime: Runtime, reporter: Reporter) -> str:
        """Tell how far a report came before its worker died."""
        keys = runtime.vault.fingerprints("reporter", reporter.address)
        with runtime.store.reading() as session:
            case_id = session.scalar(select(Case.id).where(Case.reporter_key.in_(keys)))
            if case_id is None:
                return "before its turn"
            accepted = select(func.count()).where(CaseAlert.case_id == case_id, CaseAlert.state == "accepted")
            return "after its alerts" if session.scalar(accepted) == 2 else "before its alerts"

    def _runtime(self, mail: SmtpServerDouble) -> Runtime:
        runtime = make_runtime(
            make_settings(self.url, self.folder / "var"),
            understander=Chain(None),
            gateway=Provider(SystemClock()),
            doors={"email": RecordingDoor(), "sms": RecordingDoor()},
        )
        runtime.clock = SystemClock()
        set_up_reader(runtime)
        return runtime

    def _environment(self, mail: SmtpServerDouble, api: TwilioApiDouble) -> dict[str, str]:
        return environment(
            self.url,
            self.folder / "var",
            SMTP_URL=f"smtp://127.0.0.1:{mail.port}?from=jalan-aman@example.org",
            TWILIO_ACCOUNT_SID=api.account_sid,
            TWILIO_AUTH_TOKEN=api.auth_token,
            TWILIO_API_URL=api.url,
            TWILIO_SMS_FROM="+15005550006",
        )

    def _all_told(self, runtime: Runtime, points: int) -> bool:
        try:
            with runtime.store.reading() as session:
                accepted = select(func.count()).where(CaseAlert.state == "accepted")
                return session.scalar(accepted) == 2 * points
        except UnavailableError:
            return False

    def _outcome(
        self,
        runtime: Runtime,
        mail: SmtpServerDouble,
        api: TwilioApiDouble,
        points: int,
        database_kills: int,
        caught: Counter[str],
    ) -> Outcome:
        with runtime.store.reading() as session:
            codes = list(session.scalars(select(Case.code)))
            accepted = session.scalar(select(func.count()).where(CaseAlert.state == "accepted")) or 0
        about_one = [one for one in mail.mails if "NTT-" in str(one.message["Subject"])]  # the daily digest is another
        ids = Counter(str(one.message["Message-ID"]) for one in about_one)
        by_mail = {code for code in codes for one in about_one if code in str(one.message["Subject"])}
        to_officer = [message["body"] for message in api.messages if message["to"] == OFFICER_PHONE]
        texts = Counter(sum(code in body for body in to_officer) for code in codes)
        again = sum(count - 1 for count in ids.values())
        mails = len(about_one)
        return Outcome(points, len(codes), accepted, len(by_mail), mails, again, texts, database_kills, caught)


def upgrade_and_close(url: str) -> None:
    """Make the tables."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


def _wait_until_working(heartbeat: Path, started: float) -> None:
    """Wait until a new worker swept for the first time."""
    wait_until(lambda: heartbeat.exists() and heartbeat.stat().st_mtime > started, 10, step=0.02)


def _deliver(runtime: Runtime, reporter: Reporter) -> None:
    bell = HueyBell(runtime.make_huey)  # the worker's own queue; without a ring it would look every ten seconds only
    receive_message(runtime.store, runtime.spool, bell, runtime.clock, reporter.says("ya"))
