"""The overview: counts by day, which messages of ours are counted, and red flags and countries of cases, sealed"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "channel", "language", "name", name="pk_daily_counts"),
        sqlite_with_rowid=False,
    )
    op.add_column("outbox", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("figures_sealed", sa.LargeBinary(), nullable=True))
    # Whoever looks cases through fills the new column where places are not kept (bot/services/look_through.py).
    op.execute("UPDATE cases SET places_kept = false")


def downgrade() -> None:
    op.drop_column("cases", "figures_sealed")
    op.drop_column("outbox", "counted")
    op.drop_table("daily_counts")
