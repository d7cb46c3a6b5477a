"""Officers' questions to the authors of cases, and messages that must not go out late"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("send_before", TIME, nullable=True))
    op.create_table(
        "case_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("between", sa.String(length=11), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("send_at", TIME, nullable=False),
        sa.Column("send_before", TIME, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("outbox_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_questions_case_id_cases", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asked_by"], ["officers.id"], name="fk_case_questions_asked_by_officers"),
        sa.PrimaryKeyConstraint("id", name="pk_case_questions"),
    )
    op.create_index("ix_case_questions_case_id", "case_questions", ["case_id"])
    op.create_index("ix_case_questions_state_send_at", "case_questions", ["state", "send_at"])


def downgrade() -> None:
    op.drop_table("case_questions")
    op.drop_column("outbox", "send_before")
