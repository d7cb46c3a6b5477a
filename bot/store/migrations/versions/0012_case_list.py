"""Lists of cases: what was looked at after which change of officers, and keyed hashes of places"""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("officers", sa.Column("change_no", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("cases", sa.Column("checked_no", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("places_kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_cases_checked_no_places_kept", "cases", ["checked_no", "places_kept"])
    op.create_table(
        "case_places",
        sa.Column("key_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_places_case_id_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key_hash", "case_id", name="pk_case_places"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_places_case_id", "case_places", ["case_id"])


def downgrade() -> None:
    op.drop_table("case_places")
    op.drop_index("ix_cases_checked_no_places_kept", "cases")
    op.drop_column("cases", "places_kept")
    op.drop_column("cases", "checked_no")
    op.drop_column("officers", "change_no")
