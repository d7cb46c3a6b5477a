"""Sources, dates, review and speaker of an answer's revisions; withdrawn answers and hotlines"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("answer_revisions") as table:
        table.add_column(sa.Column("sources", sa.JSON(), nullable=True))
        table.add_column(sa.Column("reviewed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("review_by", sa.Date(), nullable=True))
        table.add_column(sa.Column("speaker", sa.String(length=80), nullable=False, server_default=""))
        table.add_column(sa.Column("submitted_at", TIME, nullable=True))
    only_published = sa.text("state = 'published'")
    op.create_index(
        "uq_answer_revisions_published",
        "answer_revisions",
        ["key", "language"],
        unique=True,
        sqlite_where=only_published,
        postgresql_where=only_published,
    )
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawals"),
        sa.UniqueConstraint("kind", "name", name="uq_withdrawals_kind_name"),
    )


def downgrade() -> None:
    op.drop_table("withdrawals")
    op.drop_index("uq_answer_revisions_published", "answer_revisions")

    with op.batch_alter_table("answer_revisions") as table:
        for column in ("submitted_at", "speaker", "review_by", "reviewed_on", "sources"):
            table.drop_column(column)
