"""What a thief finds: no number, no name and no text in any file, and none in any log line."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.messaging.door import SendError
from bot.services.bell import HueyBell
from bot.services.receive_message import drain_spool
from bot.understanding.chain import Chain
from bot.understanding.rasa import RasaClient
from bot.vocabulary import Channel
from tests.conftest import migrated_sqlite
from tests.doubles.gateway import ScriptableGateway
from tests.doubles.postgres import free_port
from tests.doubles.service import deliver, work
from tests.doubles.twilio_api import Fault, TwilioApiDouble
from tests.factories import NOON, make_inbound, make_runtime, make_settings

NUMBER = "+6281377788899"
NAME = "Yohana Taneofeto"
TEXT = "Saya dijanjikan kerja di Johor oleh calo bernama Bertolomeus"
PLANTED = [NUMBER, NUMBER[1:], NUMBER[3:], NAME, "Taneofeto", TEXT, "Bertolomeus"]


def planted() -> list:
    """Return messages that hold everything a thief would look for."""
    fields = {"ProfileName": NAME, "WaId": NUMBER[1:]}
    return [
        make_inbound(TEXT, address=NUMBER, fields=fields),
        make_inbound(TEXT, address=NUMBER, fields=fields, channel=Channel.WHATSAPP),
        make_inbound("HAPUS", address=NUMBER),
        make_inbound(TEXT, address=NUMBER, fields=fields),
    ]


def assert_nothing_planted(content: bytes, where: object) -> None:
    for secret in PLANTED:
        for form in (secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()):
            assert form not in content, f"{where} holds a planted text"


def away_from(runtime: Runtime) -> Runtime:
    """Return the service as it is while the database does not answer."""
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    return make_runtime(make_settings(url, runtime.settings.data_dir), clock=runtime.clock)


def test_no_file_holds_what_people_wrote(tmp_path: Path) -> None:
    settings = make_settings(migrated_sqlite(tmp_path / "var" / "test.db"), tmp_path / "var")
    runtime = make_runtime(settings, clock=SettableClock(NOON), understander=Chain(None))
    runtime.given_bell = HueyBell(runtime.make_huey)
    for message in planted():
        deliver(runtime, message)
        deliver(away_from(runtime), message)
    work(runtime)
    (tmp_path / "var" / "spool" / "inbound.spool").write_bytes(
        (tmp_path / "var" / "spool" / "inbound.spool").read_bytes() + b"\ntorn"
    )
    files = {file.name for file in tmp_path.rglob("*") if file.is_file()}
    assert {"test.db", "test.db-wal", "queue.db", "inbound.spool"} <= files
    check_files(tmp_path)
    drain_spool(runtime.store, runtime.spool, runtime.bell, runtime.clock)
    work(runtime)
    check_files(tmp_path)
    assert list((tmp_path / "var" / "spool").glob("*.unreadable"))
    runtime.store.engine.dispose()
    check_files(tmp_path)


def check_files(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            assert_nothing_planted(file.read_bytes(), file.name)


def test_no_table_of_a_server_holds_what_people_wrote(runtime: Runtime) -> None:
    for message in planted():
        deliver(runtime, message)
    work(runtime)
    with runtime.store.reading() as session:
        for table in inspect(runtime.store.engine).get_table_names():
            for row in session.execute(text(f"SELECT * FROM {table}")):  # noqa: S608 - our own names
                for value in row:
                    content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert_nothing_planted(content, table)


def test_no_log_line_holds_what_people_wrote(runtime: Runtime, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        if logging.getLogger(name).level == logging.NOTSET:
            caplog.set_level(logging.DEBUG, logger=name)
    runtime.given_understander = Chain(RasaClient(f"http://127.0.0.1:{free_port()}", "n" * 20))
    faults = [SendError("timeout", retryable=True, maybe_sent=True), SendError("21610", retryable=False)]
    runtime.given_gateways = {"twilio": ScriptableGateway(*faults)}
    for message in planted():
        deliver(runtime, message)
        deliver(away_from(runtime), message)
        deliver(runtime, message)
    work(runtime)
    with runtime.spool._file.open("ab") as file:
        file.write(f"\n{TEXT} {NUMBER}".encode())
    drain_spool(runtime.store, runtime.spool, runtime.bell, runtime.clock)
    work(runtime)
    check_log(caplog)


def test_twilio_and_its_library_log_nothing_of_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with TwilioApiDouble() as api:
        api.plan(Fault(drop=True), Fault(status=400, code=21610, message=f"refused {NUMBER}"), Fault(raw=b"<html>"))
        settings = make_settings(
            migrated_sqlite(tmp_path / "test.db"),
            tmp_path / "var",
            twilio_account_sid=api.account_sid,
            twilio_auth_token=api.auth_token,
            twilio_api_url=api.url,
            twilio_sms_from="+15005550006",
        )
        clock = SettableClock(NOON)
        runtime = make_runtime(settings, clock=clock, understander=Chain(None))
        runtime.given_gateways = None
        for message in planted()[:1]:
            deliver(runtime, message)
        for _ in range(4):
            work(runtime)
            clock.advance(timedelta(seconds=70))
        assert {request.method for request in api.requests} == {"GET", "POST"}
        runtime.store.engine.dispose()
    check_log(caplog)


def check_log(caplog: pytest.LogCaptureFixture) -> None:
    formatter = logging.Formatter("%(name)s %(message)s")
    assert caplog.records
    for record in caplog.records:
        line = formatter.format(record)  # with tracebacks, if any
        assert_nothing_planted(line.encode(), record.name)
        assert_nothing_planted(str(record.__dict__).encode(), record.name)
