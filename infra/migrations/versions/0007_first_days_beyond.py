"""The first day with minutes for which nothing was left, kept with the answer to a charge."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("charge_receipt") as table:
        table.add_column(sa.Column("beyond_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("uncovered_from", sa.Date(), nullable=True))
