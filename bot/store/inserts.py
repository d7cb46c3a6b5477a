"""``INSERT … ON CONFLICT DO NOTHING`` for both databases: the one statement SQLAlchemy spells per dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.base import Base


def insert_once(session: Session, row: Base) -> bool:
    """Insert the row unless a unique column already holds its value. Returns whether it was inserted."""
    table = type(row).__table__
    values = {column.key: getattr(row, column.key, None) for column in table.columns if column.key != "seq"}
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    # What comes back tells; the drivers do not agree on the row count of an INSERT.
    inserted = session.connection().execute(statement.returning(*table.primary_key))
    return inserted.first() is not None
