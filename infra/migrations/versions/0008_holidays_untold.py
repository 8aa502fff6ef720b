"""Whether somebody works on holidays, where nobody told: not known. What is there stays as it was told."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("schedule_assignment") as table:
        table.alter_column("works_holidays", existing_type=sa.Boolean(), nullable=True)
