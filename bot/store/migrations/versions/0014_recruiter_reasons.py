"""Why officers merge, split and rule on recruiters, and why they take it back, in their words, sealed"""

import sqlalchemy as sa
from alembic import op


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recruiter_history", sa.Column("reason_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("recruiter_history", sa.Column("undo_reason_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("recruiter_history", "undo_reason_sealed")
    op.drop_column("recruiter_history", "reason_sealed")
