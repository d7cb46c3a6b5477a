"""Whoever writes to the database behind the service's back is found out; older rows are chained once."""

import logging
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.bootstrap import Runtime
from bot.errors import BadInputError
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services import chain_audit
from bot.services.audit_walk import Wrong
from bot.services.chain_audit import chain_older
from bot.services.read_audit import AuditSearch, head_state, search, verify
from bot.services.staff_officers import set_up_officer
from bot.store import audit_chain
from bot.store.audit_chain import BEGUN, MENDED
from bot.store.audit_head import Head
from bot.store.engine import Store
from bot.store.journal import note, note_case
from bot.store.officers import Reachable
from bot.store.tables.audit import AuditEntry
from bot.store.vault import DataKey, Vault
from tests.doubles.service import change, rows

OLD, NEW = DataKey("k1", b"k" * 32), DataKey("k2", b"n" * 32)
_COPY = (
    "INSERT INTO audit (id, at, actor, action, subject, detail, adopted, position, key_id, previous_hash, row_hash)"
    " SELECT :id, at, actor, action, subject, detail, adopted, {position}, key_id, previous_hash, row_hash"
    " FROM audit WHERE position = {of}"
)


def act(runtime: Runtime, detail: str = "", store: Store | None = None, **more: object) -> None:
    with (store or runtime.store).writing() as session:
        note(session, runtime.clock.now(), "test", "tested", "thing/1", detail, **more)


@pytest.fixture
def chained(runtime: Runtime) -> Runtime:
    """A service with a chain of seven acts, a second apart."""
    for number in range(7):
        act(runtime, str(number))
        runtime.clock.advance(timedelta(seconds=1))
    return runtime


def older_rows(runtime: Runtime, count: int) -> None:
    """Add rows as they were before there was a chain."""
    for number in range(count):
        at = runtime.clock.now().replace(tzinfo=None).isoformat(" ", "microseconds")
        change(
            runtime,
            "INSERT INTO audit (id, at, actor, action, subject, detail) VALUES (:id, :at, 'old', 'did', 'x', :detail)",
            id=uuid4().hex,
            at=at + ("" if runtime.store.engine.dialect.name == "sqlite" else "+00"),
            detail=str(number),
        )


def copied(position: str, of: int) -> Callable[[Runtime], None]:
    return lambda runtime: change(runtime, _COPY.format(position=position, of=of), id=uuid4().hex)


def sql(*statements: str) -> Callable[[Runtime], None]:
    def tamper(runtime: Runtime) -> None:
        for statement in statements:
            change(runtime, statement)

    return tamper


_MAKE_ROOM = "UPDATE audit SET position = position + 1 WHERE position > 3"
_SWAP = "UPDATE audit SET position = CASE position WHEN 3 THEN 5 ELSE 3 END WHERE position IN (3, 5)"
_CUT = "DELETE FROM audit WHERE position > 5"
_PUT_BACK = "UPDATE audit_head SET count = :count, at = :at, row_hash = :row_hash, key_id = :key_id, seal = :seal"
_SET_HEAD = (
    "UPDATE audit_head SET count = 5, row_hash = (SELECT row_hash FROM audit WHERE position = 5),"
    " at = (SELECT at FROM audit WHERE position = 5)"
)


