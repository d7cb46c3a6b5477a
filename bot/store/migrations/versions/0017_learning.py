"""Learning in the console: who labelled, what became of it, and jobs in the background"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("training_sentences", sa.Column("labelled_by", sa.String(80), nullable=False, server_default=""))
    op.add_column("training_sentences", sa.Column("outcome", sa.String(10), nullable=True))
    op.add_column("training_sentences", sa.Column("note", sa.String(120), nullable=False, server_default=""))
    # Their sentences are written, or were refused: nobody kept which.
    op.execute("UPDATE training_sentences SET outcome = 'earlier' WHERE label IS NOT NULL")
    op.create_table(
        "learning_jobs",
        sa.Column("seq", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("slot", sa.String(length=10), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("model", sa.String(length=40), nullable=True),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("started_at", TIME, nullable=True),
        sa.Column("beat_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cancelled_by", sa.String(length=80), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("log", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_learning_jobs"),
        sa.UniqueConstraint("id", name="uq_learning_jobs_id"),
        sa.UniqueConstraint("slot", name="uq_learning_jobs_slot"),
    )


def downgrade() -> None:
    op.drop_table("learning_jobs")
    op.execute("UPDATE training_sentences SET label = NULL, labelled_at = NULL WHERE outcome IS NULL OR outcome = 'writing'")
    op.drop_column("training_sentences", "note")
    op.drop_column("training_sentences", "outcome")
    op.drop_column("training_sentences", "labelled_by")
