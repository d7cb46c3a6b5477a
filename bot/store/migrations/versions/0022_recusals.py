"""Officers to whom a case was closed"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("recused", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("cases", "recused")
