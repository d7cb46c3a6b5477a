"""The audit log becomes a chain; rows that are there are chained by ``bot migrate``"""

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("audit", sa.Column("case_id", sa.Uuid(), nullable=True))
    op.add_column("audit", sa.Column("reason_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("audit", sa.Column("adopted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("audit", sa.Column("position", SEQUENCE, nullable=True))
    op.add_column("audit", sa.Column("key_id", sa.String(length=32), nullable=True))
    op.add_column("audit", sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=True))
    op.add_column("audit", sa.Column("row_hash", sa.LargeBinary(length=32), nullable=True))
    op.create_index("ix_audit_position_seq", "audit", ["position", "seq"])
    op.create_index("ix_audit_subject_action", "audit", ["subject", "action"])
    op.create_index("ix_audit_actor", "audit", ["actor"])
    op.create_index("ix_audit_case_id", "audit", ["case_id"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", SEQUENCE, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("row_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )


def downgrade() -> None:
    op.drop_table("audit_head")
    for name in ("case_id", "actor", "subject_action", "position_seq"):
        op.drop_index(f"ix_audit_{name}", "audit")
    for name in ("row_hash", "previous_hash", "key_id", "position", "adopted", "reason_sealed", "case_id"):
        op.drop_column("audit", name)
