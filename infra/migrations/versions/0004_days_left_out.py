"""Which days of a cause do not count in a plan, kept with the answer to its charge."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("charge_receipt") as table:
        table.add_column(sa.Column("left_out", sa.String(), nullable=False, server_default=""))
