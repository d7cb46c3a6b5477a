"""What Alembic looks at when it compares the models with a database."""

from sqlalchemy.sql.schema import SchemaItem


def include_object(item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave the queue's own tables (``huey_*``) out of every comparison."""
    del item, kind, reflected, compare_to
    return not (name or "").startswith("huey_")
