"""The spool: what it acknowledged is never lost, whatever tears, and nothing in it can be read."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UnavailableError
from bot.messaging.door import Attachment, Inbound
from bot.store.spool import Spool
from bot.store.vault import DataKey, Vault
from bot.vocabulary import Channel
from tests.factories import NOON, make_inbound

VAULT = Vault([DataKey("k1", b"k" * 32)])
APPENDER = """
import sys
from pathlib import Path
from bot.store.spool import Spool
from bot.store.vault import DataKey, Vault
from tests.factories import make_inbound
spool = Spool(Path(sys.argv[1]), Vault([DataKey("k1", b"k" * 32)]))
for number in range(100_000):
    spool.append(make_inbound(f"pesan {number}", provider_id=f"{sys.argv[2]}-{number}"))
    sys.stdout.write(f"{sys.argv[2]}-{number}\\n")
    sys.stdout.flush()
"""


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """An empty spool."""
    return Spool(tmp_path / "spool", VAULT)


def drain(spool: Spool) -> list[Inbound]:
    """Return what the spool held."""
    taken: list[Inbound] = []
    spool.drain(taken.append)
    return taken


def wait_for(happened: Callable[[], bool]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen within 30 seconds")


def spool_file(spool: Spool, tmp_path: Path) -> Path:
    return tmp_path / "spool" / "inbound.spool"


def test_messages_come_back_whole_and_in_order(spool: Spool) -> None:
    photo = Attachment("https://media.example/1", "image/jpeg")
    kept = [
        make_inbound("satu 😀\nbaris\0 dua"),
        make_inbound("", channel=Channel.WHATSAPP, attachments=(photo,), fields={"WaId": "62"}),
        make_inbound("tiga"),
    ]
    for message in kept:
        spool.append(message)
    assert spool.waiting()
    assert drain(spool) == kept
    assert not spool.waiting()
    assert drain(spool) == []


def test_an_empty_spool_has_nothing(spool: Spool) -> None:
    assert not spool.waiting()
    assert spool.drain(pytest.fail) == (0, 0)


def test_nothing_can_be_read_in_it_and_only_the_owner_may(spool: Spool, tmp_path: Path) -> None:
    spool.append(make_inbound("rahasia besar"))
    for file in (tmp_path / "spool").iterdir():
        assert b"rahasia" not in file.read_bytes()
        assert b"6281234567890" not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "spool").stat().st_mode & 0o077 == 0


def test_while_the_database_is_away_messages_stay_in_order(spool: Spool) -> None:
    def away(_message: Inbound) -> None:
        raise UnavailableError("away")

    for number in range(12):
        spool.append(make_inbound(f"{number}"))
        with pytest.raises(UnavailableError):
            spool.drain(away)
        assert spool.waiting()
    assert [message.text for message in drain(spool)] == [f"{number}" for number in range(12)]


def test_a_message_that_cannot_be_stored_stays_and_holds_up_no_other(spool: Spool) -> None:
    def picky(message: Inbound) -> None:
        if message.text == "1":
            raise RuntimeError
        taken.append(message.text)

    taken: list[str] = []
    for number in range(3):
        spool.append(make_inbound(f"{number}"))
    assert spool.drain(picky) == (2, 0)
    spool.append(make_inbound("3"))
    spool.drain(picky)
    assert set(taken) == {"0", "2", "3"}
    assert "1" in [message.text for message in drain(spool)]


def test_a_torn_line_is_skipped_and_kept_for_a_person(spool: Spool, tmp_path: Path) -> None:
    spool.append(make_inbound("satu"))
    file = spool_file(spool, tmp_path)
    torn = file.read_bytes()
    spool.append(make_inbound("dua"))
    file.write_bytes(file.read_bytes()[: len(torn) + 40])
    spool.append(make_inbound("tiga"))
    taken: list[Inbound] = []
    assert spool.drain(taken.append) == (2, 1)
    assert [message.text for message in taken] == ["satu", "tiga"]
    assert len(list((tmp_path / "spool").glob("*.unreadable"))) == 1
    assert not spool.waiting()


def test_unreadable_files_do_not_replace_each_other(spool: Spool, tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    for _ in range(3):
        spool_file(spool, tmp_path).write_bytes(b"garbage\n")
        assert spool.drain(pytest.fail) == (0, 1)
    assert len(list((tmp_path / "spool").glob("*.unreadable"))) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(garbage=st.binary(max_size=120))
def test_garbage_never_stops_the_drain(spool: Spool, tmp_path: Path, garbage: bytes) -> None:
    spool.append(make_inbound("sebelum"))
    with spool_file(spool, tmp_path).open("ab") as file:
        file.write(garbage)
    spool.append(make_inbound("sesudah"))
    assert [message.text for message in drain(spool)] == ["sebelum", "sesudah"]


def test_lines_of_another_key_or_swapped_ids_are_unreadable(spool: Spool, tmp_path: Path) -> None:
    Spool(tmp_path / "spool", Vault([DataKey("k1", b"x" * 32)])).append(make_inbound())
    spool.append(make_inbound("a"))
    spool.append(make_inbound("b"))
    file = spool_file(spool, tmp_path)
    lines = [line.split(b" ") for line in file.read_bytes().splitlines() if line]
    lines[1][0], lines[2][0] = lines[2][0], lines[1][0]
    file.write_bytes(b"\n".join(b" ".join(line) for line in lines))
    assert spool.drain(pytest.fail) == (0, 3)


def test_a_line_of_another_version_is_unreadable_not_fatal(spool: Spool, tmp_path: Path) -> None:
    record = uuid4()
    sealed = VAULT.seal_bytes(b"spool." + record.hex.encode(), json.dumps({"later": 1}).encode())
    (tmp_path / "spool").mkdir()
    spool_file(spool, tmp_path).write_bytes(record.hex.encode() + b" " + base64.b64encode(sealed))
    assert spool.drain(pytest.fail) == (0, 1)


def test_a_folder_that_cannot_be_used_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file, no folder")
    with pytest.raises(UnavailableError, match="spool"):
        Spool(tmp_path / "spool", VAULT).append(make_inbound())


def test_eight_writers_and_a_drainer_at_once_lose_and_double_nothing(spool: Spool) -> None:
    taken: list[str] = []

    def append(number: int) -> None:
        spool.append(make_inbound(provider_id=f"SM{number}"))
        if number % 10 == 0:
            spool.drain(lambda message: taken.append(message.provider_id))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(append, range(200)))
    taken += [message.provider_id for message in drain(spool)]
    assert sorted(taken) == sorted(f"SM{number}" for number in range(200))


def test_two_drainers_do_not_take_the_same_file(spool: Spool) -> None:
    spool.append(make_inbound("satu"))
    inner: list[tuple[int, int]] = []
    spool.drain(lambda _message: inner.append(spool.drain(pytest.fail)))
    assert inner == [(0, 0)]


def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged(spool: Spool, tmp_path: Path) -> None:
    command = [sys.executable, "-c", APPENDER, str(tmp_path / "spool")]
    writers = [subprocess.Popen([*command, name], stdout=subprocess.PIPE) for name in "ab"]
    acknowledged: set[str] = set()
    wait_for(lambda: spool.waiting() and spool_file(spool, tmp_path).stat().st_size > 20_000)
    for writer in writers:
        os.kill(writer.pid, signal.SIGKILL)
        rest, _ = writer.communicate(timeout=30)
        acknowledged |= {line for line in rest.decode().split("\n")[:-1] if line}
    kept = {message.provider_id for message in drain(spool)}
    assert len(acknowledged) > 10
    assert acknowledged <= kept
    assert len(kept - acknowledged) <= 2  # one in hand each


def test_what_nobody_could_store_for_long_is_deleted_and_the_rest_is_kept(spool: Spool, tmp_path: Path) -> None:
    spool.append(make_inbound())
    folder = tmp_path / "spool"
    for name, age in (("a.unreadable", 91), ("1.draining", 91), ("b.unreadable", 89), ("2.draining", 89)):
        (folder / name).write_bytes(b"x")
        then = (NOON - timedelta(days=age)).timestamp()
        os.utime(folder / name, (then, then))
    assert spool.purge(NOON - timedelta(days=90)) == 2
    assert {file.name for file in folder.iterdir()} >= {"b.unreadable", "2.draining", "inbound.spool"}
    assert not (folder / "a.unreadable").exists()
    assert not (folder / "1.draining").exists()
