"""Migrations: one head, the models' tables, every step up, down and up again, on both databases."""

from uuid import uuid4

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.clock import SystemClock
from bot.services.chain_audit import chain_older
from bot.services.read_audit import verify
from bot.store.engine import Store, make_engine
from bot.store.migrations.filters import include_object
from bot.store.schema import alembic_config, downgrade, metadata, upgrade
from bot.store.vault import DataKey, Vault


def test_there_is_one_head(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    assert len(ScriptDirectory.from_config(alembic_config(engine)).get_heads()) == 1
    engine.dispose()


def test_migrations_make_the_tables_of_the_models(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE huey_task (id integer)"))
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": include_object})
        assert compare_metadata(context, metadata()) == []
    engine.dispose()


def test_every_step_goes_up_and_down_and_up_again(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    steps = [step.revision for step in ScriptDirectory.from_config(alembic_config(engine)).walk_revisions()]
    for revision in reversed(steps):
        upgrade(engine, revision)
        downgrade(engine, "-1")
        upgrade(engine, revision)
    downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def test_audit_rows_from_before_the_chain_are_chained_afterwards(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    upgrade(engine, "0011")
    downgrade(engine, "-1")
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO audit (id, at, actor, action, subject, detail) VALUES (:id, :at, 'a', 'b', 'c', 'd')"),
            {"id": uuid4().hex, "at": "2026-11-21 04:00:00.000000"},
        )
    upgrade(engine)
    store = Store(engine, Vault([DataKey("k1", b"k" * 32)]))
    assert chain_older(store, SystemClock()) == 1
    verdict = verify(store)
    assert (verdict.first, verdict.adopted) == (None, 1)
    engine.dispose()
