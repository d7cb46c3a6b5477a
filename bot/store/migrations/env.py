"""Alembic's entry: runs migrations on the engine it is given. Only online; SQLite changes tables in batches."""

from alembic import context
from sqlalchemy import Engine

from bot.store.migrations.filters import include_object
from bot.store.schema import metadata


def run() -> None:
    """Run the migrations in one transaction."""
    engine: Engine = context.config.attributes["engine"]
    with engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata(),
            render_as_batch=connection.dialect.name == "sqlite",
            include_object=include_object,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
