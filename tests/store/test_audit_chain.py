"""The chain of the audit log under many writers, and under writers that are killed."""

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Event, Thread
from uuid import uuid4

import pytest

from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.errors import UnavailableError
from bot.services.read_audit import verify
from bot.store.engine import Store
from bot.store.journal import note, was_noted
from bot.store.tables.audit import AuditEntry, AuditHead
from bot.store.tables.contacts import Contact
from bot.store.vault import DataKey, Vault
from tests.conftest import migrated_sqlite
from tests.doubles.processes import PROJECT
from tests.doubles.service import deliver, rows
from tests.factories import NOON, make_inbound, make_runtime, make_settings

WRITERS, EACH = 8, 20


def act(runtime: Runtime, name: str = "tested", detail: str = "") -> None:
    with runtime.store.writing() as session:
        note(session, runtime.clock.now(), "test", name, "chain", detail)


def whole(runtime: Runtime) -> int:
    """Return how many rows a whole chain has; fail when it is broken."""
    verdict = verify(runtime.store)
    assert verdict.first is None, verdict.first
    return verdict.rows


def start_writer(runtime: Runtime, name: str, acts: int) -> subprocess.Popen[str]:
    url = runtime.store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.doubles.audit_writer", url, str(runtime.settings.data_dir), name, str(acts)]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def test_each_row_holds_the_hash_of_the_one_before(runtime: Runtime) -> None:
    for number in range(3):
        act(runtime, detail=str(number))
    first, second, third = rows(runtime, AuditEntry)
    assert [first.position, second.position, third.position] == [1, 2, 3]
    assert first.previous_hash == bytes(32)
    assert (second.previous_hash, third.previous_hash) == (first.row_hash, second.row_hash)
    assert {row.key_id for row in (first, second, third)} == {"k1"}
    (head,) = rows_of_head(runtime)
    assert (head.count, head.row_hash, head.at) == (3, third.row_hash, third.at)


def rows_of_head(runtime: Runtime) -> list[AuditHead]:
    with runtime.store.reading() as session:
        head = session.get(AuditHead, 1)
    return [head] if head else []


def test_the_same_acts_under_another_key_have_other_hashes(runtime: Runtime) -> None:
    other = Store(runtime.store.engine, Vault([DataKey("k1", b"x" * 32)]))
    act(runtime)
    assert verify(runtime.store).first is None
    assert verify(other).first is not None


def test_acts_of_a_transaction_that_fails_leave_nothing(runtime: Runtime) -> None:
    act(runtime)
    with suppress(ZeroDivisionError), runtime.store.writing() as session:
        note(session, runtime.clock.now(), "test", "tested", "chain")
        raise ZeroDivisionError
    act(runtime)
    assert whole(runtime) == 2


def test_an_act_that_is_not_written_yet_counts_as_noted(runtime: Runtime) -> None:
    with runtime.store.writing() as session:
        note(session, runtime.clock.now(), "test", "tested", "chain")
        assert was_noted(session, "tested", "chain")
        assert not was_noted(session, "tested", "other")
    with runtime.store.writing() as session:
        assert was_noted(session, "tested", "chain")


def test_an_act_cannot_be_noted_where_it_would_be_lost(runtime: Runtime) -> None:
    with runtime.store.reading() as session, pytest.raises(RuntimeError):
        note(session, runtime.clock.now(), "test", "tested", "chain")


