"""Every table in one place, and the way from any older database to today's."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from bot.store.base import Base
from bot.store.tables import (
    agencies,
    answers,
    audit,
    case_work,
    cases,
    contacts,
    evidence,
    figures,
    messages,
    officers,
    probes,
    recruiters,
    staff,
    topics,
    training,
)

_TABLE_MODULES = (
    agencies,
    answers,
    audit,
    case_work,
    cases,
    contacts,
    evidence,
    figures,
    messages,
    officers,
    probes,
    recruiters,
    staff,
    topics,
    training,
)  # imported so that the metadata knows their tables
_MIGRATIONS = Path(__file__).parent / "migrations"


def metadata() -> MetaData:
    """Return the metadata of all tables."""
    return Base.metadata


def alembic_config(engine: Engine) -> Config:
    """Return Alembic's configuration for this database; the migrations need no ini file."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to ``revision``, by default the newest."""
    command.upgrade(alembic_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to ``revision`` ("base" for an empty one)."""
    command.downgrade(alembic_config(engine), revision)


def is_current(connection: Connection) -> bool:
    """Tell whether the database stands at the newest migration."""
    newest = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest
