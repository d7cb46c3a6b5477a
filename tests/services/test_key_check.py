"""The keys fit the database, or nothing starts."""

import base64

import pytest

from bot.bootstrap import Runtime
from bot.errors import BadInputError, UnavailableError
from bot.services.key_check import ACTION, keep_key_check, verify_keys, verify_keys_if_reachable
from bot.store.engine import Store, make_engine
from bot.store.tables.audit import AuditEntry
from bot.store.vault import DataKey, Vault
from tests.doubles.postgres import free_port
from tests.doubles.service import rows

OLD = DataKey("k1", b"k" * 32)
NEW = DataKey("k2", b"n" * 32)
IMPOSTOR = DataKey("k1", b"x" * 32)


def with_keys(runtime: Runtime, *keys: DataKey) -> Store:
    """The same database under other keys."""
    return Store(runtime.store.engine, Vault(keys))


def test_a_fresh_database_opens_with_any_key_and_then_only_with_its_own(runtime: Runtime) -> None:
    verify_keys(with_keys(runtime, NEW))
    keep_key_check(runtime.store, runtime.clock)
    verify_keys(runtime.store)
    for wrong in (NEW, IMPOSTOR):
        with pytest.raises(BadInputError, match="restore the key k1"):
            verify_keys(with_keys(runtime, wrong))


def test_wrong_keys_keep_nothing(runtime: Runtime) -> None:
    keep_key_check(runtime.store, runtime.clock)
    with pytest.raises(BadInputError):
        keep_key_check(with_keys(runtime, IMPOSTOR), runtime.clock)
    assert len(rows(runtime, AuditEntry)) == 1


def test_a_rotation_passes_and_then_both_keys_are_needed(runtime: Runtime) -> None:
    keep_key_check(runtime.store, runtime.clock)
    rotated = with_keys(runtime, NEW, OLD)
    verify_keys(rotated)
    keep_key_check(rotated, runtime.clock)
    verify_keys(rotated)
    verify_keys(with_keys(runtime, OLD, NEW))
    for lost in (NEW, OLD):
        with pytest.raises(BadInputError):
            verify_keys(with_keys(runtime, lost))


def test_it_is_noted_once_for_each_key_and_shows_no_secret(runtime: Runtime) -> None:
    for _ in range(3):
        keep_key_check(runtime.store, runtime.clock)
    (entry,) = rows(runtime, AuditEntry)
    assert (entry.action, entry.subject) == (ACTION, "key k1")
    assert OLD.secret not in base64.b64decode(entry.detail)


def test_a_start_does_not_wait_for_a_database_that_is_away(runtime: Runtime) -> None:
    away = Store(make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"), runtime.vault)
    verify_keys_if_reachable(away)
    with pytest.raises(UnavailableError):
        verify_keys(away)
    away.engine.dispose()


def test_a_start_with_wrong_keys_is_refused(runtime: Runtime) -> None:
    keep_key_check(runtime.store, runtime.clock)
    with pytest.raises(BadInputError, match="DATA_KEYS do not open this database"):
        verify_keys_if_reachable(with_keys(runtime, IMPOSTOR))


def test_a_database_without_tables_does_not_stop_a_start(empty_database_url: str, runtime: Runtime) -> None:
    empty = Store(make_engine(empty_database_url), runtime.vault)
    verify_keys_if_reachable(empty)
    empty.engine.dispose()
