"""What officers write down: in Indonesian of what was told in another language, and what was told to them"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_renderings",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("part_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_renderings_case_id_cases", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["written_by"], ["officers.id"], name="fk_case_renderings_written_by_officers"),
        sa.PrimaryKeyConstraint("seq", name="pk_case_renderings"),
        sa.UniqueConstraint("id", name="uq_case_renderings_id"),
    )
    op.create_index("ix_case_renderings_case_id_part_hash", "case_renderings", ["case_id", "part_hash"])
    op.create_table(
        "case_intakes",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.Uuid(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_intakes_case_id_cases", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["noted_by"], ["officers.id"], name="fk_case_intakes_noted_by_officers"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_intakes"),
        sa.UniqueConstraint("form", name="uq_case_intakes_form"),
    )


def downgrade() -> None:
    op.drop_table("case_intakes")
    op.drop_table("case_renderings")