@pytest.mark.parametrize(
    ("tamper", "wrong", "row"),
    [
        (sql("UPDATE audit SET actor = 'nobody' WHERE position = 3"), Wrong.CHANGED, 3),
        (sql("UPDATE audit SET action = 'slept' WHERE position = 3"), Wrong.CHANGED, 3),
        (sql("UPDATE audit SET subject = 'thing/2' WHERE position = 3"), Wrong.CHANGED, 3),
        (sql("UPDATE audit SET detail = '' WHERE position = 7"), Wrong.CHANGED, 7),
        (sql("UPDATE audit SET at = (SELECT at FROM audit WHERE position = 2) WHERE position = 3"), Wrong.CHANGED, 3),
        (sql("UPDATE audit SET case_id = id WHERE position = 3"), Wrong.CHANGED, 3),
        (sql("UPDATE audit SET reason_sealed = row_hash WHERE position = 3"), Wrong.CHANGED, 3),
        (sql("UPDATE audit SET adopted = NOT adopted WHERE position = 3"), Wrong.CHANGED, 3),
        (sql("UPDATE audit SET row_hash = previous_hash WHERE position = 3"), Wrong.CHANGED, 3),
        (sql("UPDATE audit SET key_id = 'k0' WHERE position = 3"), Wrong.UNKNOWN_KEY, 3),
        (sql("DELETE FROM audit WHERE position = 3"), Wrong.MISSING, 3),
        (sql("DELETE FROM audit WHERE position IN (3, 4)"), Wrong.MISSING, 3),
        (sql("DELETE FROM audit WHERE position = 1"), Wrong.MISSING, 1),
        (
            sql(
                "DELETE FROM audit WHERE position = 3",
                "UPDATE audit SET position = position - 1 WHERE position > 3",
            ),
            Wrong.MISSING,
            3,
        ),
        (sql(_SWAP), Wrong.OUT_OF_ORDER, 3),
        (sql("UPDATE audit SET position = position - 7 WHERE position < 3"), Wrong.OUT_OF_ORDER, 1),
        (sql("UPDATE audit SET position = 70 WHERE position = 7"), Wrong.OUT_OF_ORDER, 7),
        (copied("4", of=3), Wrong.CHANGED, 5),
        (copied("8", of=7), Wrong.CHANGED, 8),
        (copied("NULL", of=7), Wrong.OUTSIDE, 7),
        (sql("UPDATE audit SET position = NULL WHERE position = 7"), Wrong.CUT_OFF, 7),
        (sql(_CUT), Wrong.CUT_OFF, 6),
        (sql(_CUT, _SET_HEAD), Wrong.HEAD, 5),
        (sql(_SET_HEAD), Wrong.HEAD, 7),
        (sql("DELETE FROM audit_head"), Wrong.HEAD, 7),
        (sql("UPDATE audit_head SET seal = row_hash"), Wrong.HEAD, 7),
    ],
)
def test_what_somebody_did_to_the_rows_is_named(
    chained: Runtime, tamper: Callable[[Runtime], None], wrong: Wrong, row: int
) -> None:
    assert verify(chained.store).first is None
    tamper(chained)
    verdict = verify(chained.store)
    assert verdict.first is not None
    assert (verdict.first.wrong, verdict.first.row) == (wrong, row), verdict.first
    assert verdict.head is None


def test_a_row_put_in_between_is_found(chained: Runtime) -> None:
    change(chained, _MAKE_ROOM)
    copied("4", of=3)(chained)
    change(chained, "UPDATE audit SET detail = 'forged' WHERE position = 4")
    found = verify(chained.store).first
    assert found is not None
    assert (found.wrong, found.row) == (Wrong.CHANGED, 4)


def test_newest_rows_that_are_cut_off_together_with_an_older_head_show_by_what_was_written_down(
    chained: Runtime,
) -> None:
    """Who kept an older copy of the database can put its end back; only what was noted elsewhere tells."""
    with chained.store.reading() as session:
        kept = session.execute(text("SELECT count, at, row_hash, key_id, seal FROM audit_head")).one()._mapping
    for _ in range(3):
        act(chained)
    noted = verify(chained.store).head
    change(chained, "DELETE FROM audit WHERE position > 7")
    change(chained, _PUT_BACK, **dict(kept))
    assert verify(chained.store).first is None
    found = verify(chained.store, noted).first
    assert found is not None
    assert (found.wrong, found.row) == (Wrong.CUT_OFF, 8)
    for _ in range(4):
        act(chained, "written instead")
    assert verify(chained.store).first is None
    found = verify(chained.store, noted).first
    assert found is not None
    assert (found.wrong, found.row) == (Wrong.REWRITTEN, 10)


def test_what_was_written_down_stays_true_as_the_chain_grows(chained: Runtime) -> None:
    noted = verify(chained.store).head
    assert noted is not None
    assert str(noted).startswith("7-20261121T040006Z-")
    for _ in range(3):
        act(chained)
    assert verify(chained.store, Head.read(f" {str(noted).lower()} ")).first is None
    wrong = Head(noted.count, noted.time, "0" * 16)
    found = verify(chained.store, wrong).first
    assert found is not None
    assert (found.wrong, found.row) == (Wrong.REWRITTEN, 7)


