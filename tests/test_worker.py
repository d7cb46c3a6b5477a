"""The worker as a real process: stopped gently, killed in the middle, and started again."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.bootstrap import Runtime
from bot.clock import SystemClock
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services.staff_officers import set_up_officer
from bot.store.officers import Reachable
from tests.conftest import migrated_sqlite
from tests.doubles.postgres import free_port
from tests.doubles.processes import Process, environment, running, start_worker, wait_until
from tests.doubles.service import change, deliver, inbox, outbox, texts
from tests.doubles.twilio_api import Fault, TwilioApiDouble
from tests.factories import make_inbound, make_runtime, make_settings
from tests.reporting.made_cases import codes, make_case

SENDER = "+15005550006"


@pytest.fixture
def api() -> Iterator[TwilioApiDouble]:
    """The provider."""
    with TwilioApiDouble() as double:
        yield double


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Runtime]:
    """This process's view of the worker's database; its bell rings the worker's queue."""
    settings = make_settings(migrated_sqlite(tmp_path / "x.db"), tmp_path / "var")
    runtime = make_runtime(settings)
    runtime.clock = SystemClock()
    runtime.given_bell = None
    yield runtime
    runtime.store.engine.dispose()


@pytest.fixture
def env(service: Runtime, api: TwilioApiDouble) -> dict[str, str]:
    """The worker's settings."""
    return environment(
        service.settings.database,
        service.settings.data_dir,
        TWILIO_ACCOUNT_SID=api.account_sid,
        TWILIO_AUTH_TOKEN=api.auth_token,
        TWILIO_API_URL=api.url,
        TWILIO_SMS_FROM=SENDER,
    )


def worker(env: dict[str, str], tmp_path: Path) -> Process:
    return start_worker(env, tmp_path / "worker.log")


def all_sent(runtime: Runtime) -> bool:
    rows = outbox(runtime)
    return bool(rows) and {row.state for row in rows} == {"accepted"}


def bodies(api: TwilioApiDouble) -> list[str]:
    return [message["body"] for message in api.messages]


def test_a_stored_message_is_answered_by_keywords_while_nlu_is_dead(
    service: Runtime, api: TwilioApiDouble, env: dict[str, str], tmp_path: Path
) -> None:
    deliver(service, make_inbound("berapa biaya kerja ke Malaysia"))
    with running(worker(env, tmp_path)) as process:
        assert wait_until(lambda: all_sent(service), 30), process.log()[-2000:]
        deliver(service, make_inbound("menu"))
        assert wait_until(lambda: len(outbox(service)) == 3 and all_sent(service), 10), process.log()[-2000:]
        assert process.terminate() == 0
    assert bodies(api) == texts(service)
    first = next(request for request in api.requests if request.method == "POST")
    assert first.fields["To"] == "+6281234567890"
    assert first.fields["From"] == SENDER
    callback = f"https://aman.example/twilio/status?id={outbox(service)[0].id.hex}"
    assert first.fields["StatusCallback"] == callback
    assert "6281234567890" not in process.log()
    assert "biaya" not in process.log()


def test_a_gentle_stop_in_the_middle_of_sending_finishes_what_is_in_hand(
    service: Runtime, api: TwilioApiDouble, env: dict[str, str], tmp_path: Path
) -> None:
    api.plan(Fault(delay=1.5))
    deliver(service, make_inbound("menu"))
    with running(worker(env, tmp_path)) as process:
        assert wait_until(lambda: len(api.requests) == 1, 30), process.log()[-2000:]
        assert process.terminate() == 0
    assert outbox(service)[0].state == "accepted"
    assert {row.state for row in outbox(service)} <= {"accepted", "queued"}
    assert bodies(api) == texts(service)[: len(api.messages)]
    with running(worker(env, tmp_path)):
        assert wait_until(lambda: all_sent(service), 30)
    assert bodies(api) == texts(service)


def test_killed_between_sending_and_noting_it_the_next_worker_finds_it_and_sends_nothing_twice(
    service: Runtime, api: TwilioApiDouble, env: dict[str, str], tmp_path: Path
) -> None:
    api.plan(Fault(delay=1.0))
    deliver(service, make_inbound("menu"))
    with running(worker(env, tmp_path)) as process:
        assert wait_until(lambda: len(api.requests) == 1, 30), process.log()[-2000:]
        process.kill()
    assert wait_until(lambda: len(api.messages) == 1, 10)  # the provider took it all the same
    assert outbox(service)[0].state == "sending"
    let_leases_run_out(service)
    with running(worker(env, tmp_path)) as process:
        assert wait_until(lambda: all_sent(service), 30), process.log()[-2000:]
    assert bodies(api) == texts(service)
    assert outbox(service)[0].provider_id == api.messages[0]["sid"]


