"""Redacted messages kept for labelling"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "training_sentences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("guesses", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("chosen", sa.String(length=40), nullable=True),
        sa.Column("model", sa.String(length=40), nullable=True),
        sa.Column("label", sa.String(length=40), nullable=True),
        sa.Column("labelled_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_training_sentences"),
        sa.UniqueConstraint("text_hash", name="uq_training_sentences_text_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_training_sentences_kept_on", "training_sentences", ["kept_on"])


def downgrade() -> None:
    op.drop_index("ix_training_sentences_kept_on", "training_sentences")

    op.drop_table("training_sentences")
