"""Answers in the console: schedules, comments, how often answers are given, and drafts tried in the simulator"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("answer_revisions", sa.Column("approved_by", sa.String(80), nullable=False, server_default=""))
    op.add_column("answer_revisions", sa.Column("publish_at", TIME, nullable=True))
    op.create_table(
        "hotline_revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hotline", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("published_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_hotline_revisions"),
        sa.UniqueConstraint("hotline", "number", name="uq_hotline_revisions_hotline_number"),
    )
    op.create_index(
        "uq_hotline_revisions_published",
        "hotline_revisions",
        ["hotline"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "answer_comments",
        sa.Column("seq", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_answer_comments"),
    )
    op.create_index("ix_answer_comments_key_language", "answer_comments", ["key", "language"])
    op.create_table(
        "answer_uses",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "key", "language", name="pk_answer_uses"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer_trials",
        sa.Column("address", sa.String(length=20), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["answer_revisions.id"],
            name="fk_answer_trials_revision_id_answer_revisions",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("address", name="pk_answer_trials"),
    )


def downgrade() -> None:
    op.drop_table("answer_trials")
    op.drop_table("answer_uses")
    op.drop_table("answer_comments")
    op.drop_table("hotline_revisions")
    op.execute("UPDATE answer_revisions SET state = 'in_review' WHERE state = 'scheduled'")
    op.drop_column("answer_revisions", "publish_at")
    op.drop_column("answer_revisions", "approved_by")
