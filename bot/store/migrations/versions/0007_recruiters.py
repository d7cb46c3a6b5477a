"""Recruiters, what makes them known, and how they are linked to cases"""

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "recruiters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["root_id"], ["recruiters.id"], name="fk_recruiters_root_id_recruiters"),
        sa.ForeignKeyConstraint(["merged_into"], ["recruiters.id"], name="fk_recruiters_merged_into_recruiters"),
        sa.PrimaryKeyConstraint("id", name="pk_recruiters"),
    )
    op.create_index("ix_recruiters_root_id", "recruiters", ["root_id"])
    op.create_table(
        "recruiter_identities",
        sa.Column("seq", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_recruiter_identities_case_id_cases", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recruiter_id"], ["recruiters.id"], name="fk_recruiter_identities_recruiter_id_recruiters"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_recruiter_identities"),
    )
    op.create_index("ix_recruiter_identities_case_id", "recruiter_identities", ["case_id"])
    op.create_index("ix_recruiter_identities_recruiter_id", "recruiter_identities", ["recruiter_id"])
    op.create_table(
        "identity_keys",
        sa.Column("key_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("identity_seq", SEQUENCE, nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_seq"],
            ["recruiter_identities.seq"],
            name="fk_identity_keys_identity_seq_recruiter_identities",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_hash", "identity_seq", name="pk_identity_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identity_keys_identity_seq", "identity_keys", ["identity_seq"])
    op.create_table(
        "recruiter_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("belongs", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_recruiter_links_case_id_cases", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["recruiter_id"], ["recruiters.id"], name="fk_recruiter_links_recruiter_id_recruiters"),
        sa.PrimaryKeyConstraint("id", name="pk_recruiter_links"),
        sa.UniqueConstraint("case_id", "recruiter_id", name="uq_recruiter_links_case_id_recruiter_id"),
    )
    op.create_index("ix_recruiter_links_recruiter_id", "recruiter_links", ["recruiter_id"])
    op.create_table(
        "recruiter_history",
        sa.Column("seq", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("recruiter_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("before", sa.String(length=10), nullable=True),
        sa.Column("ruling", sa.String(length=10), nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        sa.Column("undone_by", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["recruiter_id"], ["recruiters.id"], name="fk_recruiter_history_recruiter_id_recruiters"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["recruiters.id"], name="fk_recruiter_history_other_id_recruiters"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_recruiter_history_case_id_cases", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_recruiter_history"),
    )
    op.create_index("ix_recruiter_history_recruiter_id", "recruiter_history", ["recruiter_id"])
    op.create_index("ix_recruiter_history_other_id", "recruiter_history", ["other_id"])
    op.create_index("ix_recruiter_history_case_id", "recruiter_history", ["case_id"])


def downgrade() -> None:
    op.drop_table("recruiter_history")
    op.drop_table("recruiter_links")
    op.drop_table("identity_keys")
    op.drop_table("recruiter_identities")
    op.drop_table("recruiters")
