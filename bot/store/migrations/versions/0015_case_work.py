"""What officers do with a case: level by hand, assigning, notes, tasks, handovers, referrals, outcomes"""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in _columns():
        op.add_column("cases", column)
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        *_of_case("case_notes", "officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_notes"),
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id"])
    op.create_table(
        "case_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        *_made_and_changed(),
        *_of_case("case_tasks", "officer_id", "created_by", "changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_case_tasks"),
    )
    op.create_index("ix_case_tasks_case_id", "case_tasks", ["case_id"])
    op.create_index("ix_case_tasks_officer_id_state", "case_tasks", ["officer_id", "state"])
    op.create_table(
        "case_handovers",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("institution", sa.String(length=12), nullable=False),
        sa.Column("contact", sa.String(length=40), nullable=False),
        sa.Column("office_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("shared", sa.JSON(), nullable=False),
        *_of_case("case_handovers", "officer_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_case_handovers"),
        sa.UniqueConstraint("id", name="uq_case_handovers_id"),
    )
    op.create_index("ix_case_handovers_case_id", "case_handovers", ["case_id"])
    op.create_table(
        "case_referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("contact", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("remark_sealed", sa.LargeBinary(), nullable=True),
        *_made_and_changed(),
        *_of_case("case_referrals", "created_by", "changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_case_referrals"),
    )
    op.create_index("ix_case_referrals_case_id", "case_referrals", ["case_id"])


def downgrade() -> None:
    for table in ("case_referrals", "case_handovers", "case_tasks", "case_notes"):
        op.drop_table(table)
    for column in reversed(_columns()):
        op.drop_column("cases", column.name)


def _made_and_changed() -> list[sa.Column[Any]]:
    return [
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", TIME, nullable=True),
    ]


def _of_case(table: str, *officers: str) -> list[sa.ForeignKeyConstraint]:
    of_case = sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=f"fk_{table}_case_id_cases", ondelete="CASCADE")
    return [
        of_case,
        *(sa.ForeignKeyConstraint([one], ["officers.id"], name=f"fk_{table}_{one}_officers") for one in officers),
    ]


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("graded", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("chain_from", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("routed_at", TIME, nullable=True),
        sa.Column("given_back_by", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", TIME, nullable=True),
        sa.Column("closed_from", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("outcome", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("duplicate_of", sa.Uuid(), nullable=True),
    ]