def test_killed_again_and_again_every_message_has_one_turn_and_every_reply_goes_out_once(
    service: Runtime, api: TwilioApiDouble, env: dict[str, str], tmp_path: Path
) -> None:
    for number in range(12):
        deliver(service, make_inbound(f"berapa biaya nomor {number}", address=f"+628120000{number % 4:03d}"))
    for done in (2, 8):
        with running(worker(env, tmp_path)) as process:
            assert wait_until(lambda done=done: len(api.messages) >= done, 30, step=0.01), process.log()[-2000:]
            process.kill()
        let_leases_run_out(service)
    with running(worker(env, tmp_path)) as process:
        assert wait_until(lambda: all_done(service), 40), process.log()[-2000:]
    assert sorted(bodies(api)) == sorted(texts(service))
    assert len({row.message_id for row in outbox(service)}) == 12


def all_done(runtime: Runtime) -> bool:
    return {row.state for row in inbox(runtime)} == {"done"} and all_sent(runtime)


def let_leases_run_out(runtime: Runtime) -> None:
    """Do as if a minute had passed since the worker died."""
    long_ago = "2020-01-01 00:00:00.000000"
    change(runtime, "UPDATE conversations SET lease_until = :at WHERE lease_until IS NOT NULL", at=long_ago)
    change(runtime, "UPDATE outbox SET next_try_at = :at", at=long_ago)
    change(runtime, "UPDATE messages SET next_try_at = :at", at=long_ago)


def test_a_spooled_message_is_answered_after_a_start(
    service: Runtime, api: TwilioApiDouble, env: dict[str, str], tmp_path: Path
) -> None:
    service.spool.append(make_inbound("menu"))
    with running(worker(env, tmp_path)) as process:
        assert wait_until(lambda: all_sent(service), 30), process.log()[-2000:]
    assert not service.spool.waiting()
    assert json.dumps(bodies(api)) == json.dumps(texts(service))


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"DATA_KEYS": ""}, "DATA_KEYS"), ({"PORT": "rahasia"}, "PORT"), ({"DATABASE_URL": "rahasia"}, "DATABASE_URL")],
)
def test_a_bad_setting_stops_it_with_one_line(
    env: dict[str, str], tmp_path: Path, changes: dict[str, str], named: str
) -> None:
    with running(worker(env | changes, tmp_path)) as process:
        assert wait_until(lambda: not process.alive, 30)
        assert process.log().startswith(f"worker: bad settings: {named}: ")
        assert process.log().count("\n") == 1
        assert "rahasia" not in process.log()


def test_with_the_queue_away_the_sweep_does_all_work_and_the_log_stays_short(
    service: Runtime, api: TwilioApiDouble, env: dict[str, str], tmp_path: Path
) -> None:
    deliver(service, make_inbound("menu"))
    away = env | {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    with running(worker(away, tmp_path)) as process:
        assert wait_until(lambda: all_sent(service), 40), process.log()[-2000:]
        assert process.terminate() == 0
    assert process.log().count("\n") < 30
    assert "Traceback" not in process.log()


def test_a_queue_that_cannot_be_opened_stops_it_with_one_line(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "var" / "queue.db").mkdir(parents=True)
    with running(worker(env, tmp_path)) as process:
        assert wait_until(lambda: not process.alive, 30)
    assert process.log() == "worker: the queue does not answer (OperationalError)\n"


def test_cases_are_looked_through_after_officers_changed(service: Runtime, env: dict[str, str], tmp_path: Path) -> None:
    make_case(service)
    officer = Officer(uuid4(), "Maria Contoh", OfficerRole.COORDINATOR, PassTo.COORDINATOR)
    set_up_officer(service.store, service.clock, Reachable(officer, "maria@example.org"), "test")
    assert codes(service, officer.id) == []
    with running(worker(env, tmp_path)) as process:
        assert wait_until(lambda: len(codes(service, officer.id)) == 1, 30), process.log()[-2000:]
