"""What people ask next can be changed with an answer's texts"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer_revisions", sa.Column("next", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("answer_revisions", "next")
