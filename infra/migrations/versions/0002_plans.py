"""A charge is held against every plan: its receipt says how much no plan covers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("charge_receipt") as table:
        table.add_column(sa.Column("minutes_uncovered", sa.Integer(), nullable=False, server_default="0"))
