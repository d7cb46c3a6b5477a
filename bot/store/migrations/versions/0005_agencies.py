"""Lists of agencies with their changes"""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "agency_lists",
        sa.Column("seq", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("undone_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_agency_lists"),
    )
    op.create_table(
        "agencies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.UniqueConstraint("kind", "key", name="uq_agencies_kind_key"),
    )
    op.create_table(
        "agency_list_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_seq", SEQUENCE, nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_seq"], ["agency_lists.seq"], name="fk_agency_list_changes_list_seq_agency_lists"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agency_list_changes"),
    )
    op.create_index("ix_agency_list_changes_list_seq", "agency_list_changes", ["list_seq"])
    op.create_index("ix_agency_list_changes_key", "agency_list_changes", ["key"])


def downgrade() -> None:
    op.drop_table("agency_list_changes")
    op.drop_table("agencies")
    op.drop_table("agency_lists")