@pytest.mark.parametrize(
    "noted", ["", "7", "0-20261121T040006Z-0123456789ABCDEF", "7-20261121T040006Z-0123456789ABCDE"]
)
def test_what_is_no_head_is_refused(noted: str) -> None:
    with pytest.raises(BadInputError, match="a head looks like"):
        Head.read(noted)


@pytest.mark.parametrize("done", [_SET_HEAD, "DELETE FROM audit_head"])
def test_writing_on_does_not_hide_that_rows_were_cut_off(
    chained: Runtime, done: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The service goes on, but says so in the chain for ever; who looked into it writes down the head after that."""
    noted = verify(chained.store).head
    sql(_CUT, done)(chained)
    act(chained, "goes on")
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert [row.action for row in rows(chained, AuditEntry)][5:] == [MENDED, "tested"]
    found = verify(chained.store).first
    assert found is not None
    assert (found.wrong, found.row) == (Wrong.HEAD, 6)
    assert verify(chained.store, noted).first is not None
    act(chained)
    last = rows(chained, AuditEntry)[-1]
    assert verify(chained.store, Head.of(8, last.at, last.row_hash)).first is None


def test_a_missing_key_is_said_and_what_is_wrong_besides_goes_first(chained: Runtime) -> None:
    rotated = Store(chained.store.engine, Vault([NEW, OLD]))
    act(chained, store=rotated)
    act(chained, store=rotated)
    assert verify(rotated).first is None
    without_old = Store(chained.store.engine, Vault([NEW]))
    verdict = verify(without_old)
    assert verdict.first is not None
    assert (verdict.first.wrong, verdict.first.row, verdict.rows) == (Wrong.UNKNOWN_KEY, 1, 9)
    assert dict(verdict.unknown_keys) == {"k1": 7}
    assert '"k1"' in verdict.first.text
    change(chained, "UPDATE audit SET detail = 'forged' WHERE position = 9")
    found = verify(without_old).first
    assert found is not None
    assert (found.wrong, found.row) == (Wrong.CHANGED, 9)
    change(chained, "DELETE FROM audit WHERE position = 4")
    found = verify(without_old).first
    assert found is not None
    assert (found.wrong, found.row) == (Wrong.MISSING, 4)


# Rows older than the chain


def test_older_rows_are_chained_once_and_said_to_be_older(runtime: Runtime) -> None:
    older_rows(runtime, 5)
    found = verify(runtime.store).first
    assert found is not None
    assert found.wrong is Wrong.OUTSIDE
    assert "bot migrate" in found.text
    act(runtime)
    assert chain_older(runtime.store, runtime.clock, batch=2) == 5
    verdict = verify(runtime.store)
    assert (verdict.first, verdict.rows, verdict.adopted) == (None, 7, 5)
    by_position = sorted(rows(runtime, AuditEntry), key=lambda row: row.position)
    assert [row.detail for row in by_position[1:6]] == ["0", "1", "2", "3", "4"]
    assert (by_position[6].action, by_position[6].detail) == (BEGUN, "5 rows are older")
    assert chain_older(runtime.store, runtime.clock) == 0
    assert verify(runtime.store).rows == 7


def test_a_row_that_is_put_outside_the_chain_later_is_never_taken_in(runtime: Runtime) -> None:
    older_rows(runtime, 1)
    chain_older(runtime.store, runtime.clock)
    older_rows(runtime, 1)
    assert chain_older(runtime.store, runtime.clock) == 0
    found = verify(runtime.store).first
    assert found is not None
    assert found.wrong is Wrong.OUTSIDE
    assert "somebody without the keys" in found.text
    assert head_state(runtime.store)[1].startswith("1 rows are not in the chain")


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_chaining_goes_on_where_it_was_killed(runtime: Runtime, monkeypatch: pytest.MonkeyPatch, dies_at: int) -> None:
    class KilledError(BaseException):
        """Stands for kill -9 before a commit."""

    older_rows(runtime, 5)
    batches, real = [], audit_chain.adopt

    def killed(*arguments: object) -> int:
        count = real(*arguments)
        batches.append(count)
        if len(batches) == dies_at:
            raise KilledError
        return count

    monkeypatch.setattr(chain_audit, "adopt", killed)
    with pytest.raises(KilledError):
        chain_older(runtime.store, runtime.clock, batch=2)
    monkeypatch.undo()
    act(runtime)
    assert chain_older(runtime.store, runtime.clock, batch=2) == 5 - 2 * (dies_at - 1)
    verdict = verify(runtime.store)
    assert (verdict.first, verdict.rows, verdict.adopted) == (None, 7, 5)


# Looking things up


@pytest.fixture
def searched(runtime: Runtime) -> Runtime:
    """Three days of acts, among them an officer's with a reason."""
    maria = Officer(uuid4(), "Maria Contoh", OfficerRole.COORDINATOR, PassTo.COORDINATOR)
    set_up_officer(runtime.store, runtime.clock, Reachable(maria, "m@example.org"), "test")
    for number in range(3):
        runtime.clock.advance(timedelta(days=1))
        act(runtime, str(number))
    with runtime.store.writing() as session:
        note_case(
            session, runtime.clock.now(), maria.id, "opened_case", uuid4(), reason=(runtime.vault, "ia menelepon")
        )
    return runtime


def found(runtime: Runtime, limit: int = 50, **wanted: object) -> list[str]:
    shown = search(runtime.store, runtime.clock, AuditSearch(**wanted), "auditor", limit)
    return [f"{one.action} {one.detail}".strip() for one in shown]


def test_acts_are_found_by_what_is_known_of_them(searched: Runtime) -> None:
    assert found(searched, actor="Maria Contoh") == ["opened_case"]
    assert found(searched, action="tested") == ["tested 2", "tested 1", "tested 0"]
    assert found(searched, subject="thing/") == ["tested 2", "tested 1", "tested 0"]
    assert found(searched, subject="thing_") == []
    assert found(searched, action="tested", since=date(2026, 11, 23)) == ["tested 2", "tested 1"]
    assert found(searched, action="tested", until=date(2026, 11, 22)) == ["tested 0"]
    assert found(searched, actor="test", since=date(2026, 11, 21), until=date(2026, 11, 21)) == [
        "officer_added coordinator"
    ]


def test_pages_follow_each_other_while_rows_are_added(searched: Runtime) -> None:
    shown = search(searched.store, searched.clock, AuditSearch(), "auditor", 2)
    assert [one.row for one in shown] == [5, 4]
    shown = search(searched.store, searched.clock, AuditSearch(before=4), "auditor", 2)
    assert [one.row for one in shown] == [3, 2]


def test_who_searched_is_noted_and_reasons_are_opened(searched: Runtime) -> None:
    (shown,) = search(searched.store, searched.clock, AuditSearch(action="opened_case"), "auditor")
    assert (shown.actor, shown.reason) == ("Maria Contoh", "ia menelepon")
    last = rows(searched, AuditEntry)[-1]
    assert (last.actor, last.action, last.detail) == ("auditor", "searched_audit", "1 rows")
    assert verify(searched.store).first is None


def test_what_cannot_be_looked_for_is_refused(searched: Runtime) -> None:
    with pytest.raises(BadInputError, match="no case with this code"):
        found(searched, code="NTT-22222")
    with pytest.raises(BadInputError, match="a name needs"):
        search(searched.store, searched.clock, AuditSearch(), " ")
    with pytest.raises(BadInputError, match="--before"):
        found(searched, limit=5000)


def test_the_head_is_told_without_reading_the_chain(chained: Runtime) -> None:
    told, trouble = head_state(chained.store)
    assert (told, trouble) == (str(verify(chained.store).head), "")
    change(chained, "DELETE FROM audit WHERE position = 7")
    assert "bot audit verify" in head_state(chained.store)[1]
    change(chained, "DELETE FROM audit_head")
    assert head_state(chained.store)[1] == "the head or the rows are missing"


def test_an_empty_log_is_whole(runtime: Runtime) -> None:
    assert head_state(runtime.store) == ("", "")
    verdict = verify(runtime.store)
    assert (verdict.first, verdict.rows, verdict.head) == (None, 0, None)


def test_a_long_chain_is_verified_in_constant_memory(runtime: Runtime) -> None:
    def peak() -> int:
        tracemalloc.start()
        assert verify(runtime.store).first is None
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    def more(count: int) -> None:
        with runtime.store.writing() as session:
            for number in range(count):
                note(session, runtime.clock.now(), "test", "tested", "thing/1", str(number))

    more(10_000)
    first = peak()
    more(20_000)
    assert verify(runtime.store).rows == 30_000
    assert peak() < 1.3 * first