def test_eight_threads_make_one_chain(runtime: Runtime) -> None:
    together = Barrier(WRITERS)

    def write(number: int) -> None:
        together.wait()
        for _ in range(EACH):
            act(runtime, f"by {number}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert whole(runtime) == WRITERS * EACH
    assert Counter(row.action for row in rows(runtime, AuditEntry)) == {f"by {n}": EACH for n in range(WRITERS)}


def test_verifying_while_others_write_sees_one_moment(runtime: Runtime) -> None:
    done = Event()

    def write() -> None:
        while not done.is_set():
            act(runtime)

    threads = [Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        seen = [whole(runtime)]
        # On a busy machine sixty looks may be over before the first writer gets its turn.
        deadline = time.monotonic() + 60
        while len(seen) < 60 or (seen[-1] == seen[0] and time.monotonic() < deadline):
            seen.append(whole(runtime))
    finally:
        done.set()
        for thread in threads:
            thread.join(20)
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


def test_eight_processes_make_one_chain(runtime: Runtime) -> None:
    writers = [start_writer(runtime, f"process {number}", EACH) for number in range(WRITERS)]
    for writer in writers:
        writer.communicate(timeout=120)
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert whole(runtime) == WRITERS * EACH


def test_killed_writers_leave_a_whole_chain_with_all_they_committed(runtime: Runtime) -> None:
    said = 0
    for number in range(4):
        with start_writer(runtime, f"process {number}", 100_000) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "0\n"
            time.sleep(0.05 + number * 0.03)
            writer.kill()
            said += 1 + len(writer.stdout.read().splitlines())
        act(runtime)  # the next one waits for nobody who is dead
        assert whole(runtime) >= said + number + 1
    assert said + 4 <= whole(runtime) <= said + 2 * 4


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer
def test_who_notes_first_and_locks_later_does_not_wait_for_who_does_it_the_other_way_round(runtime: Runtime) -> None:
    deliver(runtime, make_inbound())
    act(runtime)
    both, faults = Barrier(2, timeout=3), []

    def meet() -> None:
        with suppress(BrokenBarrierError):
            both.wait()

    def write(*, note_first: bool) -> None:
        try:
            with runtime.store.writing() as session:
                if note_first:
                    note(session, runtime.clock.now(), "test", "first", "chain")
                    session.flush()
                else:
                    session.query(Contact).with_for_update().all()
                meet()
                if note_first:
                    session.query(Contact).with_for_update().all()
                else:
                    note(session, runtime.clock.now(), "test", "last", "chain")
        except UnavailableError as fault:
            faults.append(type(getattr(fault.__cause__, "orig", None)).__name__)

    threads = [Thread(target=write, kwargs={"note_first": first}) for first in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (faults, whole(runtime)) == ([], 3)


def test_a_process_older_than_a_new_key_adds_nothing_until_it_is_restarted(runtime: Runtime) -> None:
    new, old = DataKey("k2", b"n" * 32), DataKey("k1", b"k" * 32)
    act(runtime)
    rotated = Store(runtime.store.engine, Vault([new, old]))
    with rotated.writing() as session:
        note(session, runtime.clock.now(), "test", "tested", "chain")
    with pytest.raises(UnavailableError, match="restart"):
        act(runtime)
    verdict = verify(rotated)
    assert (verdict.first, verdict.rows) == (None, 2)
    assert [row.key_id for row in rows(runtime, AuditEntry)] == ["k1", "k2"]


def test_nothing_but_the_sealed_reason_is_kept_of_a_reason(tmp_path: Path) -> None:
    runtime = make_runtime(make_settings(migrated_sqlite(tmp_path / "test.db"), tmp_path), clock=SettableClock(NOON))
    with runtime.store.writing() as session:
        reason = (runtime.vault, "ibu Yohana bertanya")
        note(session, runtime.clock.now(), "test", "opened_case", "case/x", case_id=uuid4(), reason=reason)
        note(session, runtime.clock.now(), "test", "opened_case", "case/y", reason=(runtime.vault, ""))
    with_reason, without = rows(runtime, AuditEntry)
    assert without.reason_sealed is None
    assert runtime.vault.open(AuditEntry.reason_sealed, with_reason.id, with_reason.reason_sealed) == reason[1]
    runtime.store.engine.dispose()
    for file in tmp_path.glob("test.db*"):
        assert b"Yohana" not in file.read_bytes()
