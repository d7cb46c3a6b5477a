"""Officers who write in a person's conversation"""

import sqlalchemy as sa
from alembic import op


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "takeovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("agreed_at", TIME, nullable=False),
        sa.Column("joined_at", TIME, nullable=True),
        sa.Column("heard_at", TIME, nullable=False),
        sa.Column("said_at", TIME, nullable=True),
        sa.Column("waits_since", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_takeovers_case_id_cases", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_takeovers_conversation_id_conversations",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_takeovers_officer_id_officers"),
        sa.PrimaryKeyConstraint("id", name="pk_takeovers"),
    )
    for column in ("case_id", "conversation_id", "state"):
        op.create_index(f"ix_takeovers_{column}", "takeovers", [column])
    op.create_table(
        "takeover_lines",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("takeover_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("outbox_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["takeover_id"], ["takeovers.id"], name="fk_takeover_lines_takeover_id_takeovers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_takeover_lines"),
        sa.UniqueConstraint("id", name="uq_takeover_lines_id"),
    )
    op.create_index("ix_takeover_lines_takeover_id", "takeover_lines", ["takeover_id"])
    op.add_column("case_additions", sa.Column("takeover_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("case_additions", "takeover_id")
    op.drop_table("takeover_lines")
    op.drop_table("takeovers")
